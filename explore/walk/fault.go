package walk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenet-go/tenet/explore"
)

// Fault is a kind of fault.
type Fault uint8

// The kinds of faults.
const (
	Loss            Fault = iota // a message is lost
	Duplication                  // a message arrives twice
	Reordering                   // a message overtakes one sent earlier on its link
	LateDuplicate                // any message ever sent arrives again
	PartitionHalves              // the nodes fall into two groups that do not hear each other
	PartitionOne                 // one node is cut off
	PartitionOneWay              // one group does not hear the other, which hears it
	PartitionBridge              // two groups, and one node that both hear
	Cut                          // a message is lost to a partition
	Pause                        // a node stands still: its inputs wait and its timers are late
	ClockDrift                   // a node's clock runs too fast or too slow for the timers that it sets
	ClockJump                    // a node's clock jumps: pending timers end early, or late
	Crash                        // a node crashes at any moment
	CrashInFlight                // a node crashes while a batch is in flight
	CrashWritten                 // a node crashes when its oldest batch is durable and not acknowledged
	CrashPersisted               // a node crashes just after a batch was acknowledged
	CrashRecovering              // a node crashes between its recovery and its first durable write
	DiskError                    // a disk fails to write, which ends the node's life
	DiskStall                    // a disk does nothing for a while
	SlowDisk                     // a disk is slow for a while
	LostWrites                   // a crash loses records in flight
	TornWrites                   // a crash keeps some records in flight and loses the rest
	faults          = iota
)

// nature says when a fault happens.
type nature uint8

const (
	perMessage nature = iota // with a chance for each message
	perWrite                 // with a chance for each batch, or each recovery
	overTime                 // at a rate
	onCrash                  // as part of a crash
)

// kinds describes the kinds of faults. The chances are in a million, intervals and lengths in time.
var kinds = [faults]struct {
	name              string
	nature            nature
	least, most       int64 // chance, or mean interval
	shortest, longest time.Duration
}{
	Loss:            {"loss", perMessage, 2_000, 200_000, 0, 0},
	Duplication:     {"duplication", perMessage, 2_000, 200_000, 0, 0},
	Reordering:      {"reordering", perMessage, 0, 0, 0, 0},
	LateDuplicate:   {"late duplicate", overTime, ms(10), ms(1000), 0, 0},
	PartitionHalves: {"partition in halves", overTime, ms(200), ms(4000), 20 * time.Millisecond, 2 * time.Second},
	PartitionOne:    {"partition of one node", overTime, ms(200), ms(4000), 20 * time.Millisecond, 2 * time.Second},
	PartitionOneWay: {"partition one way", overTime, ms(200), ms(4000), 20 * time.Millisecond, 2 * time.Second},
	PartitionBridge: {"partition with a bridge", overTime, ms(200), ms(4000), 20 * time.Millisecond, 2 * time.Second},
	Cut:             {"message cut by a partition", onCrash, 0, 0, 0, 0},
	Pause:           {"pause", overTime, ms(100), ms(2000), 5 * time.Millisecond, time.Second},
	ClockDrift:      {"clock drift", overTime, ms(200), ms(4000), 0, 0},
	ClockJump:       {"clock jump", overTime, ms(100), ms(2000), 10 * time.Millisecond, time.Second},
	Crash:           {"crash", overTime, ms(100), ms(2000), 0, 0},
	CrashInFlight:   {"crash with a batch in flight", perWrite, 2_000, 100_000, 0, 0},
	CrashWritten:    {"crash between write and acknowledgement", perWrite, 2_000, 50_000, 0, 0},
	CrashPersisted:  {"crash after a write", perWrite, 2_000, 50_000, 0, 0},
	CrashRecovering: {"crash before the first write", perWrite, 20_000, 400_000, 0, 0},
	DiskError:       {"disk error", perWrite, 1_000, 50_000, 0, 0},
	DiskStall:       {"disk stall", overTime, ms(100), ms(2000), 10 * time.Millisecond, time.Second},
	SlowDisk:        {"slow disk", overTime, ms(200), ms(4000), 50 * time.Millisecond, 2 * time.Second},
	LostWrites:      {"lost writes", onCrash, 0, 0, 0, 0},
	TornWrites:      {"torn writes", onCrash, 0, 0, 0, 0},
}

func ms(n int64) int64 { return n * int64(time.Millisecond) }

func (f Fault) String() string { return kinds[f].name }

// AllFaults returns all kinds of faults.
func AllFaults() []Fault {
	all := make([]Fault, faults)
	for i := range all {
		all[i] = Fault(i)
	}
	return all
}

// possible reports whether a network of that kind can have the fault.
func (f Fault) possible(n explore.Network) bool {
	switch f {
	case Duplication, LateDuplicate:
		return n == explore.Unreliable
	case Loss, Reordering:
		return n != explore.Ordered
	default:
		return true
	}
}

// Counts says how many times each kind of fault happened.
type Counts [faults]int

// String lists the kinds, one a line, those that did not happen too.
func (c *Counts) String() string {
	var b strings.Builder
	for f, n := range c {
		fmt.Fprintf(&b, "%-40s %d\n", Fault(f), n)
	}
	return b.String()
}

// Total returns how many faults happened in all.
func (c *Counts) Total() int {
	sum := 0
	for _, n := range c {
		sum += n
	}
	return sum
}

func (c *Counts) add(more *Counts) {
	for f, n := range more {
		c[f] += n
	}
}

// plan is which faults a run has, and how often they come.
type plan struct {
	on [faults]bool
	// rate is a chance in a million, or a mean interval.
	rate          [faults]int64
	latency, disk Distribution
}

// drawPlan chooses the faults of a run: now and then none, or all.
func drawPlan(d dice, o *Options, n explore.Network) *plan {
	p := &plan{latency: o.Latency, disk: o.Disk}
	if p.latency.shape == unset {
		p.latency = latencies[d.pick(len(latencies))]
	}
	if p.disk.shape == unset {
		p.disk = disks[d.pick(len(disks))]
	}
	mood := d.pick(16)
	for i := range p.on {
		f := Fault(i)
		p.rate[f] = 0
		if k := &kinds[f]; k.most > 0 {
			p.rate[f] = d.scaled(k.least, k.most)
		}
		heads := d.pick(2) == 0
		allowed := f.possible(n) && (o.Faults == nil || slices.Contains(o.Faults, f))
		p.on[f] = allowed && (o.EveryFault || mood <= 1 || mood > 2 && heads)
	}
	return p
}

// chance draws whether a fault that comes with a chance happens.
func (r *run) chance(f Fault) bool { return r.plan.on[f] && r.dice.chance(r.plan.rate[f]) }
