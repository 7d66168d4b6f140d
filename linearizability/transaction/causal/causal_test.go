package causal_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/causal/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

var (
	histories = flag.Int("histories", 1000, "random histories in the differential tests")
	seed      = flag.Uint64("seed", 1, "seed of the random histories")
)

// check decides a history, and demands that the certificate checker accepts the proof.
func check(t testing.TB, h *txn.History, m causal.Model) causal.Result {
	t.Helper()
	result, err := causal.Check(context.Background(), h, m, causal.Options{})
	require.NoError(t, err)
	switch result.Outcome {
	case engine.Valid:
		require.NoError(t, certificate.VerifyHolds(h, m.String(), result.Holds), "%s\n%s", m, show(h))
	case engine.Invalid:
		require.NoError(t, certificate.VerifyViolation(h, m.String(), result.Violation), "%s\n%s%+v", m, show(h), result.Violation)
	default:
		t.Fatalf("%s undecided: %s", m, result.Why)
	}
	return result
}

// TestOrders counts strict partial orders (OEIS A001035).
func TestOrders(t *testing.T) {
	for n, count := range []int{1, 1, 3, 19, 219, 4231} {
		require.Len(t, allOrders(n), count)
	}
}

// TestDifferential compares Check with the definitions on random histories.
//
//	go test ./linearizability/transaction/causal -run Differential -histories 100000 -timeout 60m -v
func TestDifferential(t *testing.T) {
	t.Logf("-histories %d -seed %d", *histories, *seed)
	for _, m := range causal.Models() {
		rng := rand.New(rand.NewPCG(*seed, uint64(m)))
		seen := outcomes{}
		for i := range *histories {
			operations := 3 + rng.IntN(3)
			if i%100 == 0 {
				operations = 6 // there are 130,023 causal orders of them
			}
			h := random(t, rng, small(rng, operations))
			if v := varied(t, rng); i%2 == 0 && len(v.Txns) < 6 {
				h = v
			}
			w := newWorld(h)
			holds := w != nil && w.holds(m)
			result := check(t, h, m)
			require.Equal(t, holds, result.Outcome == engine.Valid, "%s\n%s%+v", m, show(h), result.Violation)
			seen.add(&result)
		}
		seen.require(t, m, *histories, patterns(m)...)
	}
}

// TestPatternsDifferential compares Check with the patterns of each model, computed naively on
// histories that are too large for the definitions.
func TestPatternsDifferential(t *testing.T) {
	t.Logf("-histories %d -seed %d", *histories, *seed)
	for _, m := range causal.Models() {
		rng := rand.New(rand.NewPCG(*seed, uint64(m)+100))
		seen := outcomes{}
		for i := range *histories {
			s := small(rng, 6+rng.IntN(10))
			s.sessions, s.keys, s.faults, s.initial = 2+rng.IntN(4), 1+rng.IntN(4), false, 0.3*float64(rng.IntN(2))
			h := random(t, rng, s)
			switch i % 3 {
			case 0:
				h = varied(t, rng)
			case 1:
				store := []causal.Model{causal.CCv, causal.CM, causal.PRAM, simulated(m)}[rng.IntN(4)]
				h = corrupt(rng, simulate(rng, store, size{s.operations, s.sessions, s.keys, 1 + rng.IntN(3)}), rng.IntN(3))
			}
			w := newWorld(h)
			result := check(t, h, m)
			require.Equal(t, w != nil && w.free(m), result.Outcome == engine.Valid, "%s\n%s%+v", m, show(h), result.Violation)
			seen.add(&result)
		}
		seen.require(t, m, *histories)
		if m == causal.CM {
			require.NotZero(t, seen[causal.WriteHBInitRead])
		}
	}
}

// outcomes counts what became of histories: patterns, and valid ones under "".
type outcomes map[isolation.Anomaly]int

func (o outcomes) add(r *causal.Result) {
	if r.Outcome == engine.Valid {
		o[""]++
		return
	}
	o[r.Violation.Anomaly]++
}

// require demands that there were enough of each kind for a comparison to mean something.
func (o outcomes) require(t *testing.T, m causal.Model, total int, patterns ...isolation.Anomaly) {
	t.Helper()
	t.Log(m, o)
	require.Greater(t, o[""], total/8, m)
	for _, p := range patterns {
		require.Greater(t, o[p], total/500, "%s %s", m, p)
	}
}

// patterns returns those that violate a model.
func patterns(m causal.Model) []isolation.Anomaly {
	all := []isolation.Anomaly{causal.CyclicCO, causal.ThinAirRead, causal.AbortedRead}
	switch m {
	case causal.CC:
		return append(all, causal.WriteCOInitRead, causal.WriteCORead)
	case causal.CCv:
		return append(all, causal.WriteCOInitRead, causal.WriteCORead, causal.CyclicCF)
	case causal.CM:
		return append(all, causal.WriteCOInitRead, causal.WriteCORead, causal.CyclicHB)
	case causal.PRAM:
		return append(all, causal.WriteHBInitRead, causal.CyclicHB)
	case causal.ReadYourWrites:
		return append(all, causal.NotMyWrites)
	}
	if m&causal.MonotonicReads != 0 {
		all = append(all, causal.NonMonotonicReads)
	}
	return all
}
