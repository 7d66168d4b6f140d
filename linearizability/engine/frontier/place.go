package frontier

import (
	"slices"
	"sort"

	"github.com/tenet-go/tenet/linearizability/model"
)

// place makes a linearization of the steps that changed the register: it finds the places of
// the operations that did not. The time from step k (or the beginning, k = -1) to the next
// is period k, in which the register has one value:
//
//   - an observer goes to a period whose value allows it and that meets its interval;
//   - a write that took effect in no step goes to a period of its own value, or else just before
//     a blind write;
//   - an operation of unknown outcome without a step is left out.
func (r *registers) place(steps []step) []int32 {
	t := newTimeline(r, steps)
	type placed struct{ where, op int32 } // where: 4k before step k, 4k+1 step k, 4k+2 in period k
	order := make([]placed, 0, r.p.Len())
	inSteps := make([]bool, r.p.Len())
	for k, s := range steps {
		inSteps[s.op] = true
		order = append(order, placed{int32(4*k + 1), s.op})
	}
	for i := range inSteps {
		op := int32(i)
		if inSteps[op] || r.p.Pending(op) {
			continue
		}
		order = append(order, placed{t.find(op), op})
	}
	slices.SortStableFunc(order, func(a, b placed) int { return int(a.where) - int(b.where) })
	ops := make([]int32, len(order))
	for i, o := range order {
		ops[i] = o.op
	}
	return ops
}

// timeline finds periods by value.
type timeline struct {
	r      *registers
	steps  []step
	of     [][]int32 // by value: its periods, ascending
	blind  []int32   // the steps that are blind writes
	values []int32   // by period+1
}

func newTimeline(r *registers, steps []step) *timeline {
	t := &timeline{r: r, steps: steps, of: make([][]int32, len(r.reads))}
	t.period(-1, r.init)
	for k, s := range steps {
		class := r.p.Class[s.op]
		if r.kind[class] == model.Write {
			t.blind = append(t.blind, int32(k))
		}
		t.period(int32(k), r.result(class))
	}
	return t
}

func (t *timeline) period(k, value int32) {
	t.of[value] = append(t.of[value], k)
	t.values = append(t.values, value)
}

// find returns where op goes: 4k just before step k, 4k+2 in period k.
func (t *timeline) find(op int32) int32 {
	class := t.r.p.Class[op]
	call, ret, a := t.r.p.Call[op], t.r.p.Return[op], t.r.a[class]
	// The period at the call is the last one that began before it.
	now := int32(sort.Search(len(t.steps), func(k int) bool { return t.steps[k].moment >= call })) - 1
	const inPeriod = 2
	if t.r.kind[class] == model.CASFailed {
		for ; t.values[now+1] == a; now++ {
		}
		return 4*now + inPeriod
	}
	periods := t.of[a]
	at := sort.Search(len(periods), func(k int) bool { return periods[k] >= now })
	if at < len(periods) && (periods[at] < 0 || periods[at] == now || t.steps[periods[at]].moment <= ret) {
		return 4*periods[at] + inPeriod
	}
	// A write that another one overwrites at once.
	k := t.blind[sort.Search(len(t.blind), func(k int) bool { return t.blind[k] > now })]
	return 4 * k
}
