package container

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/model"
)

// Stack returns the engine named "stack", which decides stacks, last in first out, whose values
// differ, in time O(n (k + log n)), where n is the number of operations and k the number of inserts
// open at once.
//
// # Theory
//
// A value with an empty inner range can be inserted and removed at once, in the first slot of its
// remove, which is in the span of its insert: a stack allows that at any time. Leave such values
// out. By the cut lemma (see the package comment) every slot that is in no inner range of the
// others cuts the history in two. What is left are segments: ranges [L, R] of slots, such that the
// inner ranges of the segment's values cover L to R and nothing else, and their operations are
// ordered in the slots L-1 to R+1.
//
// In a linearization of a segment the stack is never empty between slots L-1 and R+1: inside a slot
// there is a value whose inner range has it, and when one slot's value is removed in the next, the
// value there has been inserted. So the value at the bottom at the end of slot L-1 stays there
// until the beginning of slot R+1. Hence a segment is linearizable only if there is an outermost
// value, which can be inserted in slot L-1 and removed in slot R+1. And any value that can is good:
// take it away, and the others, which are linearizable as before, go between its insert in the
// beginning of slot L-1 and its remove at the end of slot R+1. Without it the segment falls into
// smaller ones.
//
// If there is no outermost value then as many of the segment's values as it takes to cover L to R
// are a witness: they are a segment of their own, and have no outermost value either.
//
// The engine is undecided in the same cases as that of Queue.
func Stack() engine.Engine { return stackEngine{} }

type stackEngine struct{}

func (stackEngine) Name() string { return "stack" }

func (stackEngine) Solve(ctx context.Context, p *engine.Problem) engine.Result {
	return decide(ctx, p, "stack", model.Stack, solveStack)
}

func solveStack(ctx context.Context, in *instance) (order []int32, bad *violation) {
	cuts, bad := in.cuts()
	if bad != nil {
		return nil, bad
	}
	n := newNesting(in)
	if !n.nest(ctx, cuts) {
		return nil, n.unnested()
	}
	return n.merge(), nil
}

// placed is an operation, as in orders, and its slot.
type placed struct{ op, slot int32 }

// nesting nests the values of a stack.
type nesting struct {
	in       *instance
	cover    *cover
	stabbing *stabbing
	// Cells are ranges of slots in which the same inner ranges lie: cell c begins with slot
	// start[c], and cellOf[s] is the cell that begins with slot s.
	start, cellOf []int32
	taken         []bool
	placed        []placed
	failed        span // slots of the segment that has no outermost value
}

func newNesting(in *instance) *nesting {
	n := &nesting{in: in, taken: make([]bool, len(in.values)), cellOf: make([]int32, in.end+2)}
	byCall := make([]int32, 0, len(in.values))
	for k := range in.values {
		if inside := in.values[k].inner(); inside.lo <= inside.hi {
			byCall = append(byCall, int32(k))
			n.cellOf[inside.lo], n.cellOf[inside.hi+1] = 1, 1
		} else {
			n.taken[k] = true
		}
	}
	n.stabbing = newStabbing(in.values, byCall)
	for s, begins := range n.cellOf {
		if begins > 0 {
			n.cellOf[s] = int32(len(n.start))
			n.start = append(n.start, int32(s))
		}
	}
	counts := make([]int32, len(n.start))
	for _, k := range byCall {
		cells := n.cells(k)
		counts[cells.lo]++
		counts[cells.hi+1]--
	}
	for c := 1; c < len(counts); c++ {
		counts[c] += counts[c-1]
	}
	n.cover = newCover(counts)
	return n
}

// cells returns the cells of the inner range of value k, which must not be empty.
func (n *nesting) cells(k int32) span {
	inside := n.in.values[k].inner()
	return span{n.cellOf[inside.lo], n.cellOf[inside.hi+1] - 1}
}

// task is a segment, given by its cells, or, if op is not nothing, an operation to be placed after
// what is in between.
type task struct {
	segment span
	placed  placed
	isOp    bool
}

