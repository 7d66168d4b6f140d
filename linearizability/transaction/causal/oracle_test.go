package causal_test

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// world is a small history for the definitions: all orders and all sets are tried.
type world struct {
	n       int
	session []int
	key     []int
	from    []int // the write that was read, atFirst, or isWrite
	so      relation
}

const (
	atFirst = -1
	isWrite = -2
)

// relation has of each operation the set of those before it.
type relation []uint16

func (r relation) before(a, b int) bool { return r[b]>>a&1 == 1 }

// newWorld returns nil if something was read that was not written.
func newWorld(h *txn.History) *world {
	w := &world{}
	at := map[int32]int{}
	for s, session := range h.Sessions {
		for _, t := range session {
			if !h.Txns[t].Committed {
				continue
			}
			at[t] = w.n
			w.n++
			w.session = append(w.session, s)
			w.key = append(w.key, int(h.Txns[t].Ops[0].Key))
			w.from = append(w.from, isWrite)
		}
	}
	for t, i := range at {
		op := h.Txns[t].Ops[0]
		if op.Kind != txn.Read {
			continue
		}
		w.from[i] = atFirst
		if op.Version == txn.Initial {
			continue
		}
		writer := h.Versions[op.Version].Txn
		if writer == txn.Nobody || h.Txns[writer].Status == history.Fail {
			return nil
		}
		w.from[i] = at[writer]
	}
	w.so = make(relation, w.n)
	for a := range w.n {
		for b := a + 1; b < w.n; b++ {
			if w.session[a] == w.session[b] {
				w.so[b] |= 1 << a
			}
		}
	}
	return w
}

func (w *world) holds(m causal.Model) bool {
	wr := slices.Clone(w.so)
	for r, f := range w.from {
		if f >= 0 {
			wr[r] |= 1 << f
		}
	}
	everything := uint16(1<<w.n - 1)
	if !extensions(w.n, everything, wr, func([]int) bool { return true }) {
		return false
	}
	switch m {
	case causal.CC, causal.CM, causal.CCv:
		return w.causal(m)
	case causal.PRAM:
		return w.pipelined()
	}
	writes := uint16(0)
	for i, f := range w.from {
		if f == isWrite {
			writes |= 1 << i
		}
	}
	return extensions(w.n, writes, make(relation, w.n), func(ar []int) bool { return w.guaranteedIn(m, ar) })
}

// causal tries all causal orders (Bouajjani et al., POPL 2017, definitions 2, 3 and 4).
func (w *world) causal(m causal.Model) bool {
	return orders(w.n, func(co relation) bool {
		for i := range w.n {
			if w.so[i]&^co[i] != 0 {
				return false
			}
		}
		if m == causal.CCv {
			return extensions(w.n, 1<<w.n-1, co, func(arb []int) bool { return w.converges(co, arb) })
		}
		for o := range w.n {
			checked := uint16(1 << o)
			if m == causal.CM {
				checked |= w.so[o]
			}
			if !extensions(w.n, co[o]|1<<o, co, func(order []int) bool { return w.explains(order, checked) }) {
				return false
			}
		}
		return true
	})
}

// converges reports whether the order explains each operation by what is causally before it.
func (w *world) converges(co relation, arb []int) bool {
	for o := range w.n {
		past := slices.DeleteFunc(slices.Clone(arb), func(i int) bool { return i != o && !co.before(i, o) })
		if !w.explains(past, 1<<o) {
			return false
		}
	}
	return true
}

// pipelined tries all orders of the writes and the reads of each session.
func (w *world) pipelined() bool {
	for s := range slices.Max(append(slices.Clone(w.session), 0)) + 1 {
		seen, reads := uint16(0), uint16(0)
		for i := range w.n {
			if w.from[i] == isWrite || w.session[i] == s {
				seen |= 1 << i
			}
			if w.from[i] != isWrite && w.session[i] == s {
				reads |= 1 << i
			}
		}
		if !extensions(w.n, seen, w.so, func(order []int) bool { return w.explains(order, reads) }) {
			return false
		}
	}
	return true
}

