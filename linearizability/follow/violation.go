package follow

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/engine/frontier"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Violation says where the history of an object ceased to be linearizable.
type Violation struct {
	// Key is the object; Nil if there is but one.
	Key history.Value
	// Operation is the one at whose return no order was left.
	Operation history.Operation
	// States are the states in which the object may have been before, as the model describes
	// them, apart from those that only operations still open lead to.
	States []string
	// Sentence says in plain English what is wrong.
	Sentence string
	// Recent holds the latest operations of the object called up to there, and those older ones
	// that were still open. What returned later is pending: operations that explain it may have
	// been called later too. They are all if Complete is true; then linearizability.Check finds
	// the violation in them, unless it takes an outcome that became known later. Otherwise they are
	// to be looked at, and no proof.
	Recent   *history.History
	Complete bool
}

func (c *Checker) violation(o *object, death *frontier.Death) *Violation {
	op := o.open[death.Op]
	v := &Violation{Key: o.key, Operation: op.Operation, States: death.States}
	v.Recent, v.Complete = o.latest(c.options.Name, c.options.Recent)
	cutAt(v.Recent, op.Return)
	what := fmt.Sprintf("%sno order explains that process %d's %s%s had returned: ",
		of(o.key), op.Process, model.Describe(c.model, op.action), lines(op))
	const shown = 5
	states := slices.Clone(death.States)
	if len(states) > shown {
		states = append(states[:shown], fmt.Sprintf("one of %d more", len(states)-shown))
	}
	if !death.Certain {
		v.Sentence = what + fmt.Sprintf("but that is not proven, since from event %d on the search kept only the most promising of more than %d configurations",
			o.lostAt, c.options.Configurations)
		return v
	}
	v.Sentence = what + fmt.Sprintf("before that, the state was %s, and operations that were open lead from there to no state that allows it",
		strings.Join(states, " or "))
	return v
}

// cutAt makes the operations that returned after a moment pending.
func cutAt(h *history.History, moment int64) {
	for i := range h.Operations {
		if op := &h.Operations[i]; op.Return > moment {
			op.Status, op.Output, op.Return = history.Info, history.Nil, history.Never
			op.ReturnTime, op.ReturnLine = history.NoTime, 0
		}
	}
}

// lines says where an operation stands.
func lines(op *operation) string {
	if op.CallLine == 0 || op.ReturnLine == 0 {
		return ""
	}
	return fmt.Sprintf(" (lines %d and %d)", op.CallLine, op.ReturnLine)
}
