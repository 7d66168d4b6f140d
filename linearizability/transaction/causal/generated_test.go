package causal_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/generate"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// shows has models that find a planted anomaly by its name.
var shows = map[string][]causal.Model{
	"CyclicCO":                      causal.Models(),
	"ThinAirRead":                   causal.Models(),
	"aborted-read":                  causal.Models(),
	"WriteCOInitRead":               {causal.CC, causal.CCv, causal.CM},
	"WriteCORead":                   {causal.CC, causal.CCv, causal.CM},
	"CyclicCF":                      {causal.CCv},
	"WriteHBInitRead":               {causal.CM, causal.PRAM},
	"CyclicHB":                      {causal.CM, causal.PRAM},
	"read-your-writes-violation":    {causal.ReadYourWrites},
	"monotonic-reads-violation":     {causal.MonotonicReads},
	"monotonic-writes-violation":    {causal.MonotonicReads | causal.MonotonicWrites},
	"writes-follow-reads-violation": {causal.MonotonicReads | causal.WritesFollowReads},
}

// TestPlantedAnomaliesAreFoundByName finds each anomaly of single operations that package generate plants, and none where it
// plants none.
func TestPlantedAnomaliesAreFoundByName(t *testing.T) {
	options := generate.Options{Single: true, Transactions: 3000, FailRate: 0.02, InfoRate: 0.02, Level: isolation.StrictSerializable}
	for _, m := range causal.Models() {
		require.Equal(t, engine.Valid, check(t, generated(t, options), m).Outcome, m)
	}
	found := 0
	for _, name := range generate.Anomalies(txn.Registers, true) {
		options.Anomaly = name
		for _, m := range shows[name] {
			result := check(t, generated(t, options), m)
			require.Equal(t, engine.Invalid, result.Outcome, "%s: %s", name, m)
			require.Equal(t, isolation.Anomaly(name), result.Violation.Anomaly, "%s: %s", name, m)
			found++
		}
	}
	require.Greater(t, found, len(shows))
	for name := range shows {
		require.True(t, slices.Contains(generate.Anomalies(txn.Registers, true), name), name)
	}
}

func generated(t *testing.T, o generate.Options) *txn.History {
	t.Helper()
	h, err := generate.History(rand.New(rand.NewPCG(*seed, 0)), o)
	require.NoError(t, err)
	d, err := txn.Decode(h, txn.Options{Single: true})
	require.NoError(t, err)
	return d
}
