package container

import (
	"cmp"
	"fmt"
	"slices"
)

// cut is an operation that found the container empty, and the free slot in which it is ordered.
type cut struct{ op, slot int32 }

// cuts orders the operations that found the container empty in free slots, the first of each.
// They come back in order of their slots.
func (in *instance) cuts() ([]cut, *violation) {
	if len(in.empties) == 0 {
		return nil, nil
	}
	free := in.freeSlots()
	cuts := make([]cut, 0, len(in.empties))
	for _, op := range in.empties {
		where := in.spanOf(op)
		if free[where.lo] > where.hi {
			return nil, in.neverEmpty(op)
		}
		cuts = append(cuts, cut{op, free[where.lo]})
	}
	// The first free slot never decreases with the call, so cuts are in order of their slots.
	return cuts, nil
}

// freeSlots gives for each slot the first free one from there on.
func (in *instance) freeSlots() []int32 {
	free := make([]int32, in.end+2)
	for k := range in.values {
		if inside := in.values[k].inner(); inside.lo <= inside.hi {
			free[inside.lo]++
			free[inside.hi+1]--
		}
	}
	for s := 1; s < len(free); s++ {
		free[s] += free[s-1]
	}
	next := in.end
	for s := in.end; s >= 0; s-- {
		if free[s] == 0 {
			next = s
		}
		free[s] = next
	}
	return free
}

func (in *instance) neverEmpty(op int32) *violation {
	chain := in.chain(in.spanOf(op), func(int) bool { return true })
	return &violation{
		pattern: neverEmptyPattern,
		reason: fmt.Sprintf("%s found nothing, but all that time something was inside: %s.",
			in.p.Describe(op), in.listValues(chain)),
		values: chain,
		ops:    []int32{op},
	}
}

// chain returns as few values as possible, of those that may be used, whose inner ranges cover
// the slots of where together, in order of time. They must be able to.
func (in *instance) chain(where span, use func(k int) bool) []value {
	var near []value
	for k := range in.values {
		v := &in.values[k]
		inside := v.inner()
		if inside.lo <= inside.hi && inside.lo <= where.hi && inside.hi >= where.lo && use(k) {
			near = append(near, *v)
		}
	}
	slices.SortFunc(near, func(a, b value) int { return cmp.Compare(a.ins.hi, b.ins.hi) })
	var chain []value
	next := where.lo // the first slot not covered
	for k := 0; k < len(near) && next <= where.hi; {
		best := near[k]
		for ; k < len(near) && near[k].inner().lo <= next; k++ {
			if near[k].rem.lo > best.rem.lo {
				best = near[k]
			}
		}
		chain, next = append(chain, best), best.rem.lo
	}
	return chain
}

// clamp confines each value to the time between the cuts around it, as in the cut lemma.
func (in *instance) clamp(cuts []cut) {
	if len(cuts) == 0 {
		return
	}
	before := make([]int32, in.end+1) // the last cut at each slot or before it
	after := make([]int32, in.end+2)  // the first cut at each slot or after it
	k := 0
	for s := range before {
		if s > 0 {
			before[s] = before[s-1]
		}
		for ; k < len(cuts) && int(cuts[k].slot) == s; k++ {
			before[s] = cuts[k].slot
		}
	}
	k = len(cuts) - 1
	after[in.end+1] = in.end
	for s := in.end; s >= 0; s-- {
		after[s] = after[s+1]
		for ; k >= 0 && cuts[k].slot == s; k-- {
			after[s] = s
		}
	}
	for k := range in.values {
		v := &in.values[k]
		from, to := before[v.ins.hi], after[v.ins.hi+1]
		v.ins.lo, v.rem.lo = max(v.ins.lo, from), max(v.rem.lo, from)
		v.rem.hi = min(v.rem.hi, to)
	}
}
