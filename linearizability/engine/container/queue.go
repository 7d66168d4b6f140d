package container

import (
	"context"
	"fmt"
	"math"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Queue returns the engine named "queue", which decides queues, first in first out, whose values
// differ, in linear time.
//
// # Theory
//
// Cut the history where operations found the queue empty, as the package comment shows. Values must
// then be inserted in one order and removed in the same order, each insert before its remove. Write
// a < b if the insert of a returned before that of b was called, or the same of their removes. The
// history is linearizable if and only if < has no cycle.
//
// It is necessary since the common order extends <. For sufficiency let the order extend <, and
// give the i-th insert and remove the slots
//
//	e(i) = max(first slot of insert i, e(i-1)),  d(i) = max(first slot of remove i, e(i), d(i-1)).
//
// e(i) is the first slot of the insert of some j at or before i; it lies in the span of insert i,
// for otherwise i < j. Likewise d(i), which is the first slot of the remove of some j or of its
// insert, and the latter is no later than the former.
//
// A cycle of least length has two values. Two neighboring inequalities of it are not both because
// of inserts nor both because of removes, since these are transitive. So if it is longer it
// contains a < b because of inserts, b < c because of removes, and c < d because of inserts. Either
// a < d because of inserts, and the cycle can be shortened; or the insert of d was called no later
// than that of a returned, so that c's returned before b's was called, and c < b < c. This is the
// pattern of Henzinger, Sezgin and Vafeiadis: b was inserted after a, and removed before it.
//
// The engine is undecided if there are other operations than inserting and removing, if a value is
// inserted twice, if the queue is not empty at first, or if its context ends. It may be undecided
// where removes of unknown outcome could make the difference.
func Queue() engine.Engine { return queueEngine{} }

type queueEngine struct{}

func (queueEngine) Name() string { return "queue" }

func (queueEngine) Solve(ctx context.Context, p *engine.Problem) engine.Result {
	return decide(ctx, p, "queue", model.Queue, solveQueue)
}

func solveQueue(ctx context.Context, in *instance) (order []int32, bad *violation) {
	cuts, bad := in.cuts()
	if bad != nil {
		return nil, bad
	}
	raw := in.values
	if len(cuts) > 0 {
		in.values = append([]value(nil), raw...)
		in.clamp(cuts)
		defer func() { in.values = raw }()
	}
	served := in.serve(ctx)
	switch {
	case ctx.Err() != nil:
		return nil, nil
	case len(served) < len(in.values):
		in.values = raw // cuts make no cycles where there were none
		return nil, in.reordered()
	}
	return in.merge(served, cuts), nil
}

// serve orders the values. If there is a cycle it returns fewer values than there are.
func (in *instance) serve(ctx context.Context) (served []int32) {
	n := len(in.values)
	sweeps := [2]sweep{
		newSweep(in, func(v *value) span { return v.ins }),
		newSweep(in, func(v *value) span { return v.rem }),
	}
	served = make([]int32, 0, n)
	taken := make([]bool, n)
	reached := make([]int8, n) // how many sweeps have found that nothing has to come before it
	// Those that nobody removed wait for the others, so that as few as possible have to be removed
	// early, which matters when removes of unknown outcome are to do it.
	var ready, waiting []int32
	for len(served) < n {
		if len(served)&0xffff == 0 && ctx.Err() != nil {
			return nil
		}
		for s := range sweeps {
			for _, k := range sweeps[s].advance(taken) {
				if reached[k]++; reached[k] < 2 {
					continue
				}
				if in.values[k].remove != none {
					ready = append(ready, k)
				} else {
					waiting = append(waiting, k)
				}
			}
		}
		from := &ready
		if len(ready) == 0 {
			from = &waiting
		}
		if len(*from) == 0 {
			return served
		}
		k := (*from)[len(*from)-1]
		*from = (*from)[:len(*from)-1]
		taken[k] = true
		served = append(served, k)
	}
	return served
}

// sweep goes through the values in one of the two interval orders.
type sweep struct {
	in         *instance
	of         func(*value) span
	byLo, byHi []int32
}

func newSweep(in *instance, of func(*value) span) sweep {
	return sweep{
		in: in, of: of,
		byLo: in.sorted(func(v *value) int32 { return of(v).lo }),
		byHi: in.sorted(func(v *value) int32 { return of(v).hi }),
	}
}

// advance returns the values before which none of the values not taken has to come, as far as
// they were not returned earlier.
func (s *sweep) advance(taken []bool) (found []int32) {
	for len(s.byHi) > 0 && taken[s.byHi[0]] {
		s.byHi = s.byHi[1:]
	}
	limit := int32(math.MaxInt32)
	if len(s.byHi) > 0 {
		limit = s.of(&s.in.values[s.byHi[0]]).hi
	}
	k := 0
	for k < len(s.byLo) && s.of(&s.in.values[s.byLo[k]]).lo <= limit {
		k++
	}
	found, s.byLo = s.byLo[:k], s.byLo[k:]
	return found
}

// sorted returns the values sorted by a slot.
func (in *instance) sorted(slot func(*value) int32) []int32 {
	first := make([]int32, in.end+2)
	for k := range in.values {
		first[slot(&in.values[k])+1]++
	}
	for s := 1; s < len(first); s++ {
		first[s] += first[s-1]
	}
	list := make([]int32, len(in.values))
	for k := range in.values {
		s := slot(&in.values[k])
		list[first[s]] = int32(k)
		first[s]++
	}
	return list
}

// merge orders inserts, removes and cuts by the slots of the package comment. At a cut the queue
// is emptied first; otherwise it does not matter what comes first in a slot.
func (in *instance) merge(served []int32, cuts []cut) []int32 {
	order := make([]int32, 0, 2*len(served)+len(cuts))
	var inserted, removed int
	var lastInsert, lastRemove int32
	for removed < len(served) || len(cuts) > 0 {
		insert, remove, empty := int32(math.MaxInt32), int32(math.MaxInt32), int32(math.MaxInt32)
		if inserted < len(served) {
			insert = max(lastInsert, in.values[served[inserted]].ins.lo)
		}
		if removed < inserted {
			remove = max(lastRemove, in.values[served[removed]].rem.lo)
		}
		if len(cuts) > 0 {
			empty = cuts[0].slot
		}
		switch {
		case removed < inserted && remove <= insert: // and no later than the next cut, by clamp
			order = append(order, in.removeOf(served[removed]))
			lastRemove = remove
			removed++
		case empty <= insert:
			order = append(order, cuts[0].op)
			cuts = cuts[1:]
		default:
			order = append(order, in.values[served[inserted]].insert)
			lastInsert = insert
			lastRemove = max(lastRemove, insert)
			inserted++
		}
	}
	return order
}

// removeOf is how an order refers to the remove of value k: by the operation, or by the
// complement of the value's insert if no known operation removed it.
func (in *instance) removeOf(k int32) int32 {
	v := &in.values[k]
	if v.remove == none {
		return ^v.insert
	}
	return v.remove
}

// reordered finds two values that were inserted in one order and removed in the other.
func (in *instance) reordered() *violation {
	byCall := in.sorted(func(v *value) int32 { return v.ins.lo })
	byReturn := in.sorted(func(v *value) int32 { return v.ins.hi })
	last := int32(none) // of those inserted before b, the one whose remove was called last
	for _, b := range byCall {
		for len(byReturn) > 0 && in.values[byReturn[0]].ins.hi < in.values[b].ins.lo {
			if last == none || in.values[byReturn[0]].rem.lo > in.values[last].rem.lo {
				last = byReturn[0]
			}
			byReturn = byReturn[1:]
		}
		if last != none && in.values[b].rem.hi < in.values[last].rem.lo {
			return in.reorderedPair(&in.values[last], &in.values[b])
		}
	}
	return nil
}

func (in *instance) reorderedPair(a, b *value) *violation {
	p := in.p
	tail := fmt.Sprintf("although %v was not removed before", p.Action(a.insert).A)
	if a.remove != none {
		tail = fmt.Sprintf("and that before %s was called", p.Describe(a.remove))
	}
	return &violation{
		pattern: reorderedValues,
		reason: fmt.Sprintf("%s returned before %s was called, but %s returned, %s.",
			p.Describe(a.insert), p.Describe(b.insert), p.Describe(b.remove), tail),
		values: []value{*a, *b},
	}
}
