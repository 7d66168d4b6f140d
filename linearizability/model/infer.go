package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
)

// clues gathers what a history says about the values that registers had before it began. A value
// is shown to be initial by an ok read of it that returned before any operation that could write
// it was invoked, and that was invoked before any ok write of that register returned. Operations
// that failed count among those that could write: systems have been caught there.
type clues struct {
	// written is the earliest call of an operation that could write a value to a register.
	written map[registerValue]int64
	// settled is the earliest return of an ok write of a register.
	settled map[history.Value]int64
	reads   []earlyRead
	// latest is the latest return of reads.
	latest int64
}

type registerValue struct{ register, value history.Value }

// earlyRead is a read that was invoked before any ok write of its register returned.
type earlyRead struct {
	registerValue
	op *history.Operation
}

func newClues() *clues {
	return &clues{written: map[registerValue]int64{}, settled: map[history.Value]int64{}, latest: -1}
}

// write notes an operation that could write. Operations come in order of their Call.
func (c *clues) write(op *history.Operation, register, value history.Value) {
	at := registerValue{register, value}
	if _, earlier := c.written[at]; !earlier {
		c.written[at] = op.Call
	}
	if op.Status != history.OK {
		return
	}
	if first, any := c.settled[register]; !any || op.Return < first {
		c.settled[register] = op.Return
	}
}

// read notes an ok read. A write that returned before it was called has been noted, since it was
// called before.
func (c *clues) read(op *history.Operation, register, value history.Value) {
	if c.over(op, register) {
		return
	}
	c.reads = append(c.reads, earlyRead{registerValue{register, value}, op})
	c.latest = max(c.latest, op.Return)
}

// over reports whether an ok write of the register returned before op was called.
func (c *clues) over(op *history.Operation, register history.Value) bool {
	first, any := c.settled[register]
	return any && first < op.Call
}

// shown returns the reads that show initial values, one for each register. Where reads of
// several values do, a read of nil counts most, and then the first.
func (c *clues) shown() []earlyRead {
	at := map[history.Value]int{}
	var found []earlyRead
	for _, r := range c.reads {
		if call, any := c.written[r.registerValue]; any && call <= r.op.Return {
			continue
		}
		if i, any := at[r.register]; !any {
			at[r.register] = len(found)
			found = append(found, r)
		} else if r.value.IsNil() {
			found[i] = r
		}
	}
	return found
}

func (r earlyRead) why(of string) string {
	where := ""
	if r.op.ReturnLine > 0 {
		where = fmt.Sprintf(" (line %d)", r.op.ReturnLine)
	}
	return fmt.Sprintf("the initial value%s is %s: process %d read it%s before anything could have written it",
		of, clip(r.value), r.op.Process, where)
}

// InferInit takes nil for the initial value unless h shows another one: of independent registers,
// the same for all that show one.
func (m *register) InferInit(h *history.History) (Model, string) {
	if m.hasInit {
		return m, ""
	}
	c := newClues()
	for i := range h.Operations {
		op := &h.Operations[i]
		if c.over(op, op.Key) && op.Call > c.latest {
			continue
		}
		m.noteClues(c, op)
	}
	shown := c.shown()
	differ := func(r earlyRead) bool { return r.value != shown[0].value }
	if len(shown) == 0 || shown[0].value.IsNil() || slices.ContainsFunc(shown, differ) {
		return m, ""
	}
	inferred := *m
	inferred.init = shown[0].value
	return &inferred, shown[0].why("")
}

// noteClues notes what op read or could have written. What Decode does not understand, it will
// report when the history is checked.
func (m *register) noteClues(c *clues, op *history.Operation) {
	attempt := *op
	if op.Status == history.Fail {
		attempt.Status = history.Info
	}
	a, err := m.Decode(&attempt)
	if err != nil {
		return
	}
	switch a.Op {
	case Read:
		if a.Code != codeSameCAS {
			c.read(op, op.Key, a.A)
		}
	case Write:
		c.write(op, op.Key, a.A)
	case CAS:
		c.write(op, op.Key, a.B)
	}
}

// InferInit takes nil for the initial value of each register of which h does not show another.
func (m *multiRegister) InferInit(h *history.History) (Model, string) {
	if m.hasInit {
		return m, ""
	}
	c := newClues()
	for i := range h.Operations {
		m.noteClues(c, &h.Operations[i])
	}
	inferred := *m
	inferred.inits = map[history.Value]history.Value{}
	var reasons []string
	for _, r := range c.shown() {
		if !r.value.IsNil() {
			inferred.inits[r.register] = r.value
			reasons = append(reasons, r.why(" of register "+r.register.String()))
		}
	}
	if len(reasons) == 0 {
		return m, ""
	}
	const most = 3
	if n := len(reasons); n > most {
		reasons = append(reasons[:most], fmt.Sprintf("and %d registers more", n-most))
	}
	return &inferred, strings.Join(reasons, "; ")
}

func (m *multiRegister) noteClues(c *clues, op *history.Operation) {
	attempt := *op
	if op.Status == history.Fail {
		attempt.Status = history.Info
	}
	accesses, err := decodeAccesses(&attempt)
	if err != nil {
		return
	}
	own := map[history.Value]bool{}
	for _, a := range accesses {
		switch {
		case a.write:
			own[a.register] = true
			c.write(op, a.register, a.value)
		case op.Status == history.OK && !own[a.register]:
			c.read(op, a.register, a.value)
		}
	}
}
