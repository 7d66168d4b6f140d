package trace

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/step"
)

// Failure says why no behavior of the specification shows an event after those before it.
type Failure struct {
	Line   int
	Action string // "" if the event has none
	// Candidates counts the states in which the specification may be before the event.
	Candidates int
	// Before is that of them which comes nearest to allowing the event. It is nil for an initial state.
	Before eval.State
	// Why is, if the event shows all variables, why the step from Before is none: of type *step.Error.
	Why error
	// Nearest is otherwise the state that differs in the fewest logged variables from the event, among those to which the event's action
	// leads, or if it leads nowhere, any action; or among the initial states. It is nil if there is none.
	Nearest       eval.State
	NearestAction string
	differences   []string
	variables     []string
}

func (f *Failure) Error() string {
	var b strings.Builder
	what := "the step"
	if f.Action != "" {
		what = "the step " + f.Action
	}
	if f.Before == nil {
		what = "the initial state"
	}
	fmt.Fprintf(&b, "line %d: %s is none of the specification", f.Line, what)
	if f.Candidates > 1 {
		fmt.Fprintf(&b, ", from any of the %d states in which it may be", f.Candidates)
	}
	switch {
	case f.Why != nil:
		b.WriteString(": " + f.Why.Error())
		return b.String()
	case f.Nearest == nil:
		b.WriteString(": there is no step at all")
	case f.Before == nil:
		b.WriteString(": the nearest initial state differs")
	case f.Action != "" && f.NearestAction != f.Action && len(f.differences) == 0:
		fmt.Fprintf(&b, ": it fits a step %s", f.NearestAction)
	case f.Action != "" && f.NearestAction != f.Action:
		fmt.Fprintf(&b, ": there is no step %s; the nearest step, %s, differs", f.Action, f.NearestAction)
	default:
		fmt.Fprintf(&b, ": the nearest step, %s, differs", f.NearestAction)
	}
	for _, line := range f.differences {
		b.WriteString("\n  " + line)
	}
	if f.Before != nil {
		b.WriteString("\nstate before the step:")
		for i, v := range f.Before {
			fmt.Fprintf(&b, "\n  /\\ %s = %v", f.variables[i], v)
		}
	}
	return b.String()
}

// maxExplained is how many candidates are looked at for the nearest.
const maxExplained = 1000

// notInitial explains an event that shows no initial state.
func (c *checker) notInitial(e *event) (*Failure, error) {
	f := &Failure{Line: e.line, variables: c.program.Variables}
	if e.full {
		f.Why = c.stepper.InitialData(e.seen)
		return f, nil
	}
	near := &nearest{event: e}
	err := c.evaluator.Initial(func(s eval.State) bool {
		near.see(s, nil, "", true)
		return near.seen < maxExplained
	})
	near.tell(f)
	return f, err
}

// failure explains an event that leaves no candidate.
func (c *checker) failure(e *event, action machine.Action, before []*candidate) (*Failure, error) {
	f := &Failure{Line: e.line, Action: e.action, Candidates: len(before), variables: c.program.Variables}
	before = before[:min(len(before), maxExplained)]
	if e.full {
		f.Before, f.Why = c.closest(action, before, e.seen)
		return f, nil
	}
	near := &nearest{event: e}
	for _, from := range before {
		err := c.evaluator.Next(from.state, func(taken int, s eval.State) bool {
			name := c.program.Actions[taken].Name
			of := e.action == "" || c.stepper.StepData(action, from.state, s) == nil
			if of && e.action != "" {
				name = e.action
			}
			near.see(s, from.state, name, of)
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	if f.Before = before[0].state; near.best != nil {
		f.Before = near.before
	}
	near.tell(f)
	return f, nil
}

// closest returns the candidate from which a step to a state comes closest to one of an action, and why it is none.
func (c *checker) closest(action machine.Action, before []*candidate, after eval.State) (from eval.State, why error) {
	least := 0
	for _, at := range before {
		err := c.stepper.StepData(action, at.state, after)
		failed := 0
		var refused *step.Error
		if errors.As(err, &refused) && refused.Explanation() != nil {
			failed = refused.Explanation().Failed
		}
		if from == nil || failed < least {
			from, why, least = at.state, err, failed
		}
	}
	return from, why
}

// nearest finds the state that is nearest to an event.
type nearest struct {
	event  *event
	seen   int
	best   eval.State
	before eval.State
	action string
	of     bool
	least  int
}

// see looks at a state; of says that it comes of the action of the event.
func (n *nearest) see(s, before eval.State, action string, of bool) {
	n.seen++
	differ := 0
	for i, v := range n.event.seen {
		if !v.IsZero() && !datum.Identical(v, s[i]) {
			differ++
		}
	}
	if n.best == nil || of && !n.of || of == n.of && differ < n.least {
		n.best, n.before, n.action, n.of, n.least = slices.Clone(s), before, action, of, differ
	}
}

func (n *nearest) tell(f *Failure) {
	f.Nearest, f.NearestAction = n.best, n.action
	for i, v := range n.event.seen {
		if n.best != nil && !v.IsZero() && !datum.Identical(v, n.best[i]) {
			f.differences = append(f.differences, step.Differences(f.variables[i], v, n.best[i], "the specification has")...)
		}
	}
}
