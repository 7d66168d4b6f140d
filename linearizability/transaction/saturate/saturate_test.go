package saturate

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

func level(base isolation.Base, order isolation.Order) isolation.Level {
	return isolation.Level{Base: base, Order: order}
}

var litmus = []struct {
	name    string
	text    string
	level   isolation.Level
	anomaly isolation.Anomaly // found at the level
	cycle   []proof.Reason    // of the cycle, from any of its edges on
	holds   []isolation.Level
}{
	{
		"a later read of an older version", `
0 0-1: w x 1, w y 1
1 2-3: r x 1, w x 2, w y 2
2 4-9: r y 2, r x 1`,
		level(isolation.MonotonicAtomicView, isolation.Unordered), isolation.NonMonotonicRead,
		[]proof.Reason{proof.WR, proof.Visible}, nil,
	},
	{
		"a version is read, and then an older one", `
0 0-1: w x 1
1 2-3: r x 1, w x 2, w y 2
2 4-9: r y 2, r x 2, r x 1`,
		level(isolation.MonotonicAtomicView, isolation.Unordered), isolation.NonMonotonicRead,
		[]proof.Reason{proof.WR, proof.Visible}, nil,
	},
	{
		"a later read of the initial state", `
0 0-1: w x 1, w y 1
1 2-3: r x 1, r y 0`,
		level(isolation.MonotonicAtomicView, isolation.Unordered), isolation.NonMonotonicRead,
		[]proof.Reason{proof.WR, proof.RW}, nil,
	},
	{
		"an earlier read of the initial state", `
0 0-1: w x 1, w y 1
1 2-3: r y 0, r x 1`,
		level(isolation.ReadAtomic, isolation.Unordered), isolation.FracturedRead,
		[]proof.Reason{proof.WR, proof.RW},
		[]isolation.Level{level(isolation.MonotonicAtomicView, isolation.RealTime)},
	},
	{
		"a session that does not see its own write", `
0 0-1: w x 1
0 2-3: r x 0`,
		level(isolation.ReadAtomic, isolation.Session), isolation.StaleRead + "-process",
		[]proof.Reason{proof.Process, proof.RW},
		[]isolation.Level{level(isolation.Causal, isolation.Unordered), level(isolation.MonotonicAtomicView, isolation.RealTime)},
	},
	{
		"a session that does not see what had returned", `
0 0-1: w x 1
1 2-3: r x 0`,
		level(isolation.ReadAtomic, isolation.RealTime), isolation.StaleRead + "-realtime",
		[]proof.Reason{proof.RealTime, proof.RW},
		[]isolation.Level{level(isolation.Causal, isolation.Session), level(isolation.MonotonicAtomicView, isolation.RealTime)},
	},
	{
		"old versions in real time", `
0 0-1: w x 1
1 2-3: w x 2
2 4-5: r x 1`,
		level(isolation.ReadAtomic, isolation.RealTime), isolation.StaleRead + "-realtime",
		[]proof.Reason{proof.RealTime, proof.Visible},
		[]isolation.Level{level(isolation.Causal, isolation.Session)},
	},
	{
		"an answer is seen without the question", `
0 0-1: w x 1
1 0-1: r x 1, w y 1
2 0-1: r y 1, r x 0`,
		level(isolation.Causal, isolation.Unordered), isolation.CausalityViolation,
		[]proof.Reason{proof.WR, proof.WR, proof.RW},
		[]isolation.Level{level(isolation.ReadAtomic, isolation.RealTime)},
	},
	{
		"the same along a session", `
0 0-9: w x 1
0 9-9: w y 1
1 9-9: r y 1
1 9-9: r x 0`,
		level(isolation.Causal, isolation.Session), isolation.CausalityViolation + "-process",
		[]proof.Reason{proof.Process, proof.WR, proof.Process, proof.RW},
		[]isolation.Level{level(isolation.ReadAtomic, isolation.RealTime), level(isolation.Causal, isolation.Unordered)},
	},
	{
		"two read from each other", `
0 0-9: w x 1, r y 1
1 0-9: w y 1, r x 1`,
		level(isolation.MonotonicAtomicView, isolation.Unordered), isolation.CyclicCausality,
		[]proof.Reason{proof.WR, proof.WR}, nil,
	},
	{
		"a read of the future of the session", `
0 0-0: r x 1
0 0-0: w x 1`,
		level(isolation.MonotonicAtomicView, isolation.Session), isolation.CyclicCausality + "-process",
		[]proof.Reason{proof.Process, proof.WR},
		[]isolation.Level{level(isolation.Causal, isolation.Unordered)},
	},
	{
		"what is unknown to have returned is of its session", `
0 0-0 info: w x 1
0 1-2: r y 0
1 3-9: r x 0
2 3-9: r x 1`,
		level(isolation.ReadAtomic, isolation.RealTime), isolation.StaleRead + "-realtime",
		[]proof.Reason{proof.Process, proof.RealTime, proof.RW},
		[]isolation.Level{level(isolation.Causal, isolation.Session)},
	},
	{
		"two replicas that apply two writes in two orders", `
0 0-9: w x 1
1 0-9: w x 2
2 0-9: r x 1
3 0-9: r x 2
2 9-9: r x 2
3 9-9: r x 1`,
		level(isolation.Causal, isolation.Session), isolation.CausalityViolation + "-process",
		[]proof.Reason{proof.Visible, proof.Visible},
		[]isolation.Level{level(isolation.ReadAtomic, isolation.Session)},
	},
}

