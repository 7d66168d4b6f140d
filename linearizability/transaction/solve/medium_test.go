package solve

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// TestMedium decides histories of some dozens of transactions with many concurrent writes, which are
// too large for the brute force, and verifies the proofs of both answers. Databases that keep their
// level must be found to do so.
func TestMedium(t *testing.T) {
	t.Logf("-histories %d -seed %d", *histories, *seed)
	rng := rand.New(rand.NewPCG(*seed, 3))
	var c counts
	rounds := *histories / 10
	for range rounds {
		d := database{
			base: isolation.SnapshotIsolation + isolation.Base(rng.IntN(2)), txns: 10 + rng.IntN(60), sessions: 2 + rng.IntN(10),
			keys: 2 + rng.IntN(6), ops: 1 + rng.IntN(4), reads: 0.3 + 0.5*rng.Float64(), skew: rng.Float64(), untimed: rng.IntN(2) == 0,
		}
		if rng.IntN(4) == 0 {
			d.model = txn.Lists
		} else {
			d.corrupt = rng.IntN(3)
		}
		c.medium(t, d, d.run(rng))
	}
	t.Logf("%+v", c)
	require.Greater(t, c.valid, rounds)
	require.Greater(t, c.cycles, rounds/20)
	require.Greater(t, c.refutations, rounds)
}

func (c *counts) medium(t *testing.T, d database, h *txn.History) {
	t.Helper()
	e, findings := execution.New(h)
	require.Empty(t, findings)
	o, findings := version.New(e, version.Assumptions{})
	require.Empty(t, findings)
	for _, l := range levels() {
		r := Decide(context.Background(), e, o, l, Options{})
		require.Empty(t, r.Why, "%v %+v", l, d)
		require.NoError(t, verify(h, l, r), "%v %+v", l, d)
		if d.corrupt == 0 && (l.Base <= d.base && l.Order == isolation.Unordered || d.base == isolation.Serializable) {
			require.Equal(t, engine.Valid, r.Outcome, "%v %+v", l, d)
		}
		c.add(r)
	}
}
