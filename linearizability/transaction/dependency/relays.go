package dependency

import (
	"cmp"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// target is a transaction to which edges lead, and their mark.
type target struct{ node, mark int32 }

// fan adds an rw edge from each reader to each writer but itself. If those were many, they lead
// through relays: one chain of relays of which the i-th reaches the writers from i on, and one of
// which it reaches those up to i. Who is only a reader enters at the head of the first; who is also
// writer i enters the first at i+1 and the second at i-1. So no way leads from a transaction back to
// itself that is not a cycle. Relays are numbered in the order in which the ways pass them.
func (g *graph) fan(readers []int32, writers []target) {
	if len(readers)*len(writers) <= 2*(len(readers)+len(writers)) {
		for _, r := range readers {
			for _, w := range writers {
				if r != w.node {
					g.add(r, w.node, proof.RW, w.mark)
				}
			}
		}
		return
	}
	place := map[int32]int{}
	for i, w := range writers {
		place[w.node] = i
	}
	m := int32(len(writers))
	first := g.size // relay first+i reaches writers from i on
	g.size += m
	for i, w := range writers {
		g.add(first+int32(i), w.node, proof.RW, w.mark)
		if i > 0 {
			g.add(first+int32(i)-1, first+int32(i), proof.RW, none)
		}
	}
	last := g.size + m - 1 // relay last-i reaches writers up to i
	g.size += m
	for i, w := range writers {
		g.add(last-int32(i), w.node, proof.RW, w.mark)
		if i > 0 {
			g.add(last-int32(i), last-int32(i)+1, proof.RW, none)
		}
	}
	for _, r := range readers {
		i, writes := place[r]
		switch {
		case !writes:
			g.add(r, first, proof.RW, none)
			continue
		case int32(i) < m-1:
			g.add(r, first+int32(i)+1, proof.RW, none)
		}
		if i > 0 {
			g.add(r, last-int32(i)+1, proof.RW, none)
		}
	}
}

// realTime adds the real-time order: a chain of relays, one for the transactions that returned since
// the last one before another was called. Whoever is called is behind the latest relay.
func (g *graph) realTime() {
	e := g.execution
	returned := make([]int32, 0, g.txns)
	for t := range g.txns {
		if e.Txn(t).Return != history.Never {
			returned = append(returned, t)
		}
	}
	slices.SortFunc(returned, func(a, b int32) int { return cmp.Compare(e.Txn(a).Return, e.Txn(b).Return) })
	var latest int32 = none
	for t := range g.txns { // in order of their calls
		var n int
		for n < len(returned) && e.Txn(returned[n]).Return < e.Txn(t).Call {
			n++
		}
		if n > 0 {
			next := g.relay()
			for _, r := range returned[:n] {
				g.add(r, next, proof.RealTime, none)
			}
			if latest != none {
				g.add(latest, next, proof.RealTime, none)
			}
			returned, latest = returned[n:], next
		}
		if latest != none {
			g.add(latest, t, proof.RealTime, none)
		}
	}
}
