package dependency

import (
	"context"

	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// Options bound the work of Analyze.
type Options struct {
	// Budget bounds how many edges are followed in search of the shortest cycles, and, apart from that, in
	// deciding G-single in large components. If it is 0, it is DefaultBudget.
	Budget int64
}

// DefaultBudget is some seconds of work.
const DefaultBudget int64 = 1 << 28

// Analysis is what is known of an execution.
type Analysis struct {
	// Findings are the anomalies: lost updates, and of each component of dependent transactions a
	// cycle of each kind, the shortest that was found.
	Findings []proof.Finding

	graph *graph
	// strongest is the strongest order that the history has.
	strongest isolation.Order
	// violated and open say of each base and order whether a cycle rules it out, and whether the
	// budget was too small to tell.
	violated, open [isolation.Serializable + 1][isolation.RealTime + 1]bool
	// ended is set if the context ended before all was decided.
	ended bool
}

// Analyze finds the cycles of the dependencies of an execution. If ctx ends it returns what it has
// found by then, and levels that are not violated are undecided.
func Analyze(ctx context.Context, e *execution.Execution, orders *version.Orders, o Options) *Analysis {
	a := &Analysis{graph: newGraph(e, orders), strongest: isolation.Session}
	if e.History.Timed() {
		a.strongest = isolation.RealTime
	}
	if o.Budget == 0 {
		o.Budget = DefaultBudget
	}
	var findings proof.Findings
	lostUpdates(e, &findings)
	component, count := a.graph.digraph().Components()
	if part := a.graph.part(component, count); part != nil {
		newCycles(a, part, &findings, o).all(ctx)
	}
	a.ended = ctx.Err() != nil
	a.Findings = findings.List
	return a
}

// cycles finds the cycles of a graph, for one order after the other.
type cycles struct {
	analysis *Analysis
	graph    *graph
	findings *proof.Findings
	// ruled has for each node the weakest base that a cycle of an earlier order rules out in its component.
	ruled []isolation.Base
	// shortest and reach are what is left of the budget: for short cycles, and for deciding G-single.
	shortest, reach int64
	// quiet cycles are not told of.
	quiet bool
}

// unruled is above all bases.
const unruled = isolation.Serializable + 1

func newCycles(a *Analysis, g *graph, f *proof.Findings, o Options) *cycles {
	c := &cycles{analysis: a, graph: g, findings: f, ruled: make([]isolation.Base, g.size), shortest: o.Budget, reach: o.Budget}
	for v := range c.ruled {
		c.ruled[v] = unruled
	}
	return c
}

func (c *cycles) all(ctx context.Context) {
	for o := isolation.Unordered; o <= c.analysis.strongest; o++ {
		if ctx.Err() != nil {
			return
		}
		c.pass(ctx, o)
	}
}

// violate enters that a cycle rules out a level.
func (a *Analysis) violate(b isolation.Base, o isolation.Order) {
	a.each(b, o, func(b isolation.Base, o isolation.Order) { a.violated[b][o] = true })
}

// each calls f with all levels that imply the one of base b and order o.
func (a *Analysis) each(b isolation.Base, o isolation.Order, f func(isolation.Base, isolation.Order)) {
	for base := b; base <= isolation.Serializable; base++ {
		for order := o; order <= isolation.RealTime; order++ {
			f(base, order)
		}
	}
}
