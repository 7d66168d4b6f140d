package step

import (
	"fmt"
	"strings"
	"sync"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/value"
)

// Error says why a step is none of its action, or a state no initial one. What it says is found when it is asked for, so that errors which
// nobody reads cost little.
type Error struct {
	Action machine.Action // "" for an initial state

	stepper       *Stepper
	initial       bool
	before, after eval.State
	unknown       error // there is no such action

	once        sync.Once
	explanation *eval.Explanation
	others      []Other
}

// Other is an action that allows a step, and its parameters.
type Other struct {
	Action  machine.Action
	Binding []eval.Binding
}

func (o Other) String() string {
	if len(o.Binding) == 0 {
		return string(o.Action)
	}
	return string(o.Action) + " with " + bindings(o.Binding)
}

// Before returns the state before the step, or the one that is not initial.
func (e *Error) Before() value.State { return e.stepper.state(e.before) }

// After returns the state after the step. Of a state that is not initial there is none.
func (e *Error) After() value.State { return e.stepper.state(e.after) }

// Unwrap returns the *eval.UnknownActionError if there is no such action.
func (e *Error) Unwrap() error { return e.unknown }

// Explanation says which conjuncts do not hold, for the parameters for which the step comes closest to one of the action. It is nil if
// there is no such action.
func (e *Error) Explanation() *eval.Explanation {
	e.once.Do(e.explain)
	return e.explanation
}

// Others are the actions that do allow the step. Actions that consist of others are left out.
func (e *Error) Others() []Other {
	e.once.Do(e.explain)
	return e.others
}

func (e *Error) explain() {
	s := e.stepper
	judge := s.steps.Judge(eval.Host{})
	if e.initial {
		e.explanation = judge.Explain(s.steps.Initial(), e.before, nil)
		return
	}
	for _, a := range s.order {
		switch {
		case a.name == e.Action:
			e.explanation = judge.Explain(a.step, e.before, e.after)
		case !s.steps.IsDivided(string(a.name)) && judge.Holds(a.step, e.before, e.after):
			e.others = append(e.others, Other{a.name, judge.Explain(a.step, e.before, e.after).Binding})
		}
	}
}

// Changed are the variables that the step changes.
func (e *Error) Changed() []string {
	var names []string
	for i, name := range e.stepper.Variables() {
		if !e.initial && !datum.Identical(e.before[i], e.after[i]) {
			names = append(names, name)
		}
	}
	return names
}

// state is a state in values for other parts of the program.
func (s *Stepper) state(data eval.State) value.State {
	fields := make([]value.Field, len(data))
	for i, d := range data {
		fields[i] = value.Field{Name: s.Variables()[i], Value: datum.ToValue(d)}
	}
	return value.NewState(fields...)
}

func (e *Error) Error() string {
	var b strings.Builder
	x := e.Explanation()
	switch {
	case e.unknown != nil:
		b.WriteString(e.unknown.Error())
	case e.initial:
		b.WriteString("the initial predicate is not true of this state")
	default:
		fmt.Fprintf(&b, "the step is none of %s", e.Action)
	}
	if x != nil {
		writeExplanation(&b, x)
	}
	for i, o := range e.Others() {
		if i == 0 {
			b.WriteString("\nit is a step of ")
		} else {
			b.WriteString(", and of ")
		}
		b.WriteString(o.String())
	}
	if e.initial {
		b.WriteString("\nthe state:\n" + indented(e.Before().String()))
		return strings.TrimRight(b.String(), "\n")
	}
	b.WriteString("\nstate before the step:\n" + indented(e.Before().String()))
	changed := e.Changed()
	if len(changed) == 0 {
		b.WriteString("the step changes no variable")
		return b.String()
	}
	b.WriteString("variables after the step:\n")
	after := e.After()
	for _, name := range changed {
		fmt.Fprintf(&b, "  %s = %v\n", name, after.Value(name))
	}
	return strings.TrimRight(b.String(), "\n")
}

func indented(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ") + "\n"
}

func bindings(all []eval.Binding) string {
	texts := make([]string, len(all))
	for i, b := range all {
		texts[i] = b.String()
	}
	return strings.Join(texts, ", ")
}
