package dependency

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/generate"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

func generated(t *testing.T, o generate.Options) checked {
	source, err := generate.History(rand.New(rand.NewPCG(*seed, 0)), o)
	require.NoError(t, err)
	h, err := txn.Decode(source, txn.Options{Model: o.Model})
	require.NoError(t, err)
	return check(h)
}

// TestPlanted demands that anomalies are found by name in larger histories that have no other.
func TestPlanted(t *testing.T) {
	named := map[string]isolation.Anomaly{
		"read-skew": isolation.GSingle, "long-fork": isolation.GNonadjacent, "write-skew": isolation.G2Item,
		// The levels with axioms are decided by package saturate. These are the cycles of dependencies.
		"non-monotonic-read": isolation.GSingle, "fractured-read": isolation.GSingle,
		"causality-violation": isolation.GSingle, "cyclic-causality": isolation.G1c,
	}
	for _, name := range generate.Anomalies(txn.Lists, false) {
		t.Run(name, func(t *testing.T) {
			anomaly, other := named[name]
			if !other {
				anomaly = isolation.Anomaly(name)
			}
			weakest, known := isolation.RuledOut(anomaly)
			require.True(t, known)
			c := generated(t, generate.Options{Model: txn.Lists, Transactions: 1000, Level: isolation.StrictSerializable, Anomaly: name})
			i := slices.IndexFunc(c.findings, func(f proof.Finding) bool { return f.Anomaly == anomaly })
			require.GreaterOrEqual(t, i, 0, "found %v", c.anomalies())
			require.NoError(t, certificate.Violated(c.execution.History, weakest, &c.findings[i]))
			require.Equal(t, engine.Invalid, c.outcome(t, weakest))
		})
	}
}

// TestGenerated demands that what databases promise is not said to be violated, and that proofs
// are proofs.
func TestGenerated(t *testing.T) {
	for _, l := range generate.Levels() {
		c := generated(t, generate.Options{Model: txn.Lists, Transactions: 2000, Level: l, FailRate: 0.05, InfoRate: 0.05})
		t.Logf("%s: %v", l, c.anomalies())
		require.NotEqual(t, engine.Invalid, c.outcome(t, l), "%s: %+v", l, c.findings)
		switch l.Base {
		case isolation.ReadUncommitted, isolation.ReadCommitted, isolation.Serializable:
			require.Equal(t, engine.Valid, c.outcome(t, l), l)
		case isolation.SnapshotIsolation, isolation.ParallelSnapshotIsolation:
			t.Logf("%s: %s", l, c.outcome(t, l))
		default:
			continue
		}
		if holds := c.analysis.Holds(context.Background(), l); holds != nil {
			require.NoError(t, certificate.Holds(c.execution.History, l, holds), l)
		}
	}
}
