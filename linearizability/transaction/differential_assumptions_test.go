package transaction_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// TestDifferentialAssumptions has Check assume something of databases for which that mostly does not hold.
// What it finds must be verified by package certificate if the caller vouches for the assumption, and, where
// the brute force says that the level holds without it, not otherwise.
func TestDifferentialAssumptions(t *testing.T) {
	t.Logf("-histories %d -seed %d", *histories, *seed)
	for name, assume := range map[string]version.Assumptions{
		"read before write": {ReadBeforeWrite: true},
		"session order":     {SessionOrder: true},
		"real-time order":   {RealTimeOrder: true},
		"all":               {ReadBeforeWrite: true, SessionOrder: true, RealTimeOrder: true},
	} {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(*seed, uint64(len(name))))
			rests := map[isolation.Anomaly]int{} // anomalies that rest on the assumption
			for range *histories / 2 {
				source := oracle.RandomSource(rng, oracle.Shape{Model: txn.Registers})
				v, err := transaction.Check(context.Background(), source, transaction.Options{
					Model: transaction.RWRegister, Init: history.Int(0), Assume: assume,
				})
				require.NoError(t, err)
				require.NotContains(t, v.Why, "refused", "%s", oracle.Format(v.History))
				truth := oracle.Decide(v.History)
				for i := range v.Findings {
					f := &v.Findings[i]
					if weakest, _ := isolation.RuledOut(f.Anomaly); truth.Holds(weakest) {
						rests[f.Anomaly]++
						require.Error(t, certificate.Violated(v.History, weakest, &f.Finding), "%s\n%s", f.Anomaly, oracle.Format(v.History))
					}
				}
			}
			t.Log(rests)
			require.NotEmpty(t, rests, "the assumption says nothing")
		})
	}
}
