package oracle

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
)

// byCommitOrders decides the levels that are defined by axioms on the order of commits.
func (w *world) byCommitOrders(v *Verdicts) {
	weakest := w.weakestRuledOut()
	everybody := make([]int, w.n)
	for t := range everybody {
		everybody[t] = t
	}
	permutations(everybody, func(order []int) bool {
		for key, writers := range w.writers {
			in := slices.DeleteFunc(slices.Clone(order), func(t int) bool { return !slices.Contains(writers, t) })
			if !w.fits(key, in) {
				return false
			}
		}
		at := make([]int, w.n)
		for i, t := range order {
			at[t] = i
		}
		all := true
		for base := isolation.MonotonicAtomicView; base <= isolation.Causal && base < weakest; base++ {
			for o := range w.so {
				v[base][o] = v[base][o] || w.axioms(base, w.so[o], at)
				all = all && v[base][o]
			}
		}
		return all
	})
}

// axioms reports whether transactions can have committed in the given order: it has so and wr in it,
// and if t3 reads a key from t2, t1 writes it too, and t3 sees t1, then t1 comes before t2. Nothing
// comes before the initial state.
func (w *world) axioms(base isolation.Base, so relation, at []int) bool {
	direct := so.union(w.wr)
	causal := direct.closed()
	for a := range w.txns {
		for b := range w.txns {
			if direct[a].has(b) && at[a] > at[b] || causal[a].has(a) {
				return false
			}
		}
	}
	for t3, reads := range w.reads {
		for _, r := range reads {
			for _, t1 := range w.writers[r.key] {
				if t1 == r.from || t1 == t3 {
					continue
				}
				var sees bool
				switch base {
				case isolation.MonotonicAtomicView:
					sees = slices.ContainsFunc(reads, func(earlier read) bool { return earlier.from == t1 && earlier.op < r.op })
				case isolation.ReadAtomic:
					sees = direct[t1].has(t3)
				default:
					sees = causal[t1].has(t3)
				}
				if sees && (r.from == initial || at[t1] > at[r.from]) {
					return false
				}
			}
		}
	}
	return true
}
