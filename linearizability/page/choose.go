package page

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/internal/display"
)

const (
	// maxDrawn limits the operations of one picture.
	maxDrawn = 400
	// maxOld limits the operations of unknown outcome that are drawn although they were called
	// before the failing part began: they overlap everything after them.
	maxOld = 8
)

// part returns the operations of the failing part: the witness and the failing operation.
func (p *Page) part() []int32 {
	if p.Verdict != invalid {
		return nil
	}
	ops := slices.Clone(p.Witness)
	if e := p.earliest(); e >= 0 && !slices.Contains(ops, e) {
		ops = append(ops, e)
	}
	return ops
}

// failing returns the operations of the failing part in order of their Call. Should there be too
// many to draw, the ones nearest to the failing operation are taken.
func (p *Page) failing() []int32 {
	ops := p.part()
	if len(ops) > maxDrawn {
		focus := ops
		if p.Earliest >= 0 {
			focus = []int32{p.Earliest}
		}
		ops = p.nearest(focus, ops, maxDrawn)
	}
	slices.Sort(ops)
	return ops
}

// window returns the operations of the larger picture in order of their Call: the failing part and
// its neighbors, or the beginning of the linearization.
func (p *Page) window() []int32 {
	focus := p.failing()
	switch {
	case len(p.Window) > 0:
		chosen := p.Window
		if len(focus) == 0 && len(chosen) > maxDrawn {
			chosen = chosen[:maxDrawn]
		}
		return p.merge(focus, chosen)
	case len(focus) > 0:
		return p.merge(focus, p.neighbors(focus))
	}
	return p.beginning()
}

// merge adds to focus those of others that are nearest to it, up to maxDrawn.
func (p *Page) merge(focus, others []int32) []int32 {
	in := members(focus)
	rest := slices.Clone(others)
	rest = slices.DeleteFunc(rest, func(i int32) bool { return in[i] })
	if room := maxDrawn - len(focus); len(rest) > room {
		rest = p.nearest(focus, rest, max(room, 0))
	}
	ops := append(slices.Clone(focus), rest...)
	slices.Sort(ops)
	return ops
}

// beginning returns the first operations of the order, or of the history if there is no order.
func (p *Page) beginning() []int32 {
	n := len(p.History.Operations)
	if n > maxDrawn && p.Verdict == valid && len(p.Order) > 0 {
		ops := slices.Clone(p.Order[:min(maxDrawn, len(p.Order))])
		slices.Sort(ops)
		return ops
	}
	ops := make([]int32, min(n, maxDrawn))
	for i := range ops {
		ops[i] = int32(i)
	}
	return ops
}

// neighbors returns the operations that have a key of the focus and overlap its time.
func (p *Page) neighbors(focus []int32) []int32 {
	keys := map[history.Value]bool{}
	from, to := int64(math.MaxInt64), p.cut()
	for _, i := range focus {
		op := &p.History.Operations[i]
		keys[op.Key] = true
		from = min(from, op.Call)
	}
	if to == history.Never {
		to = p.lastEvent(focus)
	}
	var ops, old []int32
	for i := range p.History.Operations {
		op := &p.History.Operations[i]
		if op.Call > to {
			break
		}
		switch {
		case !keys[op.Key] || end(op) < from:
		case op.Status == history.Info && op.Call < from:
			old = append(old, int32(i))
		default:
			ops = append(ops, int32(i))
		}
	}
	return append(ops, old[max(0, len(old)-maxOld):]...)
}

// cut returns the moment at which no order exists any more, or Never.
func (p *Page) cut() int64 {
	if e := p.earliest(); e >= 0 {
		return end(&p.History.Operations[e])
	}
	return history.Never
}

// lastEvent returns the greatest moment at which something happens to ops.
func (p *Page) lastEvent(ops []int32) int64 {
	last := int64(math.MinInt64)
	for _, i := range ops {
		op := &p.History.Operations[i]
		last = max(last, op.Call)
		if e := end(op); e != history.Never {
			last = max(last, e)
		}
	}
	return last
}

// end returns the moment at which an operation ends, which is Never if its outcome is unknown.
func end(op *history.Operation) int64 {
	if op.Status == history.Info {
		return history.Never
	}
	return op.Return
}

// nearest returns the limit operations of ops that are nearest in time to an event of focus.
func (p *Page) nearest(focus, ops []int32, limit int) []int32 {
	var events []int64
	for _, i := range focus {
		op := &p.History.Operations[i]
		events = append(events, op.Call)
		if e := end(op); e != history.Never {
			events = append(events, e)
		}
	}
	slices.Sort(events)
	type candidate struct {
		op       int32
		distance uint64
	}
	all := make([]candidate, len(ops))
	for k, i := range ops {
		all[k] = candidate{i, distance(events, &p.History.Operations[i])}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.op, b.op))
	})
	chosen := make([]int32, min(limit, len(all)))
	for k := range chosen {
		chosen[k] = all[k].op
	}
	return chosen
}

// distance returns how far an operation is from the nearest event. An operation of unknown outcome
// counts as being where it was called, since otherwise it would be near to everything after it.
func distance(events []int64, op *history.Operation) uint64 {
	from, to := op.Call, end(op)
	if to == history.Never {
		to = from
	}
	// Differences are taken without sign: readings of a clock may lie anywhere.
	best := uint64(math.MaxUint64)
	k := sort.Search(len(events), func(k int) bool { return events[k] >= from })
	if k < len(events) {
		if events[k] <= to {
			return 0
		}
		best = uint64(events[k]) - uint64(to)
	}
	if k > 0 {
		best = min(best, uint64(from)-uint64(events[k-1]))
	}
	return best
}

// notes says what is drawn and what is not.
func (p *Page) notes(failing, drawn []int32) []string {
	total := len(p.History.Operations)
	hidden := total - len(drawn)
	var notes []string
	switch {
	case len(failing) > 0:
		note := fmt.Sprintf("The failing part is %s of the history's %s.", display.Plural(len(p.part()), "operation"), display.Group(total))
		if strings.HasPrefix(p.Certified, "certified") {
			note += " It fails on its own: the contradiction is not caused by leaving out the others."
		}
		notes = append(notes, note)
		if asked := len(p.part()); asked > len(failing) {
			notes = append(notes, fmt.Sprintf("It is larger than can be drawn: %s of it are not shown.", display.Plural(asked-len(failing), "operation")))
		}
		if hidden > 0 && len(drawn) > len(failing) {
			which := ""
			if len(p.Window) == 0 {
				which = ": those of the same key that overlap the failing part in time"
			}
			notes = append(notes, fmt.Sprintf("With its neighbors, %s are drawn%s, at most %d. %s.",
				display.Plural(len(drawn), "operation"), which, maxDrawn, notShown(hidden)))
		}
	case hidden > 0:
		notes = append(notes, fmt.Sprintf("%s are drawn, at most %d, so that the picture stays readable. %s.",
			display.Plural(len(drawn), "operation"), maxDrawn, notShown(hidden)))
	}
	if p.History.Ignored > 0 {
		notes = append(notes, display.Plural(p.History.Ignored, "event")+" of processes that are no clients, such as a nemesis, are left out.")
	}
	return notes
}

func notShown(n int) string {
	if n == 1 {
		return "1 operation is not shown"
	}
	return display.Plural(n, "operation") + " are not shown"
}
