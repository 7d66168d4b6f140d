package solve

import (
	"context"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

var (
	histories = flag.Int("histories", 1000, "random histories for each model in the differential test")
	seed      = flag.Uint64("seed", 1, "seed of the differential test")
)

// levels are those that are decided here.
func levels() []isolation.Level {
	var all []isolation.Level
	for _, l := range isolation.Levels() {
		if l.Base >= isolation.ParallelSnapshotIsolation {
			all = append(all, l)
		}
	}
	return all
}

// TestDifferential lets the solver and the brute force decide small random histories, and demands
// that they agree and that what the solver says is proved.
//
//	go test ./linearizability/transaction/solve -run Differential -histories 100000 -timeout 60m -v
func TestDifferential(t *testing.T) {
	t.Logf("-histories %d -seed %d", *histories, *seed)
	for _, model := range []txn.Model{txn.Registers, txn.Lists} {
		t.Run(model.String(), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(*seed, uint64(model)))
			c := counts{}
			for range *histories {
				c.compare(t, oracle.Random(rng, oracle.Shape{Model: model, Untimed: rng.IntN(4) == 0}))
			}
			t.Logf("%+v", c)
			require.Greater(t, c.valid, 3**histories)
			require.Greater(t, c.cycles, *histories)
			require.Greater(t, c.refutations, *histories/100) // lists seldom need one: few appends are unread
		})
	}
}

// counts says how often each kind of answer was given.
type counts struct{ valid, cycles, refutations, withAnomalies int }

// compare compares the solver with the brute force, on all levels.
func (c *counts) compare(t *testing.T, h *txn.History) {
	t.Helper()
	truth := oracle.Decide(h)
	e, anomalies := execution.New(h)
	o, contradictions := version.New(e, version.Assumptions{})
	single := len(anomalies)+len(contradictions) > 0 // then the levels are ruled out, and answers may be any
	if single {
		c.withAnomalies++
	}
	for _, l := range levels() {
		r := Decide(context.Background(), e, o, l, Options{})
		require.Empty(t, r.Why, "%v\n%s", l, oracle.Format(h))
		if !single {
			require.NoError(t, verify(h, l, r), "%v\n%s", l, oracle.Format(h))
			require.Equal(t, truth.Holds(l), r.Outcome == engine.Valid, "%v: %v\n%s", l, r.Outcome, oracle.Format(h))
		}
		c.add(r)
	}
}

func (c *counts) add(r Result) {
	switch {
	case r.Outcome == engine.Valid:
		c.valid++
	case r.Cycle != nil:
		c.cycles++
	default:
		c.refutations++
	}
}

// verify lets package certificate verify what was decided.
func verify(h *txn.History, l isolation.Level, r Result) error {
	if r.Outcome == engine.Valid {
		return certificate.Holds(h, l, r.Holds)
	}
	return certificate.Violated(h, l, &proof.Finding{Cycle: r.Cycle, Refutation: r.Refutation})
}

// TestAssumptions has the user vouch for orders of versions, and demands that what is said to be violated
// because of them is proved, for whoever vouches for them, and what holds in spite of them for everybody.
func TestAssumptions(t *testing.T) {
	t.Logf("-histories %d -seed %d", *histories, *seed)
	rng := rand.New(rand.NewPCG(*seed, 4))
	rest := map[proof.Basis]int{} // violations that rest on each
	for i := range *histories {
		basis := proof.ByReadBeforeWrite + proof.Basis(i%3)
		h := oracle.Random(rng, oracle.Shape{Model: txn.Registers})
		e, anomalies := execution.New(h)
		o, contradictions := version.New(e, version.Assumptions{
			ReadBeforeWrite: basis == proof.ByReadBeforeWrite, SessionOrder: basis == proof.BySessionOrder, RealTimeOrder: basis == proof.ByRealTimeOrder,
		})
		if len(anomalies)+len(contradictions) > 0 {
			continue
		}
		truth := oracle.Decide(h)
		for _, l := range levels() {
			r := Decide(context.Background(), e, o, l, Options{})
			require.Empty(t, r.Why, "%v\n%s", l, oracle.Format(h))
			if r.Outcome == engine.Valid {
				require.NoError(t, certificate.Holds(h, l, r.Holds), "%v\n%s", l, oracle.Format(h))
				continue
			}
			f := &proof.Finding{Cycle: r.Cycle, Refutation: r.Refutation}
			require.NoError(t, certificate.Violated(h, l, f, basis), "%v by %v\n%s", l, basis, oracle.Format(h))
			if truth.Holds(l) {
				require.Error(t, certificate.Violated(h, l, f), "%v by %v\n%s", l, basis, oracle.Format(h))
				rest[basis]++
			}
		}
	}
	t.Log(rest)
	require.Greater(t, rest[proof.BySessionOrder], *histories/200)
	require.Greater(t, rest[proof.ByRealTimeOrder], *histories/200)
}
