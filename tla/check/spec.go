package check

import (
	"sync"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Spec is what to check: a program, and how to evaluate it. Of makes one of a compiled program.
type Spec struct {
	*eval.Program
	// New makes an evaluator, which one goroutine uses at a time.
	New func(h eval.Host) Evaluator
	// Antecedents returns for a formula the formulas P of its parts P => Q, with quantifiers on the way to them turned into \E. A formula
	// that holds while one of them is never true holds vacuously. Nil is for unknown ones.
	Antecedents func(p *eval.Predicate) []*eval.Predicate
	// Divided tells whether an action consists of others, which are taken in its place. Nil is for specifications of which none does.
	Divided func(action int) bool
	// Text returns what stands at a place, on one line, for warnings; "" if that is unknown. Nil knows nothing.
	Text func(file string, span syntax.Span) string
}

// Evaluator computes with a program. What it computes is a function of the states, except for what the specification gets from the
// host, which is the same if it is asked for the same states in the same order.
type Evaluator interface {
	// Initial calls yield with each initial state until that returns false. The state is yield's only until it returns.
	Initial(yield func(s eval.State) bool) error
	// Next calls yield with each successor of s, and the index of its action, until that returns false. Like TLC, it yields a state as
	// often as there are ways to it. The state is yield's only until it returns.
	Next(s eval.State, yield func(action int, t eval.State) bool) error
	// Holds tells whether a formula is true of s, or of the step from s to t. It is not called while Initial or Next of the same evaluator runs.
	Holds(p *eval.Predicate, s, t eval.State) (bool, error)
	// Value is the value of an expression in s, or in the step from s to t.
	Value(x *eval.Expression, s, t eval.State) (datum.Datum, error)
}

// Of returns a compiled program as something to check.
func Of(p *eval.Program) *Spec {
	return &Spec{
		Program:     p,
		New:         func(h eval.Host) Evaluator { return p.Evaluator(h) },
		Antecedents: func(q *eval.Predicate) []*eval.Predicate { return q.Antecedents },
		Divided:     divided(p),
	}
}

// divided tells which actions of a program are divided. If that is unknown all are, as nothing wrong may be said of them.
func divided(p *eval.Program) func(action int) bool {
	steps := sync.OnceValue(func() *eval.Steps {
		s, err := p.Steps()
		if err != nil {
			return nil
		}
		return s
	})
	return func(action int) bool {
		s := steps()
		return s == nil || s.IsDivided(p.Actions[action].Name)
	}
}

// stateFormulas are those that every state must obey.
func (s *Spec) stateFormulas() []*eval.Predicate {
	return append(append([]*eval.Predicate(nil), s.Invariants...), s.StateProperties...)
}
