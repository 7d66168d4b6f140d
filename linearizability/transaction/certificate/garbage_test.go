package certificate

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// garbage makes proofs of numbers that are small, or far from what there is.
type garbage struct{ *rand.Rand }

func (g garbage) number() int32 {
	if g.IntN(12) == 0 {
		return int32(g.Uint32())
	}
	return g.Int32N(6) - 1
}

func (g garbage) edge(depth int) proof.Edge {
	e := proof.Edge{
		From: g.number(), To: g.number(), Reason: proof.Reason(g.IntN(8)), Key: txn.Key(g.number()), FromOp: g.number(), ToOp: g.number(),
		Basis: proof.Basis(g.IntN(6)), Reader: g.number(), ReaderOp: g.number(),
	}
	if depth > 0 {
		e.Path = g.edges(depth - 1)
	}
	return e
}

// edges makes a cycle, or mostly nearly one.
func (g garbage) edges(depth int) []proof.Edge {
	edges := make([]proof.Edge, g.IntN(4))
	for i := range edges {
		edges[i] = g.edge(depth)
		if i > 0 && g.IntN(4) > 0 {
			edges[i].From = edges[i-1].To
		}
	}
	if n := len(edges); n > 1 && g.IntN(4) > 0 {
		edges[n-1].To = edges[0].From
	}
	return edges
}

func (g garbage) refutation(depth int) *proof.Refutation {
	switch {
	case g.IntN(8) == 0:
		return nil
	case depth == 0 || g.IntN(3) == 0:
		return &proof.Refutation{Cycle: g.edges(1)}
	}
	return &proof.Refutation{Key: txn.Key(g.number()), A: g.number(), B: g.number(), AFirst: g.refutation(depth - 1), BFirst: g.refutation(depth - 1)}
}

func (g garbage) finding() *proof.Finding {
	anomalies := []isolation.Anomaly{
		isolation.Internal, isolation.GarbageRead, isolation.G1a, isolation.G1b, isolation.FutureRead, isolation.NonRepeatableRead,
		isolation.DuplicateElements, isolation.DirtyUpdate, isolation.IncompatibleOrder, isolation.LostUpdate, isolation.CyclicVersions, "none",
	}
	f := &proof.Finding{Anomaly: anomalies[g.IntN(len(anomalies))]}
	switch g.IntN(3) {
	case 0:
		f.Cycle = g.edges(2)
	case 1:
		f.Refutation = g.refutation(3)
	default:
		for range g.IntN(5) {
			f.Ops = append(f.Ops, proof.Place{Txn: g.number(), Op: g.number()})
		}
	}
	return f
}

// TestGarbageProvesNothing gives the certificate findings and schedules that are no proofs. What it
// accepts by chance must be true.
func TestGarbageProvesNothing(t *testing.T) {
	levels := isolation.Levels()
	random(t, oracle.Shape{}, func(t *testing.T, rng *rand.Rand, h *txn.History) {
		truth, g := oracle.Decide(h), garbage{rng}
		for range 200 {
			l := levels[rng.IntN(len(levels))]
			f := g.finding()
			if Violated(h, l, f, proof.Basis(g.IntN(6))) == nil && truth.Holds(l) && !assumes(f) {
				t.Fatalf("%s: %+v\n%s", l, f, oracle.Format(h))
			}
			p := &proof.Holds{}
			for range rng.IntN(6) {
				p.Order = append(p.Order, g.number())
				p.Schedule = append(p.Schedule, proof.Moment{Txn: g.number(), Commit: rng.IntN(2) == 0})
			}
			if Holds(h, l, p) == nil {
				require.True(t, truth.Holds(l), "%s: %+v\n%s", l, p, oracle.Format(h))
			}
		}
	})
}

// assumes reports whether a finding rests on what the caller vouched for.
func assumes(f *proof.Finding) bool {
	return f.Anomaly == isolation.CyclicVersions || slices.ContainsFunc(f.Cycle, func(e proof.Edge) bool { return e.Basis > proof.ByAssumption })
}
