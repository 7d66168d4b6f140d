package dependency

import (
	"context"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/digraph"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Outcome returns what the cycles say of a level: Invalid if one rules it out; Valid if none
// does, and what is unknown cannot matter; otherwise Undecided. Anomalies that are no cycles are left
// to those who found them.
//
// Read uncommitted and read committed are decided, of lists serializability too. Whether levels
// between read committed and parallel snapshot isolation hold, cycles of dependencies do not say; that snapshot
// isolation and parallel snapshot isolation hold, Holds finds out.
func (a *Analysis) Outcome(l isolation.Level) engine.Outcome {
	order := min(l.Order, a.strongest)
	lists := a.graph.execution.History.Model == txn.Lists
	switch {
	case a.violated[l.Base][order]:
		return engine.Invalid
	case a.ended || a.open[l.Base][order]:
		return engine.Undecided
	case l.Base <= isolation.ReadCommitted:
		return engine.Valid
	case lists && !a.violated[isolation.Serializable][order]:
		return engine.Valid
	default:
		return engine.Undecided
	}
}

// Why says why a level is undecided.
func (a *Analysis) Why(l isolation.Level) string {
	switch {
	case a.ended:
		return "there was no time to find all cycles of dependencies"
	case a.open[l.Base][min(l.Order, a.strongest)]:
		return "whether there is a cycle with one anti-dependency takes more work than there is budget for"
	case a.graph.execution.History.Model == txn.Registers:
		return "the order in which registers were written is unknown"
	default:
		return "cycles of dependencies do not decide it"
	}
}

// Holds returns a proof that a level holds, or nil if there is none that Analyze knows how to find:
// for read uncommitted, read committed and serializable an order of commits, for snapshot isolation a
// schedule, for parallel snapshot isolation an order of commits with the orders of versions.
func (a *Analysis) Holds(ctx context.Context, l isolation.Level) *proof.Holds {
	l.Order = min(l.Order, a.strongest)
	if a.violated[l.Base][l.Order] || ctx.Err() != nil {
		return nil
	}
	lists := a.graph.execution.History.Model == txn.Lists
	so := ordered(l.Order)
	switch l.Base {
	case isolation.ReadUncommitted:
		return a.graph.inOrder(only(proof.WW) | so)
	case isolation.ReadCommitted:
		return a.graph.inOrder(depends | so)
	case isolation.Serializable:
		if lists {
			return a.graph.inOrder(depends | only(proof.RW) | so)
		}
	case isolation.SnapshotIsolation:
		if lists {
			return a.schedule(ctx, so)
		}
	case isolation.ParallelSnapshotIsolation:
		if lists {
			return a.versions(ctx, l.Order)
		}
	default:
	}
	return nil
}

// inOrder returns an order of all transactions that has all edges of some reasons, if there is one.
func (g *graph) inOrder(set reasons) *proof.Holds {
	order := topological(g.view(set, nil).Graph)
	if order == nil {
		return nil
	}
	h := &proof.Holds{Order: make([]int32, 0, g.txns)}
	for _, v := range order {
		if v < g.txns {
			h.Order = append(h.Order, g.execution.Txns[v])
		}
	}
	return h
}

// topological returns the nodes of a graph in an order that has all its edges, or nil if it has a
// cycle.
func topological(g *digraph.Graph) []int32 {
	component, count := g.Components()
	if int(count) < g.Len() {
		return nil
	}
	order := make([]int32, count)
	for v, k := range component {
		order[int(count)-1-int(k)] = int32(v)
	}
	return order
}
