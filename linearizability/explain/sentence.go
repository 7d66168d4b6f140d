package explain

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/model"
)

// shownStates is how many states a sentence lists.
const shownStates = 5

// sentence says why operation i of p, at whose return s is cut, has no place. Whole is true if
// the states are those of all of p up to there, and not of the part alone.
func sentence(p *engine.Problem, s part, i int32, states *possible, whole bool) string {
	if states == nil {
		return fmt.Sprintf("No order of %s, up to %s, explains their results.", those(len(s.ops)), p.Describe(i))
	}
	text := fmt.Sprintf("%s cannot be placed: when it ran, ", p.Describe(i))
	if !whole {
		text = fmt.Sprintf("%s cannot be placed: with %s alone, ", p.Describe(i), those(len(s.ops)))
	}
	text += fmt.Sprintf("the %s %s", object(p.Model), list(states.states))
	if states.accepting {
		text += ", and no order that goes on from there explains the other results"
	}
	return text + "."
}

// object names the object, with the verb that goes before its states.
func object(m model.Model) string {
	if keyed, ok := m.(model.Keyed); ok && keyed.Keyed() {
		return "key could only hold"
	}
	if m.Shape() == model.Register {
		return "register could only hold"
	}
	return m.Name() + " could only be"
}

func those(n int) string {
	if n == 1 {
		return "the one operation that matters"
	}
	return fmt.Sprintf("the %d operations that matter", n)
}

// list returns "a, b or c", or "a, b or 7 others" if there are many.
func list(states []string) string {
	limit := len(states)
	if limit > shownStates+1 {
		limit = shownStates
	}
	var shown []string
	for _, s := range states[:limit] {
		shown = append(shown, engine.Shorten(s))
	}
	last := shown[len(shown)-1]
	if more := len(states) - len(shown); more > 0 {
		last = fmt.Sprintf("%d others", more)
	} else {
		shown = shown[:len(shown)-1]
	}
	if len(shown) == 0 {
		return last
	}
	return strings.Join(shown, ", ") + " or " + last
}
