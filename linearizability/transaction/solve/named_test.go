package solve

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

const weaker = isolation.Causal // than all that is decided here

// named are histories that the literature has names for, each with the strongest level that it
// satisfies, of those decided here and without any order.
var named = []struct {
	name, text string
	model      txn.Model
	strongest  isolation.Base
	// cycle and refutation say of the weakest level that is violated how that is shown: by a cycle of so
	// many edges, or by a case distinction.
	cycle      int
	refutation bool
}{
	{name: "empty", text: "0 0-1: r x 0", strongest: isolation.Serializable},
	{
		name: "long fork", strongest: isolation.ParallelSnapshotIsolation, cycle: 4,
		text: "0 0-9: w x 1\n1 0-9: w y 1\n2 0-9: r x 1, r y 0\n3 0-9: r x 0, r y 1",
	},
	{
		name: "write skew", strongest: isolation.SnapshotIsolation, cycle: 2,
		text: "0 0-9: r x 0, r y 0, w x 1\n1 0-9: r x 0, r y 0, w y 1",
	},
	{
		name: "lost update", strongest: weaker, refutation: true,
		text: "0 0-9: r x 0, w x 1\n1 0-9: r x 0, w x 2",
	},
	{
		name: "lost update of a written version", strongest: weaker, refutation: true,
		text: "0 0-1: w x 1\n1 0-9: r x 1, w x 2\n2 0-9: r x 1, w x 3",
	},
	{
		name: "read skew", strongest: weaker, cycle: 2,
		text: "0 0-9: w x 1, w y 1\n1 0-9: r x 0, r y 1",
	},
	{
		name: "read skew of unknown versions", strongest: weaker, refutation: true,
		text: "0 0-1: w x 1, w y 1\n1 0-9: w x 2, w y 2\n2 0-9: r x 1, r y 2\n3 0-9: r x 2, r y 1",
	},
	{
		name: "read-only anomaly", strongest: isolation.SnapshotIsolation, cycle: 3, // Fekete, O'Neil and O'Neil, SIGMOD Record 2004
		text: "0 0-9: r x 0, r y 0, w x 1\n1 0-4: r y 0, w y 2\n2 5-6: r x 0, r y 2",
	},
	{
		name: "blind writes", strongest: isolation.Serializable,
		text: "0 0-9: w x 1\n1 0-9: w x 2\n2 0-9: w x 3\n3 0-1: r x 3\n3 2-3: r x 1\n3 4-5: r x 2",
	},
	{
		name: "lists: lost update", model: txn.Lists, strongest: weaker, refutation: true,
		text: "0 0-9: r x [], append x 1\n1 0-9: r x [], append x 2",
	},
	{
		name: "lists: write skew", model: txn.Lists, strongest: isolation.SnapshotIsolation, cycle: 2,
		text: "0 0-9: r x [], append y 1\n1 0-9: r y [], append x 2",
	},
	{
		name: "lists: appends that nobody read", model: txn.Lists, strongest: isolation.Serializable,
		text: "0 0-9: append x 1, append y 1\n1 0-9: append x 2, append y 2\n2 0-9: r x []",
	},
}

func TestNamed(t *testing.T) {
	for _, n := range named {
		t.Run(n.name, func(t *testing.T) {
			h, err := oracle.Parse(n.model, n.text)
			require.NoError(t, err)
			e, findings := execution.New(h)
			require.Empty(t, findings)
			o, _ := version.New(e, version.Assumptions{})
			for b := isolation.ParallelSnapshotIsolation; b <= isolation.Serializable; b++ {
				l := isolation.Level{Base: b}
				r := Decide(context.Background(), e, o, l, Options{})
				require.NoError(t, verify(h, l, r))
				require.Equal(t, b <= n.strongest, r.Outcome == engine.Valid, l)
				if b == n.strongest+1 {
					require.Len(t, r.Cycle, n.cycle)
					require.Equal(t, n.refutation, r.Refutation != nil, l)
				}
			}
		})
	}
}

// TestVouched uses an order of versions for which the user vouches.
func TestVouched(t *testing.T) {
	h, err := oracle.Parse(txn.Registers, "0 0-1: w x 1\n1 2-3: w x 2\n2 4-5: r x 1")
	require.NoError(t, err)
	e, _ := execution.New(h)
	o, _ := version.New(e, version.Assumptions{})
	l := isolation.Level{Base: isolation.Serializable, Order: isolation.RealTime}
	require.NotNil(t, Decide(context.Background(), e, o, l, Options{}).Refutation)
	first, second := proof.Place{Txn: 0, Op: 0}, proof.Place{Txn: 1, Op: 0}
	o.Pairs = []version.Pair{{Older: 0, Newer: 1, Basis: proof.ByRealTimeOrder, First: first, Second: second}}
	r := Decide(context.Background(), e, o, l, Options{})
	require.Len(t, r.Cycle, 2)
	require.Equal(t, proof.Edge{
		From: 2, To: 1, Reason: proof.RW, Basis: proof.ByRealTimeOrder, Reader: proof.None, ReaderOp: proof.None,
		Path: []proof.Edge{{From: 0, To: 1, Reason: proof.RealTime, Reader: proof.None, ReaderOp: proof.None}},
	}, r.Cycle[1])
	o.Pairs[0] = version.Pair{Older: 1, Newer: 0, Basis: proof.ByRealTimeOrder, First: second, Second: first}
	require.Equal(t, engine.Invalid, Decide(context.Background(), e, o, l, Options{}).Outcome)
	require.Equal(t, engine.Valid, Decide(context.Background(), e, o, isolation.Level{Base: isolation.Serializable}, Options{}).Outcome)
}

func TestLimits(t *testing.T) {
	h, err := oracle.Parse(txn.Registers, named[6].text)
	require.NoError(t, err)
	e, _ := execution.New(h)
	o, _ := version.New(e, version.Assumptions{})
	l := isolation.Level{Base: isolation.SnapshotIsolation}
	t.Run("time", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		r := Decide(ctx, e, o, l, Options{})
		require.Equal(t, engine.Undecided, r.Outcome)
		require.Contains(t, r.Why, "time")
	})
	t.Run("leaves", func(t *testing.T) {
		r := Decide(context.Background(), e, o, l, Options{Leaves: 1})
		require.Equal(t, engine.Invalid, r.Outcome)
		require.Nil(t, r.Refutation)
		require.Contains(t, r.Why, "1 cases were looked at before")
	})
	t.Run("another level", func(t *testing.T) {
		r := Decide(context.Background(), e, o, isolation.Level{Base: isolation.Causal}, Options{})
		require.Equal(t, engine.Undecided, r.Outcome)
		require.Contains(t, r.Why, "causal")
	})
}
