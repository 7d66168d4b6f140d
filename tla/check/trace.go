package check

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
)

// trace puts the behavior of a finding into the result. Errors are of the machine; whatever is wrong with the behavior is a note in the result.
func (s *search) trace(r *Result, f *finding) error {
	if f.from != nil {
		way, err := s.way(f.parent, f.level)
		if err != nil {
			return err
		}
		if r.Trace, err = s.replay(way); err == nil && !same(r.Trace[len(r.Trace)-1].State, f.from) {
			err = errors.New("it leads to another state than before")
		}
		if err != nil {
			r.TraceNote = fmt.Sprintf("the behavior that leads here cannot be computed again: %v; is something in the specification random, or set by TLCSet?", err)
			r.Trace = []Step{s.spec.step(-1, f.from)}
		}
	}
	if f.last != nil {
		action := f.action
		if f.from == nil {
			action = -1
		}
		r.Trace = append(r.Trace, s.spec.step(action, f.last))
	}
	s.spec.alias(r, s.workers[0].host.replayer())
	return nil
}

// step returns a step of a behavior. The action is -1 for an initial state.
func (s *Spec) step(action int, t eval.State) Step {
	step := Step{State: t, variables: s.Variables}
	if action >= 0 {
		a := &s.Actions[action]
		step.Action, step.File, step.Span = a.Name, a.File, a.Span
	}
	return step
}

// waypoint is a state on the way to another.
type waypoint struct {
	number number
	origin origin
}

// way returns the states on the way to a state, the initial state first.
func (s *search) way(n number, level int) ([]waypoint, error) {
	way := make([]waypoint, 0, level)
	for {
		o, err := s.workers[n.worker()].past.at(n.local(), &s.past)
		if err != nil {
			return nil, err
		}
		way = append(way, waypoint{n, o})
		if o.initial() {
			slices.Reverse(way)
			return way, nil
		}
		n = o.parent()
	}
}

// replay computes a behavior again.
func (s *search) replay(way []waypoint) ([]Step, error) {
	h := s.workers[0].host.replayer()
	e := s.spec.New(h.forStates())
	var steps []Step
	for i, to := range way {
		if !to.origin.initial() && to.origin.ordinal() == lastOrdinal {
			return nil, fmt.Errorf("state %d has more than %d successors", i, lastOrdinal)
		}
		left, found := to.origin.ordinal(), Step{}
		visit := func(action int, t eval.State) bool {
			if left == 0 {
				found = s.spec.step(action, slices.Clone(t))
				return false
			}
			left--
			return true
		}
		var err error
		if i == 0 {
			err = s.yieldInitial(h, e, func(t eval.State) bool { return visit(-1, t) })
		} else {
			err = s.yieldNext(h, e, steps[i-1].State, way[i-1].number, i, visit)
		}
		if err == nil && found.State == nil {
			err = fmt.Errorf("state %d is not found", i+1)
		}
		if err != nil {
			return nil, err
		}
		steps = append(steps, found)
	}
	return steps, nil
}

// alias evaluates ALIAS along a behavior. The last state is its own successor there.
func (s *Spec) alias(r *Result, h *host) {
	if s.Alias == nil {
		return
	}
	e := s.New(h.forFormulas())
	for i := range r.Trace {
		h.level = i + 1
		t := r.Trace[min(i+1, len(r.Trace)-1)].State
		v, err := e.Value(s.Alias, r.Trace[i].State, t)
		if err != nil {
			r.TraceNote = fmt.Sprintf("ALIAS cannot be evaluated in state %d: %v", i+1, err)
			return
		}
		r.Trace[i].Alias = v
	}
}

// same compares by hashes, as some values may not be compared.
func same(s, t eval.State) bool {
	return slices.EqualFunc(s, t, func(a, b datum.Datum) bool {
		x, known := hashed(a)
		y, alsoKnown := hashed(b)
		return x == y || !known || !alsoKnown
	})
}

// changes reports whether two values are, or may be, different.
func changes(a, b datum.Datum) bool {
	x, known := hashed(a)
	y, alsoKnown := hashed(b)
	return x != y || !known || !alsoKnown
}

// hashed returns the hash of a value, if it has one: functions with an infinite domain, which may be the values of variables that VIEW
// leaves out, have none.
func hashed(d datum.Datum) (hash uint64, known bool) {
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case *datum.Error:
			hash, known = 0, false
		default:
			panic(reason)
		}
	}()
	return d.Hash(), true
}
