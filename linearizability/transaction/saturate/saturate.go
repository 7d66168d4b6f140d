package saturate

import (
	"context"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// Result is the answer to Decide.
type Result struct {
	Outcome engine.Outcome
	// Holds has the commit order of all committed transactions, if Outcome is Valid.
	Holds *proof.Holds
	// Findings are cycles that show the violation, short ones first, if Outcome is Invalid: one for each
	// strongly connected part of the commit order, at most MaxFindings.
	Findings []proof.Finding
	// Why says what is missing, if Outcome is Undecided.
	Why string
}

// MaxFindings is the most findings that a Result lists.
const MaxFindings = 16

// Decide decides whether an execution has a commit order that the level asks for. The base of the
// level is MonotonicAtomicView, ReadAtomic or Causal; any other is left undecided. Anomalies of single
// reads can rule the level out too; Decide does not look for them.
func Decide(ctx context.Context, e *execution.Execution, orders *version.Orders, level isolation.Level) Result {
	return decide(ctx, e, orders, level, automatic)
}

// method says how causal visibility is computed.
type method uint8

const (
	automatic method = iota // whichever has less to do
	byClocks
	byBlocks
	byWindows // by blocks, without trying for a better order
)

func decide(ctx context.Context, e *execution.Execution, orders *version.Orders, level isolation.Level, how method) Result {
	switch level.Base {
	case isolation.MonotonicAtomicView, isolation.ReadAtomic, isolation.Causal:
	default:
		return Result{Why: "package saturate decides monotonic atomic view, read atomic and causal only, not " + level.String()}
	}
	g := newGraph(e, orders, level)
	if level.Base == isolation.Causal && level.Order == isolation.Unordered && how == automatic {
		holds, err := g.guess(ctx)
		if err != nil {
			return undecided(err)
		}
		if holds {
			return g.holds(g.order)
		}
	}
	known, err := g.sort(ctx)
	if err != nil {
		return undecided(err)
	}
	if len(known.knots) > 0 {
		return violated(ctx, g, known.knots)
	}
	g.order, g.rank = known.order, known.rank
	if err := g.collect(ctx, how); err != nil {
		return undecided(err)
	}
	if g.backward == 0 && len(g.overwritten) == 0 {
		return g.holds(g.order)
	}
	all, err := g.sort(ctx)
	if err != nil {
		return undecided(err)
	}
	if len(all.knots) > 0 || len(g.overwritten) > 0 {
		return violated(ctx, g, all.knots)
	}
	return g.holds(g.within(all.order))
}

// collect finds the forced edges. It can put the order right.
func (g *graph) collect(ctx context.Context, how method) error {
	switch g.level.Base {
	case isolation.MonotonicAtomicView:
		return g.monotonic(ctx)
	case isolation.ReadAtomic:
		return g.atomic(ctx)
	}
	if g.level.Order != isolation.Unordered && (how == byClocks || how == automatic && g.clocksPay()) {
		return g.clocks(ctx)
	}
	if how == byWindows {
		return g.windowed(ctx)
	}
	return g.blocks(ctx)
}

func (g *graph) holds(order []int32) Result {
	txns := make([]int32, 0, g.n)
	for _, v := range order {
		if v < g.n {
			txns = append(txns, g.e.Txns[v])
		}
	}
	return Result{Outcome: engine.Valid, Holds: &proof.Holds{Order: txns}}
}

func undecided(err error) Result { return Result{Why: err.Error()} }
