package container

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// PriorityQueue returns the engine named "priority-queue", which decides priority queues that serve
// the least value first, by history.Compare, and whose values differ. Apart from sorting the values
// it takes almost linear time.
//
// # Theory
//
// The greatest value is served when no other is inside: for the others, its remove is an operation
// that found the container empty. Its insert does not matter to them. So the history is
// linearizable if and only if the history of the others is, with the remove of the greatest as an
// operation that found it empty; it can be inserted as early as possible.
//
// By the cut lemma (see the package comment) such an operation needs a slot of its span that is
// free as far as the inner ranges of the other, smaller values are concerned; any will do, and it
// then cuts the history of the smaller values in two. Take off the values one after the other, from
// the greatest to the least; operations that found the queue empty go first. When a value's turn
// comes it lies between two cuts: after the last one that is no later than its insert's span, and
// before the next one. If these confine the remove's span, then the slot of the cut itself is
// free and in the span. Therefore the cuts never decide whether there is a slot, and:
//
// The history is linearizable if and only if the span of the remove of each value has a slot that
// is in no inner range of a smaller value, and that of each operation that found the queue empty
// has one that is in no inner range at all.
//
// This can be tested from the least value to the greatest, adding the inner ranges one by one; the
// next free slot is kept in a forest, as in union-find, since free slots only become fewer. An
// order is then made from the greatest to the least, as above.
//
// The engine is undecided in the same cases as that of Queue, and where two values that
// differ compare as equal.
func PriorityQueue() engine.Engine { return priorityQueueEngine{} }

type priorityQueueEngine struct{}

func (priorityQueueEngine) Name() string { return "priority-queue" }

func (priorityQueueEngine) Solve(ctx context.Context, p *engine.Problem) engine.Result {
	if why := ties(p); why != "" {
		return engine.Result{Why: why}
	}
	return decide(ctx, p, "priority queue", model.PriorityQueue, solvePriority)
}

// ties says which inserted values the order of values does not order.
func ties(p *engine.Problem) (why string) {
	var inserted []history.Value
	for class := range p.Classes {
		a := &p.Classes[class]
		if _, isInt := a.A.Int(); a.Op == model.Insert && !isInt {
			inserted = append(inserted, a.A)
		}
	}
	slices.SortFunc(inserted, history.Compare)
	for k := 1; k < len(inserted); k++ {
		if a, b := inserted[k-1], inserted[k]; a != b && history.Compare(a, b) == 0 {
			return fmt.Sprintf("%v and %v have the same priority", a, b)
		}
	}
	return ""
}

func solvePriority(ctx context.Context, in *instance) (order []int32, bad *violation) {
	least := in.leastFirst()
	free := make([]int32, len(in.values)) // a free slot for each remove
	next := newNextFree(in.end + 1)
	for rank, k := range least {
		if rank&0xffff == 0 && ctx.Err() != nil {
			return nil, nil
		}
		v := &in.values[k]
		if free[k] = next.from(v.rem.lo); free[k] > v.rem.hi {
			return nil, in.overtaken(least[:rank], k)
		}
		next.take(v.inner())
	}
	var cuts []cut
	for _, op := range in.empties {
		where := in.spanOf(op)
		slot := next.from(where.lo)
		if slot > where.hi {
			return nil, in.neverEmpty(op)
		}
		cuts = append(cuts, cut{op, slot})
	}
	slices.Reverse(least)
	l := newLine(in, cuts)
	for _, k := range least {
		l.place(k, free[k])
	}
	return l.order(), nil
}

// leastFirst sorts the values.
func (in *instance) leastFirst() []int32 {
	type keyed struct {
		key int64
		k   int32
	}
	list := make([]keyed, len(in.values))
	ints := true
	for k := range in.values {
		key, ok := in.p.Action(in.values[k].insert).A.Int()
		ints = ints && ok
		list[k] = keyed{key, int32(k)}
	}
	byValue := func(a, b keyed) int { return cmp.Compare(a.key, b.key) }
	if !ints {
		byValue = func(a, b keyed) int {
			return history.Compare(in.p.Action(in.values[a.k].insert).A, in.p.Action(in.values[b.k].insert).A)
		}
	}
	slices.SortFunc(list, byValue)
	sorted := make([]int32, len(list))
	for rank := range list {
		sorted[rank] = list[rank].k
	}
	return sorted
}

