package causal_test

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/causal"
)

// free reports whether the history has none of the patterns that the model forbids, of which the relations are
// computed as they are defined, pair by pair.
func (w *world) free(m causal.Model) bool {
	co := w.closure(func(int) bool { return true })
	if co.cyclic() {
		return false
	}
	switch m {
	case causal.CC:
		return !w.overwritten(co)
	case causal.CCv:
		return !w.overwritten(co) && !w.conflicts(co, func(a, r int) bool { return co.before(a, r) }).cyclic()
	case causal.CM:
		return w.everySession(func(int) relation { return co })
	case causal.PRAM:
		return w.everySession(func(s int) relation { return w.closure(func(r int) bool { return w.session[r] == s }) })
	}
	part := w.guaranteed(m)
	for r := range w.n {
		for a := range w.n {
			if w.from[r] == atFirst && w.rival(a, r) && part.before(a, r) {
				return false
			}
		}
	}
	return !w.conflicts(part, func(a, r int) bool { return part.before(a, r) }).cyclic()
}

// guaranteed is the transitive closure of wr and of what guarantees leave of so: a path from a write to a
// read says that the read must see the write, and one between writes that they are in this order.
func (w *world) guaranteed(m causal.Model) relation {
	part := make(relation, w.n)
	for b := range w.n {
		if w.from[b] >= 0 {
			part[b] |= 1 << w.from[b]
		}
		for a := range w.n {
			kind := causal.MonotonicReads
			switch wa, wb := w.from[a] == isWrite, w.from[b] == isWrite; {
			case wa && wb:
				kind = causal.MonotonicWrites
			case wa:
				kind = causal.ReadYourWrites
			case wb:
				kind = causal.WritesFollowReads
			}
			if w.so.before(a, b) && m&kind != 0 {
				part[b] |= 1 << a
			}
		}
	}
	return part.closed()
}

// closure is the transitive closure of so, and of wr of some reads.
func (w *world) closure(some func(r int) bool) relation {
	r := slices.Clone(w.so)
	for i, f := range w.from {
		if f >= 0 && some(i) {
			r[i] |= 1 << f
		}
	}
	return r.closed()
}

func (r relation) closed() relation {
	for k := range r {
		for i := range r {
			if r[i]>>k&1 == 1 {
				r[i] |= r[k]
			}
		}
	}
	return r
}

func (r relation) cyclic() bool {
	for i := range r {
		if r[i]>>i&1 == 1 {
			return true
		}
	}
	return false
}

// rival reports whether a is a write of the key that r has read, and not the one that it returned.
func (w *world) rival(a, r int) bool {
	return w.from[a] == isWrite && w.from[r] != isWrite && w.key[a] == w.key[r] && w.from[r] != a
}

// overwritten is WriteCOInitRead and WriteCORead.
func (w *world) overwritten(co relation) bool {
	for r := range w.n {
		for a := range w.n {
			if w.rival(a, r) && co.before(a, r) && (w.from[r] == atFirst || co.before(w.from[r], a)) {
				return true
			}
		}
	}
	return false
}

// conflicts adds to a relation that each rival seen by a read comes before what the read returned.
func (w *world) conflicts(base relation, seen func(a, r int) bool) relation {
	all := slices.Clone(base)
	for r := range w.n {
		for a := range w.n {
			if w.from[r] >= 0 && w.rival(a, r) && seen(a, r) {
				all[w.from[r]] |= 1 << a
			}
		}
	}
	return all.closed()
}

// everySession looks for CyclicHB and WriteHBInitRead.
func (w *world) everySession(base func(s int) relation) bool {
	for s := range slices.Max(append(slices.Clone(w.session), 0)) + 1 {
		hb := base(s)
		for before := relation(nil); !slices.Equal(before, hb); {
			before = hb
			hb = w.conflicts(hb, func(a, r int) bool { return w.session[r] == s && before.before(a, r) })
		}
		if hb.cyclic() {
			return false
		}
		for r := range w.n {
			for a := range w.n {
				if w.session[r] == s && w.from[r] == atFirst && w.rival(a, r) && hb.before(a, r) {
					return false
				}
			}
		}
	}
	return true
}
