package oracle

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// MaxTransactions is the most committed transactions that a history may have: there are as many
// orders as its factorial.
const MaxTransactions = 8

// Verdicts says which levels hold.
type Verdicts [isolation.Serializable + 1][isolation.RealTime + 1]bool

// Holds reports whether the level holds.
func (v *Verdicts) Holds(l isolation.Level) bool { return v[l.Base][l.Order] }

// Holds reports whether a history satisfies a level. Decide is faster for several.
func Holds(h *txn.History, l isolation.Level) bool {
	v := Decide(h)
	return v.Holds(l)
}

// Decide finds out which levels a history satisfies. It panics if the history has more than
// MaxTransactions committed transactions.
func Decide(h *txn.History) Verdicts {
	w := newWorld(h)
	if w.n > MaxTransactions {
		panic(fmt.Sprintf("oracle: %d committed transactions are too many for brute force: expected at most %d", w.n, MaxTransactions))
	}
	var v Verdicts
	w.byVersionOrders(&v)
	w.byCommitOrders(&v)
	for o := range v[0] {
		v[isolation.SnapshotIsolation][o] = w.snapshots(w.so[o])
		v[isolation.Serializable][o] = w.serial(w.so[o])
	}
	return v
}

// set is a set of transactions, and relation has the transactions that come after each.
type (
	set      uint16
	relation [MaxTransactions]set
)

func (s set) has(a int) bool     { return s>>a&1 == 1 }
func (r *relation) add(a, b int) { r[a] |= 1 << b }

func (r relation) union(q relation) relation {
	for a := range r {
		r[a] |= q[a]
	}
	return r
}

// closed returns the transitive closure (Warshall).
func (r relation) closed() relation {
	for via := range r {
		for a := range r {
			if r[a].has(via) {
				r[a] |= r[via]
			}
		}
	}
	return r
}

// cyclic reports whether a relation that is transitively closed relates something to itself.
func (r relation) cyclic() bool {
	for a := range r {
		if r[a].has(a) {
			return true
		}
	}
	return false
}

// permutations calls f with all orders of the items, until it returns true.
func permutations(items []int, f func([]int) bool) {
	order := append([]int(nil), items...)
	var try func(from int) bool
	try = func(from int) bool {
		if from == len(order) {
			return f(order)
		}
		for i := from; i < len(order); i++ {
			order[from], order[i] = order[i], order[from]
			done := try(from + 1)
			order[from], order[i] = order[i], order[from]
			if done {
				return true
			}
		}
		return false
	}
	try(0)
}
