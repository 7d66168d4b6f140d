package walk

import (
	"context"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// effort bounds how many events Shrink lets happen, in all its attempts.
const effort = 20_000_000

// short is how many events a schedule may have for all pairs of them to be tried.
const short = 150

// Shrink leaves out events of a violated run as long as the same property is violated: no single event of what it returns
// can be left out, and of short schedules no two. Events that are then not possible any more are left out too. It is
// deterministic, bounded, and returns the best so far when ctx ends. Violations that another driver has found can be
// shrunk too, as a Violation without a seed, whose Healed is the length of the run.
//
// A run that violates a property of the kind Eventually is cut where it was healed: what is returned ends in a world
// from which, without faults and without requests, a simulation of Options.Bound of virtual time does not come
// to a world where the property holds.
func Shrink(ctx context.Context, system *explore.System, v *Violation) *Violation {
	s := &shrinker{ctx: ctx, system: system, goal: v, opts: v.options(), left: effort}
	steps := make([]*explore.Step, len(v.Run.Transitions))
	for i := range steps {
		steps[i] = v.Run.Transitions[i].Step
	}
	all := cues(steps)
	if v.Kind == explore.Eventually {
		all = all[:v.Healed]
	}
	best, ok := s.attempt(all)
	if !ok {
		return v
	}
	best = s.reduce(best)
	events := make([]explore.Event, len(best.steps))
	for i, step := range best.steps {
		events[i] = step.Event
	}
	shrunk := *v
	shrunk.Why = best.why
	shrunk.Run = transcript(system, events)
	shrunk.Healed = len(events)
	return &shrunk
}

type shrinker struct {
	ctx    context.Context
	system *explore.System
	goal   *Violation
	opts   *Options
	// left is how many events may happen yet.
	left int
}

// attempted is a schedule that shows the goal.
type attempted struct {
	steps []*explore.Step
	why   error
}

// reduce leaves out ever smaller parts, until no single event can be left out and, of short schedules, no two.
func (s *shrinker) reduce(best attempted) attempted {
	for size := max(1, len(best.steps)/2); !s.over(); {
		before := len(best.steps)
		best = s.without(best, size)
		if size == 1 && len(best.steps) == before {
			if best = s.withoutTwo(best); len(best.steps) == before {
				break
			}
		}
		size = max(1, size/2)
	}
	return best
}

// without leaves out parts of that size, the last ones first: what comes late in a run matters least.
func (s *shrinker) without(best attempted, size int) attempted {
	all := cues(best.steps)
	for end := len(all); end > 0 && !s.over(); end -= size {
		end = min(end, len(all))
		start := max(0, end-size)
		if a, ok := s.shorter(best, all[:start], all[end:]); ok {
			best, all = a, cues(a.steps)
		}
	}
	return best
}

// withoutTwo leaves out two events where neither can be left out alone: that a number is used twice, say, takes as many
// requests before a crash as after.
func (s *shrinker) withoutTwo(best attempted) attempted {
	all := cues(best.steps)
	if len(all) > short {
		return best
	}
	for j := len(all) - 1; j > 0; j-- {
		for i := j - 1; i >= 0 && j < len(all) && !s.over(); i-- {
			if a, ok := s.shorter(best, all[:i], all[i+1:j], all[j+1:]); ok {
				best, all = a, cues(a.steps)
			}
		}
	}
	return best
}

// shorter attempts the schedule of those parts.
func (s *shrinker) shorter(best attempted, parts ...[]cue) (attempted, bool) {
	a, ok := s.attempt(slices.Concat(parts...))
	return a, ok && len(a.steps) < len(best.steps)
}

func (s *shrinker) over() bool { return s.left <= 0 || s.ctx.Err() != nil }

// attempt plays those events that are possible, and reports whether they lead to the goal.
func (s *shrinker) attempt(all []cue) (attempted, bool) {
	p := newPlayer(s.system, s.opts, len(s.goal.Run.Transitions))
	for _, c := range all {
		s.left--
		if s.over() {
			return attempted{}, false
		}
		if f := p.play(c); f != nil {
			return attempted{p.played, f.why}, f.property == s.goal.Property && f.kind == s.goal.Kind
		}
	}
	if s.goal.Kind != explore.Eventually {
		return attempted{}, false
	}
	why := s.starves(p.world)
	return attempted{p.played, why}, why != nil
}

// starves heals a world and returns why the property of the goal does not come to hold, or nil.
func (s *shrinker) starves(w *explore.World) error {
	r := resume(s.system, s.opts, s.goal.Seed, w)
	r.heal()
	if err := r.settle(s.ctx, r.opts.Bound); err != nil {
		return nil
	}
	s.left -= len(r.result.Trace)
	if r.broken == nil || r.broken.property != s.goal.Property {
		return nil
	}
	return r.broken.why
}

// resume returns a simulation that goes on from a world without faults: what was in the network is lost.
func resume(system *explore.System, o *Options, seed uint64, w *explore.World) *run {
	calm := *o
	calm.Faults = []Fault{}
	calm.EveryFault = false
	calm.Spec = nil
	r := newRun(system, &calm, seed)
	r.world = w
	r.prepare()
	for i, n := range w.Nodes {
		for _, t := range n.Timers {
			r.changeTimer(i, machine.TimerChange{Timer: t})
		}
		for range n.Unsynced {
			r.write(i)
		}
	}
	return r
}
