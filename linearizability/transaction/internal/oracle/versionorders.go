package oracle

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
)

// byVersionOrders decides the levels that are defined by the order of versions of each key.
func (w *world) byVersionOrders(v *Verdicts) {
	weakest := w.weakestRuledOut()
	possible := make([][][]int, len(w.writers)) // of each key, the orders of its writers
	for key, writers := range w.writers {
		permutations(writers, func(order []int) bool {
			if w.fits(key, order) {
				possible[key] = append(possible[key], slices.Clone(order))
			}
			return false
		})
	}
	chosen := make([][]int, len(possible))
	var choose func(key int) bool
	choose = func(key int) bool {
		if key == len(possible) {
			return w.byVersionOrder(chosen, weakest, v)
		}
		for _, chosen[key] = range possible[key] {
			if choose(key + 1) {
				return true
			}
		}
		return false
	}
	choose(0)
}

// byVersionOrder adds the levels that hold if the versions of each key have the chosen order, and
// reports whether no more can be added.
func (w *world) byVersionOrder(chosen [][]int, weakest isolation.Base, v *Verdicts) bool {
	all := true
	ww, rw := w.dependencies(chosen)
	for o := range w.so {
		written := w.so[o].union(ww).closed()
		depends := w.so[o].union(ww).union(w.wr).closed()
		for _, level := range []struct {
			base  isolation.Base
			holds bool
		}{
			{isolation.ReadUncommitted, !written.cyclic()},
			{isolation.ReadCommitted, !depends.cyclic()},
			{isolation.ParallelSnapshotIsolation, !depends.cyclic() && !depends.follows(rw)},
		} {
			if level.base >= weakest {
				continue
			}
			v[level.base][o] = v[level.base][o] || level.holds
			all = all && v[level.base][o]
		}
	}
	return all
}

// dependencies returns who overwrote what who wrote, and what who read.
func (w *world) dependencies(chosen [][]int) (ww, rw relation) {
	for _, order := range chosen {
		for i, a := range order {
			for _, b := range order[i+1:] {
				ww.add(a, b)
			}
		}
	}
	for t, reads := range w.reads {
		for _, r := range reads {
			order := chosen[r.key]
			later := order[slices.Index(order, r.from)+1:] // all of them, if the initial version was read
			for _, b := range later {
				if b != t {
					rw.add(t, b)
				}
			}
		}
	}
	return ww, rw
}

// follows reports whether r leads back over a pair of q.
func (r *relation) follows(q relation) bool {
	for a := range q {
		for b := range q {
			if q[a].has(b) && r[b].has(a) {
				return true
			}
		}
	}
	return false
}