// nest places the operations on all values that are not taken, and the cuts. It returns false if
// there is no order.
func (n *nesting) nest(ctx context.Context, cuts []cut) bool {
	var free []int32
	all := span{0, int32(len(n.start)) - 1}
	var work []task // the next one last
	for _, segment := range n.segments(all, &free) {
		for len(cuts) > 0 && cuts[0].slot < n.start[segment.lo] {
			work = append(work, task{isOp: true, placed: placed(cuts[0])})
			cuts = cuts[1:]
		}
		work = append(work, task{segment: segment})
	}
	for _, c := range cuts {
		work = append(work, task{isOp: true, placed: placed(c)})
	}
	slices.Reverse(work)
	for steps := 0; len(work) > 0; steps++ {
		if steps&0xffff == 0 && ctx.Err() != nil {
			return true
		}
		t := work[len(work)-1]
		work = work[:len(work)-1]
		if t.isOp {
			n.placed = append(n.placed, t.placed)
			continue
		}
		before, after := n.start[t.segment.lo]-1, n.start[t.segment.hi+1]
		k := n.outermost(before, after)
		if k == none {
			n.failed = span{before + 1, after - 1}
			return false
		}
		n.taken[k] = true
		n.cover.uncover(n.cells(k))
		n.placed = append(n.placed, placed{n.in.values[k].insert, before})
		work = append(work, task{isOp: true, placed: placed{n.in.removeOf(k), after}})
		parts := n.segments(t.segment, &free)
		for p := len(parts) - 1; p >= 0; p-- {
			work = append(work, task{segment: parts[p]})
		}
	}
	return true
}

// segments returns the maximal ranges of covered cells in where. It uses the memory of free.
func (n *nesting) segments(where span, free *[]int32) []span {
	*free = n.cover.collect(where, (*free)[:0])
	var parts []span
	next := where.lo
	for _, cell := range *free {
		if next < cell {
			parts = append(parts, span{next, cell - 1})
		}
		next = cell + 1
	}
	if next <= where.hi {
		parts = append(parts, span{next, where.hi})
	}
	return parts
}

// outermost returns a value of the segment between two slots that can be inserted in the one and
// removed in the other.
func (n *nesting) outermost(before, after int32) int32 {
	return n.stabbing.find(before, func(k int32) bool {
		return !n.taken[k] && n.in.values[k].rem.has(after)
	})
}

// merge puts the values with empty inner ranges between the others.
func (n *nesting) merge() []int32 {
	in := n.in
	var pairs []placed
	for k := range in.values {
		if inside := in.values[k].inner(); inside.lo > inside.hi {
			pairs = append(pairs, placed{int32(k), in.values[k].rem.lo})
		}
	}
	slices.SortFunc(pairs, func(a, b placed) int { return cmp.Compare(a.slot, b.slot) })
	order := make([]int32, 0, len(n.placed)+2*len(pairs))
	for _, next := range n.placed {
		for len(pairs) > 0 && pairs[0].slot < next.slot {
			order = append(order, in.values[pairs[0].op].insert, in.removeOf(pairs[0].op))
			pairs = pairs[1:]
		}
		order = append(order, next.op)
	}
	for _, pair := range pairs {
		order = append(order, in.values[pair.op].insert, in.removeOf(pair.op))
	}
	return order
}

// unnested describes the segment that has no outermost value by a few of its values.
func (n *nesting) unnested() *violation {
	chain := n.in.chain(n.failed, func(k int) bool { return !n.taken[k] })
	chain = n.in.shrink(chain)
	return &violation{
		pattern: noOutermost,
		reason:  n.in.noOutermostReason(chain),
		values:  chain,
	}
}

// shrink leaves out values of a chain as long as the others still have no order. It does nothing
// if there are many.
func (in *instance) shrink(values []value) []value {
	const most = 64
	if len(values) > most {
		return values
	}
	slices.SortFunc(values, func(a, b value) int { return cmp.Compare(a.insert, b.insert) })
	for k := 0; k < len(values); {
		fewer := &instance{p: in.p, end: in.end, values: slices.Delete(slices.Clone(values), k, k+1)}
		if n := newNesting(fewer); n.nest(context.Background(), nil) {
			k++
		} else {
			values = fewer.values
		}
	}
	slices.SortFunc(values, func(a, b value) int { return cmp.Compare(a.ins.hi, b.ins.hi) })
	return values
}

func (in *instance) noOutermostReason(chain []value) string {
	p := in.p
	if a, b := &chain[0], &chain[1]; len(chain) == 2 {
		tail := fmt.Sprintf("although %v was not removed before", p.Action(b.insert).A)
		if b.remove != none {
			tail = fmt.Sprintf("before %s was called", p.Describe(b.remove))
		}
		return fmt.Sprintf("%v was inserted on top of %v, since %s returned before %s was called; yet %s, which was called when both were inside, returned %s.",
			p.Action(b.insert).A, p.Action(a.insert).A, p.Describe(a.insert), p.Describe(b.insert), p.Describe(a.remove), tail)
	}
	return fmt.Sprintf("One of the %d values has to be below the others all the time, but none can be: %s.", len(chain), in.listValues(chain))
}
