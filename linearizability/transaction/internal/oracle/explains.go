package oracle

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Explains reports whether an order of the committed transactions, by their indices, explains a
// history at a level: as a serial execution, or as an order of commits of which that of versions
// follows. Of snapshot isolation no such order is a proof. A level holds if some order explains it.
func Explains(h *txn.History, l isolation.Level, order []int32) bool {
	w := newWorld(h)
	at := make([]int, w.n)
	nodes := make([]int, w.n)
	for i, t := range order {
		nodes[i] = w.number[t]
		at[w.number[t]] = i
	}
	so := w.so[l.Order]
	if l.Base == isolation.Serializable {
		s, done := make(state, len(h.Keys)), set(0)
		for _, t := range nodes {
			next, ok := w.execute(s, t)
			if !ok || !so.allows(t, done) {
				return false
			}
			s, done = next, done|1<<t
		}
		return true
	}
	chosen := make([][]int, len(w.writers))
	for key, writers := range w.writers {
		chosen[key] = slices.DeleteFunc(slices.Clone(nodes), func(t int) bool { return !slices.Contains(writers, t) })
		if !w.fits(key, chosen[key]) {
			return false
		}
	}
	if l.Base >= w.weakestRuledOut() {
		return false
	}
	ww, rw := w.dependencies(chosen)
	depends := so.union(ww)
	if l.Base > isolation.ReadUncommitted {
		depends = depends.union(w.wr)
	}
	if !depends.within(at) {
		return false
	}
	switch l.Base {
	case isolation.ReadUncommitted, isolation.ReadCommitted:
		return true
	case isolation.ParallelSnapshotIsolation:
		closed := depends.closed()
		return !closed.follows(rw)
	}
	return w.axioms(l.Base, so, at)
}

// within reports whether a relation is part of an order.
func (r *relation) within(at []int) bool {
	for a := range at {
		for b := range at {
			if r[a].has(b) && at[a] > at[b] {
				return false
			}
		}
	}
	return true
}
