package engine

import "github.com/tenet-go/tenet/linearizability/model"

// States numbers the states that a search comes to, and remembers the steps between them, so that
// the model takes each step once. It is for one goroutine.
type States struct {
	// Bytes is about what the states and steps take.
	Bytes int64

	classes []model.Action
	states  []model.State
	number  map[string]int32
	steps   map[stateClass]int32
	key     []byte
}

type stateClass struct{ state, class int32 }

// NoStep is the number of no state.
const NoStep int32 = -1

// stateBytes is about what a state takes beside twice its key, and a step.
const (
	stateBytes = 100
	stepBytes  = 30
)

// NewStates returns States whose number 0 is the initial state of p.
func NewStates(p *Problem) *States {
	s := &States{classes: p.Classes, number: map[string]int32{}, steps: map[stateClass]int32{}}
	s.Number(p.Model.Init())
	return s
}

// Number returns the number of a state; equal states have equal numbers.
func (s *States) Number(state model.State) int32 {
	s.key = state.AppendKey(s.key[:0])
	n, known := s.number[string(s.key)]
	if !known {
		n = int32(len(s.states))
		s.number[string(s.key)] = n
		s.states = append(s.states, state)
		s.Bytes += 2*int64(len(s.key)) + stateBytes
	}
	return n
}

// State returns the state of a number.
func (s *States) State(number int32) model.State { return s.states[number] }

// After returns the number of the state after an operation of a class, or NoStep if it cannot
// happen.
func (s *States) After(state, class int32) int32 {
	if next, known := s.steps[stateClass{state, class}]; known {
		return next
	}
	next := NoStep
	if t, ok := s.states[state].Step(s.classes[class]); ok {
		next = s.Number(t)
	}
	s.steps[stateClass{state, class}] = next
	s.Bytes += stepBytes
	return next
}
