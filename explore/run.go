package explore

import (
	"fmt"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// Run is a sequence of transitions from the initial world on.
type Run struct {
	Initial     *World
	Transitions []Transition
}

// Last returns the world in which the run ends.
func (r *Run) Last() *World {
	if len(r.Transitions) == 0 {
		return r.Initial
	}
	return r.Transitions[len(r.Transitions)-1].World
}

// The properties that every system has, as Violation.Property names them.
const (
	// Contract is broken by a machine that panics, writes what its storage refuses, or names no action.
	Contract = "contract"
	// Refinement is broken by a step that is no step of its action in the specification.
	Refinement = "refinement"
)

// Violation is a run that shows that a property does not hold.
type Violation struct {
	Property string
	Kind     Kind
	// Why says what is wrong in the last world or with the last step of the run.
	Why error
	Run Run
	// Loop is, for Eventually, where the run begins to repeat: its last world is that before
	// Transitions[Loop]. It is -1 if the run just ends, with nothing fair left to happen.
	Loop int
}

func (v *Violation) Error() string {
	return fmt.Sprintf("%s is violated after %d events: %v", v.Property, len(v.Run.Transitions), v.Why)
}

func (v *Violation) Unwrap() error { return v.Why }

// Broken returns the first property of the kind Always that does not hold in w, and why.
func (s *System) Broken(w *World) (property string, why error) {
	for i := range s.Properties {
		p := &s.Properties[i]
		if p.Kind != Always {
			continue
		}
		if err := p.Holds(w); err != nil {
			return p.Name, err
		}
	}
	return "", nil
}

// Spec judges steps of a specification.
type Spec interface {
	// Initial returns nil if s is an initial state of the specification, or else says why not.
	Initial(s value.State) error
	// Step returns nil if the step is one of that action, or else says why not. It may be called by
	// several goroutines at once.
	Step(action machine.Action, before, after value.State) error
}
