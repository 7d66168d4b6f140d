package saturate

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// violated finds cycles in knots of the commit order, and reads of the initial state that was
// overwritten.
func violated(ctx context.Context, g *graph, knots [][]int32) Result {
	x := newExplainer(g)
	findings := x.overwrites(ctx)
	// Forced edges are only those from which the others follow; with those a cycle could be shorter.
	exact := len(findings) == 0 && len(g.from) == 0
	slices.SortStableFunc(knots, func(a, b []int32) int { return cmp.Compare(len(a), len(b)) })
	for i, members := range knots {
		if i == MaxFindings || ctx.Err() != nil && len(findings) > 0 {
			exact = false
			break
		}
		way, shortest := x.look.cycle(members)
		exact = exact && shortest
		findings = append(findings, x.finding(x.cycle(way)))
	}
	slices.SortStableFunc(findings, func(a, b proof.Finding) int { return cmp.Compare(len(a.Cycle), len(b.Cycle)) })
	for i := range findings {
		length := len(findings[i].Cycle)
		findings[i].Shortest = length == 2 || exact && length == len(findings[0].Cycle)
	}
	return Result{Outcome: engine.Invalid, Findings: findings[:min(len(findings), MaxFindings)]}
}

// overwrites finds, for reads of the initial state that a writer of the key was visible to, the cycle of the way
// of visibility and the anti-dependency back: the shortest of them.
func (x *explainer) overwrites(ctx context.Context) []proof.Finding {
	var findings []proof.Finding
	for i, o := range x.overwritten {
		if i > 0 && (x.look.work < 0 || ctx.Err() != nil) {
			break
		}
		path := x.direct(o.writer, o.reader, o.op)
		if path == nil {
			path = x.way(x.past([]int32{o.reader}, o.writer), x.sees)
		}
		cycle := append(proof.Cycle{}, path...)
		cycle = append(cycle, proof.Edge{From: x.e.Txns[o.reader], To: x.e.Txns[o.writer], Reason: proof.RW, Key: o.key,
			FromOp: o.op, ToOp: x.left(o.writer, o.key), Basis: proof.ByReads, Reader: proof.None, ReaderOp: proof.None})
		findings = append(findings, x.finding(cycle))
	}
	slices.SortStableFunc(findings, func(a, b proof.Finding) int { return cmp.Compare(len(a.Cycle), len(b.Cycle)) })
	return findings[:min(len(findings), MaxFindings/2)]
}

func (x *explainer) finding(cycle proof.Cycle) proof.Finding {
	return proof.Finding{Anomaly: name(cycle), Sentence: x.sentence(cycle), Cycle: cycle}
}

// name names a cycle after what its edges need.
func name(cycle proof.Cycle) isolation.Anomaly {
	var has [proof.Visible + 1]bool
	order := isolation.Unordered
	base := isolation.ReadUncommitted
	path, stale := 0, true
	for _, edge := range cycle {
		has[edge.Reason] = true
		order = max(order, needs(edge.Reason))
		switch edge.Reason {
		case proof.Visible:
			base = max(base, sees(edge.Path, edge.Reader, edge.ReaderOp))
			for _, step := range edge.Path {
				order = max(order, needs(step.Reason))
				stale = stale && needs(step.Reason) > isolation.Unordered
			}
		case proof.RW:
			base = max(base, sees(cycle[:path], edge.From, edge.FromOp))
			for _, step := range cycle[:path] {
				stale = stale && needs(step.Reason) > isolation.Unordered
			}
		default:
			path++
		}
	}
	if stale && base == isolation.ReadAtomic {
		return isolation.StaleRead.Within(order)
	}
	return anomaly(base, has[proof.WW], has[proof.WR]).Within(order)
}

func anomaly(base isolation.Base, ww, wr bool) isolation.Anomaly {
	switch {
	case base == isolation.MonotonicAtomicView:
		return isolation.NonMonotonicRead
	case base == isolation.ReadAtomic:
		return isolation.FracturedRead
	case base == isolation.Causal:
		return isolation.CausalityViolation
	case !ww:
		return isolation.CyclicCausality
	case wr:
		return isolation.G1c
	}
	return isolation.G0
}

// needs returns the order that a level must respect for an edge to count.
func needs(r proof.Reason) isolation.Order {
	switch r {
	case proof.Process:
		return isolation.Session
	case proof.RealTime:
		return isolation.RealTime
	}
	return isolation.Unordered
}

// sees returns the weakest base at which the first transaction of a path is visible to an operation of
// the last. A session's transaction that returned takes those before it along into real time.
func sees(path []proof.Edge, reader, op int32) isolation.Base {
	ordered := len(path) == 2 && path[0].Reason == proof.Process && path[1].Reason == proof.RealTime
	switch {
	case len(path) > 1 && !ordered:
		return isolation.Causal
	case path[0].Reason == proof.WR && path[0].To == reader && path[0].ToOp < op:
		return isolation.MonotonicAtomicView
	}
	return isolation.ReadAtomic
}

// sentence says in words what a cycle shows.
func (x *explainer) sentence(cycle proof.Cycle) string {
	h := x.e.History
	for _, edge := range cycle {
		if edge.Reason == proof.RW {
			return fmt.Sprintf("%s read the initial state of key %v, though it could see %s, which wrote %s",
				h.Name(edge.From), h.Keys[edge.Key], h.Name(edge.To), h.FormatOp(edge.To, edge.ToOp))
		}
	}
	for _, edge := range cycle {
		if edge.Reason == proof.Visible {
			return fmt.Sprintf("%s read %s of key %v from %s, though it could see %s, which wrote %s and comes later",
				h.Name(edge.Reader), h.FormatVersion(h.Txns[edge.To].Ops[edge.ToOp].Version), h.Keys[edge.Key],
				h.Name(edge.To), h.Name(edge.From), h.FormatOp(edge.From, edge.FromOp))
		}
	}
	return fmt.Sprintf("%d transactions precede each other in a circle, by whom they read from, what they replace and their order", len(cycle))
}
