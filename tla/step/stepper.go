package step

import (
	"sync"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/value"
)

// Stepper judges steps by the formulas of a specification. Its methods may be called by several goroutines at once.
type Stepper struct {
	steps   *eval.Steps
	actions map[machine.Action]*action
	order   []*action
	memo    *verdicts

	mu      sync.Mutex
	idle    []*worker
	workers []*worker
}

var _ explore.Spec = (*Stepper)(nil)

// action is an action and its place among all of them.
type action struct {
	name machine.Action
	step *eval.Step
	at   int
	key  uint64
}

// New makes a stepper of a program. Errors are those of the compilation.
func New(p *eval.Program) (*Stepper, error) {
	steps, err := p.Steps()
	if err != nil {
		return nil, err
	}
	s := &Stepper{steps: steps, actions: map[machine.Action]*action{}, memo: newVerdicts()}
	for i, name := range steps.Names() {
		step, err := steps.Find(name)
		if err != nil {
			return nil, err
		}
		a := &action{machine.Action(name), step, i, scramble(uint64(i) + 1)}
		s.actions[a.name] = a
		s.order = append(s.order, a)
	}
	return s, nil
}

// Actions are the names of the actions. The first is that of the whole next-state relation.
func (s *Stepper) Actions() []machine.Action {
	names := make([]machine.Action, len(s.order))
	for i, a := range s.order {
		names[i] = a.name
	}
	return names
}

// Variables are the variables of the specification, in the order in which an eval.State has them.
func (s *Stepper) Variables() []string { return s.steps.Variables() }

// Initial returns nil if the initial predicate is true of the state. Else the error is of type *Error, or says which variables
// are missing.
func (s *Stepper) Initial(state value.State) error {
	w := s.worker(state)
	defer s.release(w)
	data, err := w.before(state)
	if err != nil {
		return err
	}
	return w.initial(data)
}

// InitialData is Initial for a state of the engine's own values.
func (s *Stepper) InitialData(state eval.State) error {
	w := s.worker(value.State{})
	defer s.release(w)
	return w.initial(state)
}

// Step returns nil if the step is one of the action: for some parameters its formula is true of the two states. A step that changes
// nothing is judged as any other: it is for the caller to know which actions may stutter besides. Else the error is of type *Error, or
// says which variables are missing.
func (s *Stepper) Step(name machine.Action, before, after value.State) error {
	w := s.worker(before)
	defer s.release(w)
	from, err := w.before(before)
	if err != nil {
		return err
	}
	to, err := w.after(after)
	if err != nil {
		return err
	}
	return w.judge(name, from, to, w.hash)
}

// StepData is Step for states of the engine's own values.
func (s *Stepper) StepData(name machine.Action, before, after eval.State) error {
	w := s.worker(value.State{})
	defer s.release(w)
	return w.judge(name, before, after, hashOf(before))
}

// Convert returns a state in the engine's own values. The error says which variables are missing, or are none.
func (s *Stepper) Convert(state value.State) (eval.State, error) {
	w := s.worker(state)
	defer s.release(w)
	data, err := w.before(state)
	return append(eval.State(nil), data...), err
}

// worker takes a worker that is idle, if possible one that judged a step from the same state before, or makes one.
func (s *Stepper) worker(before value.State) *worker {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.idle)
	if n == 0 {
		w := newWorker(s)
		s.workers = append(s.workers, w)
		return w
	}
	at := n - 1
	for i, w := range s.idle {
		if w.knows(before) {
			at = i
		}
	}
	w := s.idle[at]
	s.idle[at] = s.idle[n-1]
	s.idle = s.idle[:n-1]
	return w
}

func (s *Stepper) release(w *worker) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, w)
}

// Unknown returns the error about an action that there is not, of type *eval.UnknownActionError, or nil if there is one of that name.
func (s *Stepper) Unknown(name machine.Action) error {
	_, err := s.steps.Find(string(name))
	return err
}