// explains reports whether, of a sequence of operations, those to be checked that are reads return the last
// write to their key.
func (w *world) explains(order []int, checked uint16) bool {
	last := [8]int{}
	for i := range last {
		last[i] = atFirst
	}
	for _, o := range order {
		if w.from[o] == isWrite {
			last[w.key[o]] = o
		} else if checked>>o&1 == 1 && last[w.key[o]] != w.from[o] {
			return false
		}
	}
	return true
}

// guaranteedIn tries all sets of visible writes for each read.
func (w *world) guaranteedIn(m causal.Model, ar []int) bool {
	vis := make([]uint16, w.n)
	at := make([]int, w.n)
	for i, x := range ar {
		at[x] = i
	}
	var choose func(r int) bool
	choose = func(r int) bool {
		if r == w.n {
			return w.guarantee(m, at, vis)
		}
		if w.from[r] == isWrite {
			return choose(r + 1)
		}
		for set := range uint16(1) << len(ar) {
			vis[r] = 0
			last := atFirst
			for i, x := range ar {
				if set>>i&1 == 0 {
					continue
				}
				vis[r] |= 1 << x
				if w.key[x] == w.key[r] {
					last = x
				}
			}
			if last == w.from[r] && choose(r+1) {
				return true
			}
		}
		return false
	}
	return choose(0)
}

// guarantee is the definitions of Terry et al., with sets of visible writes for the databases of servers.
func (w *world) guarantee(m causal.Model, at []int, vis []uint16) bool {
	follows := func(w1, w2 int) bool {
		if at[w1] > at[w2] {
			return false
		}
		for r := range w.n {
			if w.from[r] != isWrite && vis[r]>>w2&1 == 1 && vis[r]>>w1&1 == 0 {
				return false
			}
		}
		return true
	}
	for a := range w.n {
		for b := range w.n {
			if !w.so.before(a, b) {
				continue
			}
			wa, wb := w.from[a] == isWrite, w.from[b] == isWrite
			switch {
			case m&causal.ReadYourWrites != 0 && wa && !wb && vis[b]>>a&1 == 0,
				m&causal.MonotonicReads != 0 && !wa && !wb && vis[a]&^vis[b] != 0,
				m&causal.MonotonicWrites != 0 && wa && wb && !follows(a, b):
				return false
			case m&causal.WritesFollowReads != 0 && !wa && wb:
				for x := range w.n {
					if vis[a]>>x&1 == 1 && !follows(x, b) {
						return false
					}
				}
			}
		}
	}
	return true
}

// extensions calls f for the sequences of the members of a set that respect a relation until f
// returns true, and reports whether it did.
func extensions(n int, set uint16, r relation, f func([]int) bool) bool {
	order := make([]int, 0, n)
	var extend func(left uint16) bool
	extend = func(left uint16) bool {
		if left == 0 {
			return f(order)
		}
		for i := range n {
			if left>>i&1 == 0 || r[i]&left != 0 {
				continue
			}
			order = append(order, i)
			if extend(left &^ (1 << i)) {
				return true
			}
			order = order[:len(order)-1]
		}
		return false
	}
	return extend(set)
}

var partialOrders = map[int][]relation{}

// orders calls f for all strict partial orders of n elements until f returns true, and reports
// whether it did.
func orders(n int, f func(relation) bool) bool {
	if _, known := partialOrders[n]; !known {
		partialOrders[n] = allOrders(n)
	}
	return slices.ContainsFunc(partialOrders[n], f)
}

// allOrders adds to the orders of n-1 elements one more, above a set closed downward and below one closed
// upward.
func allOrders(n int) []relation {
	if n == 0 {
		return []relation{{}}
	}
	var all []relation
	for _, r := range allOrders(n - 1) {
		for below := range uint16(1) << (n - 1) {
			for above := range uint16(1) << (n - 1) {
				if o := inserted(r, below, above); o != nil {
					all = append(all, o)
				}
			}
		}
	}
	return all
}

func inserted(r relation, below, above uint16) relation {
	if below&above != 0 {
		return nil
	}
	n := len(r)
	o := append(slices.Clone(r), below)
	for i := range n {
		if below>>i&1 == 1 && r[i]&^below != 0 || above>>i&1 == 1 && below&^r[i] != 0 {
			return nil
		}
		if r[i]&above != 0 && above>>i&1 == 0 {
			return nil
		}
		if above>>i&1 == 1 {
			o[i] |= 1 << n
		}
	}
	return o
}
