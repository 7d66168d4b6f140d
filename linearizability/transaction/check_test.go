package transaction_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/generate"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

func generated(t *testing.T, o generate.Options) *history.History {
	t.Helper()
	o.Level = isolation.StrictSerializable
	h, err := generate.History(rand.New(rand.NewPCG(7, 0)), o)
	require.NoError(t, err)
	return h
}

// namesOf are the anomalies by which a planted one may go, besides its own name: those that are
// described by what clients do, not by a cycle.
var namesOf = map[string]string{"cyclic-causality": "G1c", "read-skew": "G-single", "write-skew": "G2-item", "long-fork": "G-nonadjacent"}

// TestPlantedAnomaliesAreFoundByName plants every anomaly among good transactions.
func TestPlantedAnomaliesAreFoundByName(t *testing.T) {
	for model, decoded := range map[transaction.Model]txn.Model{transaction.ListAppend: txn.Lists, transaction.RWRegister: txn.Registers} {
		for _, anomaly := range generate.Anomalies(decoded, false) {
			t.Run(model.String()+"/"+anomaly, func(t *testing.T) {
				h := generated(t, generate.Options{Model: decoded, Transactions: 300, Anomaly: anomaly})
				o := transaction.Options{Model: model}
				if anomaly == "cyclic-versions" {
					o.Assume.SessionOrder = true
				}
				v, err := transaction.Check(t.Context(), h, o)
				require.NoError(t, err)
				require.Equal(t, engine.Invalid, v.Outcome, v.Why)
				require.True(t, v.Certified, v.Why)
				want := anomaly
				if other := namesOf[anomaly]; other != "" {
					want = other
				}
				var found []string
				for _, f := range v.Findings {
					found = append(found, string(f.Anomaly))
				}
				require.Contains(t, found, want)
				require.Empty(t, v.Undecided())
				require.Empty(t, v.Why, "no proof is refused")
			})
		}
	}
}

// A history without anomaly has every level, with one proof: that of the strongest.
func TestStrictSerializableHoldsWithOneProof(t *testing.T) {
	for model, decoded := range map[transaction.Model]txn.Model{transaction.ListAppend: txn.Lists, transaction.RWRegister: txn.Registers, transaction.Transactions: txn.Registers} {
		h := generated(t, generate.Options{Model: decoded, Transactions: 500, InfoRate: 0.05, FailRate: 0.05})
		v, err := transaction.Check(t.Context(), h, transaction.Options{Model: model})
		require.NoError(t, err)
		require.Equal(t, engine.Valid, v.Outcome, v.Why)
		require.Equal(t, []isolation.Level{isolation.StrictSerializable}, v.Strongest())
		require.Empty(t, v.Weakest())
		require.Empty(t, v.Findings)
		proofs := 0
		for _, l := range v.Levels {
			require.True(t, l.Certified, "%v", l.Level)
			if l.Holds != nil {
				proofs++
			}
		}
		require.Equal(t, 1, proofs)
	}
}

// A history without times says nothing of real time, and does not pretend to.
func TestUntimedHistories(t *testing.T) {
	h := generated(t, generate.Options{Model: txn.Registers, Transactions: 50})
	h.Untimed = true
	strict := isolation.StrictSerializable
	_, err := transaction.Check(t.Context(), h, transaction.Options{Model: transaction.Transactions, Level: &strict})
	require.ErrorContains(t, err, "no times")
	v, err := transaction.Check(t.Context(), h, transaction.Options{Model: transaction.Transactions})
	require.NoError(t, err)
	require.Equal(t, "serializable", v.Model.LevelName(v.Level))
	require.False(t, slices.ContainsFunc(v.Levels, func(l transaction.LevelVerdict) bool { return l.Level.Order == isolation.RealTime }))
}

// A check that has no time says so, and claims nothing.
func TestNoTime(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	h := generated(t, generate.Options{Model: txn.Lists, Transactions: 200})
	v, err := transaction.Check(ctx, h, transaction.Options{Model: transaction.ListAppend})
	require.NoError(t, err)
	require.Equal(t, engine.Undecided, v.Outcome)
	require.NotEmpty(t, v.Why)
	require.False(t, v.Certified)
}

// Of many anomalies of one name a few are listed, the rest is counted.
func TestOmittedAnomaliesAreCounted(t *testing.T) {
	h, err := generate.History(rand.New(rand.NewPCG(7, 0)), generate.Options{Model: txn.Lists, Transactions: 2000, Level: isolation.Level{Base: isolation.ReadUncommitted}})
	require.NoError(t, err)
	v, err := transaction.Check(t.Context(), h, transaction.Options{})
	require.NoError(t, err)
	listed, omitted := map[isolation.Anomaly]int{}, 0
	for _, f := range v.Findings {
		listed[f.Anomaly]++
		require.LessOrEqual(t, listed[f.Anomaly], transaction.MaxFindings)
		omitted += f.Omitted
	}
	require.Greater(t, v.Omitted, 20, "%v", listed)
	require.GreaterOrEqual(t, v.Omitted, omitted)
}

func TestLevelNames(t *testing.T) {
	for _, name := range transaction.ModelNames() {
		m, err := transaction.ParseModel(name)
		require.NoError(t, err)
		require.Equal(t, name, m.String())
		for _, level := range m.LevelNames() {
			l, err := m.ParseLevel(level)
			require.NoError(t, err)
			require.Equal(t, level, m.LevelName(l))
		}
		_, err = m.ParseLevel("read-your-writes")
		require.ErrorContains(t, err, "expected one of")
	}
	_, err := transaction.ParseModel("bank")
	require.ErrorContains(t, err, "list-append")

	// Biswas and Enea's read committed is monotonic atomic view in sessions, Elle's is Adya's PL-2.
	l, err := transaction.Transactions.ParseLevel("read-committed")
	require.NoError(t, err)
	require.Equal(t, isolation.Level{Base: isolation.MonotonicAtomicView, Order: isolation.Session}, l)
	l, err = transaction.ListAppend.ParseLevel("read-committed")
	require.NoError(t, err)
	require.Equal(t, isolation.Level{Base: isolation.ReadCommitted}, l)
}
