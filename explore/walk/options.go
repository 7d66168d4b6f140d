package walk

import (
	"errors"
	"fmt"
	"time"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// Options says how to simulate. The zero value is one run of 1,000 events from seed 0 with a random mix of all faults.
type Options struct {
	// Seed is the seed of the run, and of the first run of Many, whose runs have the seeds from there on.
	Seed uint64
	// Runs is how many runs Many makes, 0 for 1.
	Runs int
	// Workers is how many runs Many makes at a time, 0 for one for each processor. It changes no result.
	Workers int
	// Progress, if not nil, is told the totals after each run of Many, in the order of the seeds. It is not
	// called by two goroutines at once, and must not keep them.
	Progress func(*Totals)

	// Events is how many events the safety phase has, 0 for 1,000. Refused inputs do not count. It ends earlier when
	// Time is over.
	Events int
	// Time bounds the safety phase in virtual time, 0 for one minute: a system in which nothing is left to do ends there.
	Time time.Duration
	// Bound is how much virtual time the healed phase has for what must happen eventually, 0 for one minute. It
	// must leave room for timers, retries, and messages and disks that were slow before.
	Bound time.Duration

	// Faults are the kinds that runs may have, nil for all. An empty list means none.
	Faults []Fault
	// EveryFault gives each run all of Faults, not a random subset.
	EveryFault bool
	// Crashes is how many crashes a run may have, 0 for any number. Nodes that explore.Faults.Crashing
	// leaves out do not crash; its bound on their number is for exhaustive search and not used here.
	Crashes int

	// Timing returns for how long a timer runs: any duration from least to most. Nil means 100 to 200 milliseconds for all.
	Timing func(machine.Timer) (least, most time.Duration)
	// Latency is how long messages travel, and Disk how long a batch takes to become durable. By default
	// each run draws one of several distributions.
	Latency, Disk Distribution
	// AskEvery is the mean time between requests of clients, 0 for 10 milliseconds.
	AskEvery time.Duration

	// CheckEvery is after how many events properties are checked, 0 for each event, which is what short runs of cheap
	// properties want. When checking is what costs time, more runs may find more than more checks: what is broken
	// and stays so is found all the same, and traced back to the first event after which it was.
	CheckEvery int

	// Spec judges each step, if it is not nil and the system has an Abstraction.
	Spec explore.Spec
	// WithinSpec makes each step that Spec does not know a violation. Otherwise they are counted only, since the bounds
	// of Spec are often smaller than the run.
	WithinSpec bool
}

// normal returns the options with defaults in place, or says all that is wrong.
func (o Options) normal() (*Options, error) {
	var wrong []error
	nonNegative := func(name string, n int64) {
		if n < 0 {
			wrong = append(wrong, fmt.Errorf("walk: %s is %d, expected 0 or more", name, n))
		}
	}
	nonNegative("Options.Runs", int64(o.Runs))
	nonNegative("Options.Workers", int64(o.Workers))
	nonNegative("Options.Events", int64(o.Events))
	nonNegative("Options.Time", int64(o.Time))
	nonNegative("Options.Bound", int64(o.Bound))
	nonNegative("Options.Crashes", int64(o.Crashes))
	nonNegative("Options.CheckEvery", int64(o.CheckEvery))
	nonNegative("Options.AskEvery", int64(o.AskEvery))
	for _, f := range o.Faults {
		if f >= faults {
			wrong = append(wrong, fmt.Errorf("walk: Options.Faults has %d, expected less than %d", uint8(f), faults))
		}
	}
	o.Runs = orElse(o.Runs, 1)
	o.Events = orElse(o.Events, 1000)
	o.Time = orElse(o.Time, time.Minute)
	o.Bound = orElse(o.Bound, time.Minute)
	o.CheckEvery = orElse(o.CheckEvery, 1)
	o.AskEvery = orElse(o.AskEvery, 10*time.Millisecond)
	if o.Timing == nil {
		o.Timing = func(machine.Timer) (least, most time.Duration) {
			return 100 * time.Millisecond, 200 * time.Millisecond
		}
	}
	return &o, errors.Join(wrong...)
}

// orElse returns n, or the default if n is 0.
func orElse[T int | time.Duration](n, byDefault T) T {
	if n == 0 {
		return byDefault
	}
	return n
}
