package transaction

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

func level(b isolation.Base, o isolation.Order) isolation.Level {
	return isolation.Level{Base: b, Order: o}
}

func TestTableConcludes(t *testing.T) {
	c := newTable(isolation.Levels())
	c.holds(level(isolation.Causal, isolation.Session), "saturate", true, &proof.Holds{})
	c.violated(level(isolation.SnapshotIsolation, isolation.Unordered), "dependency", true)
	for _, row := range c.rows {
		want := engine.Undecided
		switch {
		case row.Level.Base >= isolation.SnapshotIsolation:
			want = engine.Invalid
		case row.Level.Base <= isolation.Causal && row.Level.Order <= isolation.Session:
			want = engine.Valid
		}
		require.Equal(t, want, row.Outcome, "%v", row.Level)
	}
	v := Verdict{Levels: c.rows}
	require.Equal(t, []isolation.Level{level(isolation.Causal, isolation.Session)}, v.Strongest())
	require.Equal(t, []isolation.Level{level(isolation.SnapshotIsolation, isolation.Unordered)}, v.Weakest())
}

// Contradictory proofs are a bug of ours, and must not pass for a verdict.
func TestTableContradiction(t *testing.T) {
	l := level(isolation.Causal, isolation.Unordered)
	c := newTable([]isolation.Level{l})
	c.holds(l, "saturate", true, &proof.Holds{})
	c.violated(l, "dependency", true)
	require.Equal(t, engine.Undecided, c.rows[0].Outcome)
	require.Contains(t, c.rows[0].Why, "bug in Tenet")

	c = newTable([]isolation.Level{l})
	c.violated(l, "dependency", false)
	c.holds(l, "saturate", true, &proof.Holds{})
	require.Equal(t, engine.Valid, c.rows[0].Outcome)
	require.Contains(t, c.rows[0].Why, "bug in Tenet")
}

// What is known without a proof is certified when a proof comes.
func TestTableCertifiesLater(t *testing.T) {
	l := level(isolation.Causal, isolation.Unordered)
	c := newTable([]isolation.Level{l})
	c.violated(l, "solve", false)
	require.False(t, c.rows[0].Certified)
	c.violated(l, "dependency", true)
	require.True(t, c.rows[0].Certified)
	c.violated(l, "solve", false)
	require.True(t, c.rows[0].Certified)
}
