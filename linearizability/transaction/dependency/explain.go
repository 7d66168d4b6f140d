package dependency

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// explain returns a cycle with the operations that make its edges.
func (g *graph) explain(cycle []step) proof.Cycle {
	edges := make(proof.Cycle, len(cycle))
	for i, s := range cycle {
		edges[i] = g.edge(s)
	}
	return edges
}

func (g *graph) edge(s step) proof.Edge {
	e := g.execution
	from, to := g.node(s.from), g.node(s.to)
	edge := proof.Edge{
		From: e.Txns[from], To: e.Txns[to], Reason: s.reason,
		FromOp: none, ToOp: none, Reader: none, ReaderOp: none,
	}
	switch {
	case s.reason == proof.Process || s.reason == proof.RealTime:
	case s.mark <= pairMark:
		g.assumed(&edge, from, pairMark-s.mark)
	default:
		g.shown(&edge, from, to, txn.Version(s.mark))
	}
	return edge
}

// shown fills in an edge that reads show: v is the version that was read, or written later.
func (g *graph) shown(edge *proof.Edge, from, to int32, v txn.Version) {
	e := g.execution
	w := e.History.Versions[v]
	edge.Key = w.Key
	switch edge.Reason {
	case proof.WR:
		edge.FromOp = w.Op
		edge.ToOp = readOp(e.Reads(to), func(r execution.Read) bool { return r.Version == v })
	case proof.WW:
		edge.ToOp = w.Op
		edge.FromOp = e.History.Versions[g.previous(w.Key, v)].Op
		reader := g.orders.Readers[w.Key]
		edge.Reader, edge.ReaderOp = reader.Txn, reader.Op
	default:
		edge.ToOp = w.Op
		previous := g.previous(w.Key, v)
		edge.FromOp = readOp(e.Reads(from), func(r execution.Read) bool { return r.Key == w.Key && r.Version == previous })
	}
}

// previous returns the version of a key that is known to come before v, and no other known one in
// between.
func (g *graph) previous(k txn.Key, v txn.Version) txn.Version {
	chain := g.orders.Chains[k]
	i := slices.Index(chain, v)
	if i < 0 {
		i = len(chain)
	}
	if i == 0 {
		return txn.Initial
	}
	return chain[i-1]
}

// assumed fills in an edge that a known pair of versions makes.
func (g *graph) assumed(edge *proof.Edge, from, pair int32) {
	e := g.execution
	p := &g.orders.Pairs[pair]
	older, newer := e.History.Versions[p.Older], e.History.Versions[p.Newer]
	edge.Key, edge.Basis, edge.ToOp = older.Key, p.Basis, newer.Op
	if edge.Reason == proof.WW {
		edge.FromOp = older.Op
	} else {
		edge.FromOp = readOp(e.Reads(from), func(r execution.Read) bool { return r.Version == p.Older })
	}
	reason := proof.Process
	switch p.Basis {
	case proof.BySessionOrder:
	case proof.ByRealTimeOrder:
		reason = proof.RealTime
	default:
		return
	}
	edge.Path = []proof.Edge{{
		From: p.First.Txn, To: p.Second.Txn, Reason: reason, Key: older.Key,
		FromOp: p.First.Op, ToOp: p.Second.Op, Reader: none, ReaderOp: none,
	}}
}

func readOp(reads []execution.Read, is func(execution.Read) bool) int32 {
	i := slices.IndexFunc(reads, is)
	if i < 0 {
		return none
	}
	return reads[i].Op
}

// sentence says which transactions depend on one another in a cycle.
func (g *graph) sentence(cycle []step) string {
	e := g.execution
	var b strings.Builder
	fmt.Fprintf(&b, "%d transactions depend on one another:", len(cycle))
	for i, s := range cycle {
		if i == maxTold {
			fmt.Fprintf(&b, " ... and %d more", len(cycle)-i)
			break
		}
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, " %s, %s", e.History.Name(e.Txns[g.node(s.from)]), g.relation(s))
	}
	return b.String()
}

// maxTold is the most transactions of a cycle that its sentence tells of.
const maxTold = 8

// relation says what an edge says of the transactions at its ends.
func (g *graph) relation(s step) string {
	e := g.execution
	to := e.History.Name(e.Txns[g.node(s.to)])
	switch s.reason {
	case proof.WW:
		return "whose write " + to + " wrote over"
	case proof.WR:
		return "from which " + to + " read"
	case proof.RW:
		return "which did not see the write of " + to
	case proof.Process:
		return "after which " + to + " came in its session"
	default:
		return "which returned before " + to + " was called"
	}
}
