package schedule

import (
	"fmt"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/tla/value"
)

// Course is a run under way. Its driver chooses the events; the course judges each step: the contract, the properties
// of the kind Always, and refinement, if there is a specification. It ends at the first violation.
type Course struct {
	system *explore.System
	spec   explore.Spec
	run    explore.Run
	state  value.State // of the specification, if there is one
}

// Begin begins a run of system, judged by spec too unless it is nil. The violation, if not nil, is one of the initial world.
func Begin(system *explore.System, spec explore.Spec) (*Course, *explore.Violation) {
	initial, steps := system.Initial()
	c := &Course{system: system, spec: spec, run: explore.Run{Initial: initial}}
	if system.Abstraction == nil {
		c.spec = nil
	}
	for _, s := range steps {
		if s.Err != nil {
			return c, c.violation(explore.Contract, fmt.Errorf("%v in the beginning: %w", s, s.Err))
		}
	}
	if property, why := system.Broken(initial); why != nil {
		return c, c.violation(property, why)
	}
	if c.spec != nil {
		c.state = system.Abstraction.State(initial)
		if why := c.spec.Initial(c.state); why != nil {
			return c, c.violation(explore.Refinement, why)
		}
	}
	return c, nil
}

// World returns the world at which the run has arrived.
func (c *Course) World() *explore.World { return c.run.Last() }

// Run returns the run so far. It stays as it is when the course goes on.
func (c *Course) Run() explore.Run {
	return explore.Run{Initial: c.run.Initial, Transitions: c.run.Transitions[:len(c.run.Transitions):len(c.run.Transitions)]}
}

// Candidates returns the events that may happen next, of which machines may refuse some.
func (c *Course) Candidates() []explore.Event { return c.system.Candidates(c.World()) }

// Do lets an event happen. It fails if the event is not possible or refused; the run stays as it is then.
// The violation, if not nil, is that of the step or of the world after it.
func (c *Course) Do(e explore.Event) (*explore.Violation, error) {
	t, err := c.system.Do(c.World(), e)
	if err != nil {
		return nil, err
	}
	return c.Take(t), nil
}

// Try lets one of the Candidates happen. It returns false if the machine refuses it; the run stays as it is then. The violation, if not
// nil, is that of the step or of the world after it.
func (c *Course) Try(candidate explore.Event) (v *explore.Violation, happened bool) {
	t, ok := c.system.Try(c.World(), candidate)
	if !ok {
		return nil, false
	}
	return c.Take(t), true
}

// Take lets a transition happen, which is one of the world at which the run has arrived.
func (c *Course) Take(t explore.Transition) *explore.Violation {
	c.run.Transitions = append(c.run.Transitions, t)
	if t.Err != nil {
		return c.violation(explore.Contract, fmt.Errorf("%v: %w", t.Step, t.Err))
	}
	if property, why := c.system.Broken(t.World); why != nil {
		return c.violation(property, why)
	}
	if c.spec == nil {
		return nil
	}
	before := c.state
	c.state = c.system.Abstraction.State(t.World)
	if why := c.judge(t.Step, before); why != nil {
		return c.violation(explore.Refinement, why)
	}
	return nil
}

// judge asks the specification for a step. One that it does not know may leave its state as it is, if the abstraction says so.
func (c *Course) judge(step *explore.Step, before value.State) error {
	err := c.spec.Step(step.Action, before, c.state)
	if err != nil && before.Record() == c.state.Record() && c.system.Abstraction.MayStutter(step.Action) {
		return nil
	}
	return err
}

func (c *Course) violation(property string, why error) *explore.Violation {
	return &explore.Violation{Property: property, Kind: explore.Always, Why: why, Run: c.Run(), Loop: -1}
}
