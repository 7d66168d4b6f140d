package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// StateError says why a state is no initial state.
type StateError struct {
	State  value.State
	Reason string
}

func (e *StateError) Error() string {
	return e.Reason + "\n" + indent(e.State.String())
}

// FailureKind is why a step is no step of the specification.
type FailureKind uint8

// The kinds of failures.
const (
	UnknownBefore FailureKind = iota // the specification never reaches the state before the step
	UnknownAfter                     // it never reaches the state after the step
	OtherAction                      // it makes the step by another action
	NoEdge                           // it reaches both states, but does not go from one to the other
)

func (k FailureKind) String() string {
	return [...]string{"unknown state before", "unknown state after", "step of another action", "no such step"}[k]
}

// StepError says why a step is no step of its action.
type StepError struct {
	Kind          FailureKind
	Action        machine.Action
	Before, After value.State
	// Others are the actions that do make the step, sorted.
	Others []machine.Action
	// Nearest is, among the states to which the action leads from Before, the one that differs from After in the fewest
	// variables. If the action leads nowhere, it is the nearest of all successors, and NearestAction is another one.
	// NearestAction is "" if there is none at all.
	Nearest       value.State
	NearestAction machine.Action
	reason        string
}

// Differences returns the variables that differ between After and Nearest.
func (e *StepError) Differences() []string { return differences(e.After, e.Nearest) }

func (e *StepError) Error() string {
	var b strings.Builder
	switch e.Kind {
	case UnknownBefore:
		fmt.Fprintf(&b, "%s begins in a state that the specification never reaches: %s", e.Action, e.reason)
	case UnknownAfter:
		fmt.Fprintf(&b, "%s leads to a state that the specification never reaches", e.Action)
	case OtherAction:
		fmt.Fprintf(&b, "the specification makes this step by %v, not by %s", e.Others, e.Action)
	case NoEdge:
		fmt.Fprintf(&b, "no action of the specification makes this step of %s, though it reaches both states", e.Action)
	}
	e.writeNearest(&b)
	b.WriteString("\nstate before the step:\n" + indent(e.Before.String()))
	changed := differences(e.Before, e.After)
	if len(changed) == 0 {
		b.WriteString("the step changes no variable")
		return b.String()
	}
	b.WriteString("variables after the step:\n")
	for _, name := range changed {
		fmt.Fprintf(&b, "  %s = %v\n", name, e.After.Value(name))
	}
	return strings.TrimRight(b.String(), "\n")
}

func (e *StepError) writeNearest(b *strings.Builder) {
	if e.Kind == UnknownBefore || e.Kind == OtherAction {
		return
	}
	switch e.NearestAction {
	case e.Action:
		fmt.Fprintf(b, "\nits %s would differ:", e.Action)
	case "":
		b.WriteString("\nit ends there: no action is enabled")
		return
	default:
		fmt.Fprintf(b, "\nit has no %s there; its nearest step, %s, differs:", e.Action, e.NearestAction)
	}
	for _, name := range e.Differences() {
		fmt.Fprintf(b, "\n  %s = %v\n  code: %v", name, e.Nearest.Value(name), e.After.Value(name))
	}
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ") + "\n"
}

// differences returns the variables that differ, sorted.
func differences(a, b value.State) []string {
	var all []string
	for _, name := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(a.Names(), b.Names())))) {
		if a.Value(name) != b.Value(name) {
			all = append(all, name)
		}
	}
	return all
}

func (g *Graph) unknownAfter(action machine.Action, from uint32, before, after value.State) error {
	e := &StepError{Kind: UnknownAfter, Action: action, Before: before, After: after}
	g.nearest(e, from)
	return e
}

func (g *Graph) noEdge(action machine.Action, from, to uint32, before, after value.State) error {
	e := &StepError{Kind: NoEdge, Action: action, Before: before, After: after}
	low, high := g.edges.from(from)
	for i := low; i < high; i++ {
		if g.edges.to[i] == to {
			e.Others = append(e.Others, g.names[g.edges.action[i]])
		}
	}
	if slices.Sort(e.Others); len(e.Others) > 0 {
		e.Kind = OtherAction
	}
	g.nearest(e, from)
	return e
}

// nearest finds the successor that is nearest to e.After, if possible one by e.Action.
func (g *Graph) nearest(e *StepError, from uint32) {
	low, high := g.edges.from(from)
	best, bestOther := 0, true
	for i := low; i < high; i++ {
		name := g.names[g.edges.action[i]]
		other := name != e.Action
		if other && !bestOther {
			continue
		}
		s := g.states.state(g.edges.to[i])
		n := len(differences(e.After, s))
		if e.NearestAction == "" || bestOther && !other || n < best {
			e.Nearest, e.NearestAction = s, name
			best, bestOther = n, other
		}
	}
}