// nextFree finds free slots: next[s] is s if s is free, and otherwise a later slot, up to which
// none is free.
type nextFree struct{ next []int32 }

func newNextFree(slots int32) *nextFree {
	f := &nextFree{make([]int32, slots+1)}
	for s := range f.next {
		f.next[s] = int32(s)
	}
	return f
}

// from returns the first free slot from s on.
func (f *nextFree) from(s int32) int32 {
	for f.next[s] != s {
		f.next[s] = f.next[f.next[s]]
		s = f.next[s]
	}
	return s
}

// take makes the slots of where not free.
func (f *nextFree) take(where span) {
	for s := f.from(min(where.lo, where.hi+1)); s <= where.hi; s = f.from(s) {
		f.next[s] = s + 1
	}
}

func (in *instance) overtaken(smaller []int32, k int32) *violation {
	v := in.values[k]
	use := make([]bool, len(in.values))
	for _, s := range smaller {
		use[s] = true
	}
	chain := in.chain(v.rem, func(k int) bool { return use[k] })
	return &violation{
		pattern: smallerInside,
		reason: fmt.Sprintf("%s took out %v, but all that time something smaller was inside: %s.",
			in.p.Describe(v.remove), in.p.Action(v.insert).A, in.listValues(chain)),
		values: append(chain, v),
	}
}

// line is the order in which values are served, made from the greatest to the least. The removes
// in a slot are a list; places 0 to len(values)-1 of lists are values, and the places after that
// are the operations that found the queue empty.
type line struct {
	in          *instance
	cuts        []cut
	slots       *slotSet // those with removes
	first, last []int32  // the list of each slot, or none
	next        []int32
	insertAt    []int32 // the slot of the insert of each value
}

func newLine(in *instance, cuts []cut) *line {
	slots, places := int(in.end)+1, len(in.values)+len(cuts)
	l := &line{
		in: in, cuts: cuts, slots: newSlotSet(slots),
		first: make([]int32, slots), last: make([]int32, slots),
		next: make([]int32, places), insertAt: make([]int32, len(in.values)),
	}
	for s := range slots {
		l.first[s], l.last[s] = none, none
	}
	for k := range cuts {
		l.push(cuts[k].slot, int32(len(in.values)+k), false)
	}
	return l
}

// push puts a place at the front or at the back of a slot's list.
func (l *line) push(slot, place int32, front bool) {
	switch l.next[place] = none; {
	case l.first[slot] == none:
		l.first[slot], l.last[slot] = place, place
		l.slots.add(slot)
	case front:
		l.next[place], l.first[slot] = l.first[slot], place
	default:
		l.next[l.last[slot]], l.last[slot] = place, place
	}
}

// place puts value k in the line, its remove in a slot that is free for it if the removes already
// there allow. They confine it to the time between the last of them in or before the last slot of
// its insert and the next one.
func (l *line) place(k, free int32) {
	v := &l.in.values[k]
	from, to := l.slots.atOrBefore(v.ins.hi), l.slots.after(v.ins.hi)
	slot := max(free, from)
	if to != none {
		slot = min(slot, to)
	}
	l.push(slot, k, slot == to)
	l.insertAt[k] = max(v.ins.lo, from)
}

// order lists the operations by slots. An insert whose remove is in the same slot comes just before
// it, and other inserts come last.
func (l *line) order() []int32 {
	in := l.in
	inserts := make([]int32, len(l.first)) // a list for each slot
	nextInsert := make([]int32, len(in.values))
	for s := range inserts {
		inserts[s] = none
	}
	for k := range in.values {
		s := l.insertAt[k]
		nextInsert[k], inserts[s] = inserts[s], int32(k)
	}
	removed := make([]bool, len(in.values))
	order := make([]int32, 0, 2*len(in.values)+len(l.cuts))
	for s := range l.first {
		for place := l.first[s]; place != none; place = l.next[place] {
			if int(place) >= len(in.values) {
				order = append(order, l.cuts[int(place)-len(in.values)].op)
				continue
			}
			if int(l.insertAt[place]) == s {
				order = append(order, in.values[place].insert)
			}
			order = append(order, in.removeOf(place))
			removed[place] = true
		}
		for k := inserts[s]; k != none; k = nextInsert[k] {
			if !removed[k] {
				order = append(order, in.values[k].insert)
			}
		}
	}
	return order
}
