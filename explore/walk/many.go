package walk

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenet-go/tenet/explore"
)

// Totals sums up runs.
type Totals struct {
	// Runs is how many ended, from Options.Seed on.
	Runs int
	// Events are those of the safety phases, of which the shortest had Least and the longest Most. Healed are those after.
	Events, Least, Most, Healed int
	// Refused are inputs that machines refused.
	Refused int
	// Time is virtual.
	Time time.Duration
	// Faults counts what happened, and Faulty the runs in which each kind did.
	Faults, Faulty Counts
	// Reached says of each property of the kind Reachable in how many runs it was seen.
	Reached []Reach
	Judged  Judged
	// Violation is that of the least seed, nil if nothing is wrong. The run is not among Runs.
	Violation *Violation
}

// Unreached returns the properties of the kind Reachable that no run has seen.
func (t *Totals) Unreached() []string {
	var names []string
	for _, r := range t.Reached {
		if r.Runs == 0 {
			names = append(names, r.Name)
		}
	}
	return names
}

// String prints the totals, several lines.
func (t *Totals) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d runs, %d events (%d to %d a run) and %d after healing, %d inputs refused, %v of virtual time\n",
		t.Runs, t.Events, t.Least, t.Most, t.Healed, t.Refused, t.Time.Round(time.Second))
	fmt.Fprintf(&b, "%d faults:\n", t.Faults.Total())
	for f, n := range t.Faults {
		fmt.Fprintf(&b, "  %-40s %10d in %d runs\n", Fault(f), n, t.Faulty[f])
	}
	for _, r := range t.Reached {
		fmt.Fprintf(&b, "reached in %d runs: %s\n", r.Runs, r.Name)
	}
	if j := t.Judged; j != (Judged{}) {
		fmt.Fprintf(&b, "of the specification: %d steps, %d stutters, %d outside its bounds\n", j.Steps, j.Stutters, j.Outside)
	}
	if t.Violation != nil {
		fmt.Fprintf(&b, "%v\n", t.Violation)
	}
	return b.String()
}

func (t *Totals) add(r *Result) {
	if r.Violation != nil {
		t.Violation = r.Violation
		return
	}
	if t.Runs == 0 {
		t.Least = math.MaxInt
		t.Reached = make([]Reach, len(r.Reached))
	}
	t.Runs++
	t.Events += r.Events
	t.Least, t.Most = min(t.Least, r.Events), max(t.Most, r.Events)
	t.Healed += r.Healed
	t.Refused += r.Refused
	t.Time += r.Time
	t.Faults.add(&r.Faults)
	for f, n := range r.Faults {
		if n > 0 {
			t.Faulty[f]++
		}
	}
	for i, reach := range r.Reached {
		t.Reached[i].Name = reach.Name
		t.Reached[i].Runs += reach.Runs
	}
	t.Judged.add(r.Judged)
}

// Many simulates a system from many seeds, and stops at the least seed whose run shows a violation. Each worker makes
// its own system. The totals do not depend on how many workers there are. If ctx ends early, they are those
// of the runs before, with the error of ctx.
func Many(ctx context.Context, system func() *explore.System, options Options) (*Totals, error) {
	o, err := options.normal()
	if err != nil {
		return nil, err
	}
	s := &series{opts: o, results: make(chan *Result)}
	s.least.Store(math.MaxInt64)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := min(orElse(o.Workers, runtime.GOMAXPROCS(0)), o.Runs)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() { s.work(ctx, system()) })
	}
	go func() {
		group.Wait()
		close(s.results)
	}()
	return s.collect(ctx)
}

// series is what workers share.
type series struct {
	opts    *Options
	results chan *Result
	// next is the next run, counted from 0, and least the first known to be violated.
	next, least atomic.Int64
}

// work takes runs in the order of their seeds, until there are none or a run before them is violated.
func (s *series) work(ctx context.Context, system *explore.System) {
	for {
		n := s.next.Add(1) - 1
		if n >= int64(s.opts.Runs) || n > s.least.Load() {
			return
		}
		r, err := simulate(ctx, system, s.opts, s.opts.Seed+uint64(n))
		if err != nil {
			return
		}
		if r.Violation != nil {
			s.lower(n)
		}
		r.Trace = nil
		s.results <- r
	}
}

func (s *series) lower(n int64) {
	for {
		least := s.least.Load()
		if n >= least || s.least.CompareAndSwap(least, n) {
			return
		}
	}
}

// collect sums up results in the order of their seeds, until the workers have ended.
func (s *series) collect(ctx context.Context) (*Totals, error) {
	totals := &Totals{}
	early := map[uint64]*Result{} // those that came before one of a lesser seed
	seed := s.opts.Seed
	for r := range s.results {
		early[r.Seed] = r
		for early[seed] != nil && totals.Violation == nil {
			totals.add(early[seed])
			delete(early, seed)
			seed++
			if s.opts.Progress != nil {
				s.opts.Progress(totals)
			}
		}
	}
	if totals.Violation == nil && totals.Runs < s.opts.Runs {
		return totals, ctx.Err()
	}
	return totals, nil
}
