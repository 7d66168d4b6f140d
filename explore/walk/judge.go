package walk

import (
	"fmt"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// Judged counts steps by what the specification says of them.
type Judged struct {
	// Steps are those that it knows, Stutters those others that left its variables as they are and may,
	// Outside the rest.
	Steps, Stutters, Outside int
}

func (j *Judged) add(more Judged) {
	j.Steps += more.Steps
	j.Stutters += more.Stutters
	j.Outside += more.Outside
}

// judge holds a run to the properties of its system and to the specification.
type judge struct {
	system *explore.System
	opts   *Options
	result *Result
	steps  int
	// unseen are the properties of the kind Reachable that were not seen so far, by their places in Result.Reached.
	unseen []unseen
	// parts and ghost are those of the abstraction, before is the state that they make.
	parts  []value.Value
	before value.State
}

type unseen struct {
	property *explore.Property
	place    int
}

func (j *judge) begin(system *explore.System, o *Options, result *Result) {
	*j = judge{system: system, opts: o, result: result}
	for i := range system.Properties {
		if p := &system.Properties[i]; p.Kind == explore.Reachable {
			j.unseen = append(j.unseen, unseen{p, len(result.Reached)})
			result.Reached = append(result.Reached, Reach{Name: p.Name})
		}
	}
}

func (j *judge) refines() bool { return j.opts.Spec != nil && j.system.Abstraction != nil }

// first judges the initial world.
func (j *judge) first(w *explore.World) *finding {
	if f := j.properties(w); f != nil || !j.refines() {
		return f
	}
	for i, n := range w.Nodes {
		j.parts = append(j.parts, j.system.Abstraction.Node(n, w.Inboxes[i]))
	}
	j.before = j.state(w)
	if err := j.opts.Spec.Initial(j.before); err != nil {
		return &finding{explore.Refinement, explore.Always, fmt.Errorf("the initial world: %w", err)}
	}
	return nil
}

// step judges a step of the node at a place, after which the world is w.
func (j *judge) step(w *explore.World, place int, step *explore.Step) *finding {
	if j.steps++; j.steps%j.opts.CheckEvery == 0 {
		if f := j.properties(w); f != nil {
			return f
		}
	}
	if !j.refines() {
		return nil
	}
	j.parts[place] = j.system.Abstraction.Node(w.Nodes[place], w.Inboxes[place])
	for _, e := range step.Sends {
		if to := j.system.Place(e.To); to >= 0 && to != place {
			j.parts[to] = j.system.Abstraction.Node(w.Nodes[to], w.Inboxes[to])
		}
	}
	before := j.before
	j.before = j.state(w)
	return j.edge(step.Action, before, j.before)
}

func (j *judge) state(w *explore.World) value.State {
	a := j.system.Abstraction
	return a.Join(j.parts, a.Ghost(w.Ghost, w.Crashes))
}

// same reports whether the states of one system are equal.
func same(a, b value.State) bool {
	for _, name := range a.Names() {
		if a.Value(name) != b.Value(name) {
			return false
		}
	}
	return true
}

// edge holds a step to the specification.
func (j *judge) edge(action machine.Action, before, after value.State) *finding {
	counts := &j.result.Judged
	err := j.opts.Spec.Step(action, before, after)
	switch {
	case err == nil:
		counts.Steps++
		return nil
	case same(before, after) && j.system.Abstraction.MayStutter(action):
		counts.Stutters++
		return nil
	}
	counts.Outside++
	if j.opts.WithinSpec {
		return &finding{explore.Refinement, explore.Always, err}
	}
	return nil
}

// properties holds a world to those of the kind Always, and looks for those of the kind Reachable.
func (j *judge) properties(w *explore.World) *finding {
	if name, err := j.system.Broken(w); err != nil {
		return &finding{name, explore.Always, err}
	}
	left := j.unseen[:0]
	for _, u := range j.unseen {
		if u.property.Holds(w) == nil {
			j.result.Reached[u.place].Runs = 1
		} else {
			left = append(left, u)
		}
	}
	j.unseen = left
	return nil
}
