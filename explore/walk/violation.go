package walk

import (
	"fmt"

	"github.com/tenet-go/tenet/explore"
)

// Violation is a run that shows that a property does not hold.
type Violation struct {
	explore.Violation
	// Seed is that of the run.
	Seed uint64
	// Healed is how many events of the run came before all faults were healed.
	Healed int

	// opts are those of the run, nil if it is not of this package.
	opts *Options
}

func (v *Violation) Error() string { return fmt.Sprintf("seed %d: %v", v.Seed, v.Violation.Error()) }

// options returns those of the run, with properties checked after each event.
func (v *Violation) options() *Options {
	if v.opts == nil {
		o, _ := Options{}.normal()
		return o
	}
	each := *v.opts
	each.CheckEvery = 1
	return &each
}

// violation returns the run so far as one that shows what was found.
func (r *run) violation() *Violation {
	v := &Violation{Seed: r.seed, Healed: r.result.Events, opts: r.opts}
	v.Violation = explore.Violation{Property: r.broken.property, Kind: r.broken.kind, Why: r.broken.why, Loop: -1}
	v.Run = transcript(r.system, r.result.Trace)
	if r.opts.CheckEvery > 1 {
		v.cut(r.system)
	}
	return v
}

// cut ends a run after the first event that breaks a property of the kind Always.
func (v *Violation) cut(system *explore.System) {
	for i := range v.Run.Transitions {
		if name, why := system.Broken(v.Run.Transitions[i].World); why != nil {
			v.Property, v.Kind, v.Why = name, explore.Always, why
			v.Run.Transitions = v.Run.Transitions[:i+1]
			v.Healed = min(v.Healed, i+1)
			return
		}
	}
}

// transcript lets events happen in the worlds of the system, which it keeps.
func transcript(system *explore.System, events []explore.Event) explore.Run {
	first, _ := system.Initial()
	all := explore.Run{Initial: first}
	w := first
	for _, e := range events {
		next := *w
		next.Nodes = append([]*explore.Node(nil), w.Nodes...)
		next.Inboxes = append([]explore.Inbox(nil), w.Inboxes...)
		step := take(system, &next, system.Place(e.Node), e)
		w = &next
		all.Transitions = append(all.Transitions, explore.Transition{Step: step, World: w})
	}
	return all
}
