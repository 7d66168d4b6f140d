package page

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
)

// Limits on what the page says, in characters or items.
const (
	maxValue  = 240
	maxReason = 2000
	maxLabel  = 32
	maxStates = 12
)

func sentence(s string) string { return display.Cut(display.Clean(s), maxReason) }

// show writes a value for people: as EDN, cleaned and cut.
func show(v history.Value) string { return display.Cut(display.Clean(v.String()), maxValue) }

// label says what an operation did: "write 3", "read → 3", "read → ?". An open operation is one
// whose result does not count. The key is named if withKey is set.
func label(op *history.Operation, open, withKey bool) string {
	var b strings.Builder
	if withKey && !op.Key.IsNil() {
		b.WriteString(show(op.Key) + ": ")
	}
	b.WriteString(display.Clean(op.F))
	status := op.Status
	if open && status == history.OK {
		status = history.Info
	}
	template := hasHoles(op.Input)
	result := status == history.OK && (op.Output != op.Input && !op.Output.IsNil() || op.Input.IsNil())
	if !template || status != history.OK {
		if from, to, is := transition(op); is {
			b.WriteString(" " + from + " ⇒ " + to)
		} else if !op.Input.IsNil() {
			b.WriteString(" " + show(op.Input))
		}
	}
	switch {
	case result:
		b.WriteString(" → " + show(op.Output))
	case status == history.Fail:
		b.WriteString(" · failed")
	case status == history.Info && (template || op.Status == history.Info):
		b.WriteString(" → ?")
	}
	return b.String()
}

// hasHoles reports whether an argument leaves values to be filled in by the result: whether it is
// nil or a list with such an element.
func hasHoles(v history.Value) bool {
	return v.IsNil() || slices.ContainsFunc(v.Elems(), hasHoles)
}

// transition returns what a compare-and-set expects and sets, if op looks like one.
func transition(op *history.Operation) (from, to string, is bool) {
	if !strings.HasPrefix(op.F, "cas") && !strings.HasPrefix(op.F, "compare") {
		return "", "", false
	}
	if pair := op.Input.Elems(); op.Input.Kind() == history.KindList && len(pair) == 2 {
		return show(pair[0]), show(pair[1]), true
	}
	return "", "", false
}

// clock writes the times of a history relative to its first event.
type clock struct {
	start, end int64
	known      bool
}

// times finds the range of the history's times. They are known if every invocation has one and
// they are not all the same.
func (p *Page) times() clock {
	c := clock{start: math.MaxInt64, end: math.MinInt64}
	for i := range p.History.Operations {
		op := &p.History.Operations[i]
		if op.CallTime == history.NoTime {
			return clock{}
		}
		c.start, c.end = min(c.start, op.CallTime), max(c.end, op.CallTime)
		if op.ReturnTime != history.NoTime {
			c.end = max(c.end, op.ReturnTime)
		}
	}
	c.known = c.start < c.end && c.end-c.start > 0
	return c
}

// at writes the time t, or nothing if it is not known.
func (c clock) at(t int64) string {
	if !c.known || t == history.NoTime {
		return ""
	}
	return duration(t - c.start)
}

// duration writes nanoseconds in a unit that fits, with three decimals.
func duration(ns int64) string {
	f := float64(ns)
	switch size := math.Abs(f); {
	case ns == 0:
		return "0 s"
	case size >= 1e9:
		return strconv.FormatFloat(f/1e9, 'f', 3, 64) + " s"
	case size >= 1e6:
		return strconv.FormatFloat(f/1e6, 'f', 3, 64) + " ms"
	case size >= 1e3:
		return strconv.FormatFloat(f/1e3, 'f', 3, 64) + " µs"
	}
	return strconv.FormatInt(ns, 10) + " ns"
}