func TestLitmus(t *testing.T) {
	for _, c := range litmus {
		t.Run(c.name, func(t *testing.T) {
			h, err := oracle.Parse(txn.Registers, c.text)
			require.NoError(t, err)
			s := newSubject(h)
			require.False(t, s.ruledOut(c.level))
			r := s.decide(t, c.level, automatic)
			s.verify(t, c.level, r)
			require.Equal(t, engine.Invalid, r.Outcome)
			first := r.Findings[0]
			require.Equal(t, c.anomaly, first.Anomaly)
			require.Equal(t, len(c.cycle) == 2, first.Shortest)
			var reasons []proof.Reason
			for _, edge := range first.Cycle {
				reasons = append(reasons, edge.Reason)
			}
			require.ElementsMatch(t, c.cycle, reasons)
			for _, l := range c.holds {
				require.Equal(t, engine.Valid, s.decide(t, l, automatic).Outcome, "%v", l)
			}
			for _, l := range levels() {
				require.Equal(t, oracle.Holds(h, l), s.decide(t, l, automatic).Outcome == engine.Valid, "%v", l)
			}
		})
	}
}

func TestOtherLevelsAreLeft(t *testing.T) {
	s := newSubject(oracle.Random(newRand(1), oracle.Shape{}))
	for _, l := range isolation.Levels() {
		r := Decide(t.Context(), s.e, s.orders, l)
		if l.Base < isolation.MonotonicAtomicView || l.Base > isolation.Causal {
			require.Equal(t, engine.Undecided, r.Outcome)
			require.Contains(t, r.Why, l.String())
		}
	}
}

func TestEmpty(t *testing.T) {
	s := newSubject(&txn.History{Source: oracle.RandomSource(newRand(1), oracle.Shape{})})
	for _, l := range levels() {
		for how := automatic; how <= byWindows; how++ {
			r := s.decide(t, l, how)
			require.Equal(t, engine.Valid, r.Outcome)
			require.Empty(t, r.Holds.Order)
		}
	}
}

func TestEndedContext(t *testing.T) {
	s := newSubject(database{sessions: 10, txns: 30_000, keys: 100, ops: 4}.history(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, l := range levels() {
		r := Decide(ctx, s.e, s.orders, l)
		require.Equal(t, engine.Undecided, r.Outcome)
		require.Equal(t, context.Canceled.Error(), r.Why)
	}
}
