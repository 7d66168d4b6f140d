package causal_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// TestSimulated checks that what a store guarantees holds, and all that it implies.
func TestSimulated(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 1))
		z := size{100 + rng.IntN(900), 1 + rng.IntN(20), 1 + rng.IntN(20), rng.IntN(8)}
		for _, store := range []causal.Model{causal.CCv, causal.CM, causal.PRAM} {
			h := simulate(rng, store, z)
			for _, m := range causal.Models() {
				if store.Implies(m) {
					require.Equal(t, engine.Valid, check(t, h, m).Outcome, "seed %d: %s store, model %s", seed, store, m)
				}
			}
		}
	}
}

// TestPlanted adds the operations of a litmus test, on keys of their own, to a history without violations, and
// demands that the pattern is found by its name.
func TestPlanted(t *testing.T) {
	rng := rand.New(rand.NewPCG(*seed, 3))
	for _, l := range litmusTests {
		for _, m := range causal.Models() {
			pattern := l.violated[m]
			if pattern == "" {
				continue
			}
			h := simulate(rng, simulated(m), size{2000, 10, 20, 20})
			plant(rng, h, parse(t, l.history))
			result := check(t, h, m)
			require.Equal(t, engine.Invalid, result.Outcome, "%s: %s", l.name, m)
			require.Equal(t, pattern, result.Violation.Anomaly, "%s: %s: %s", l.name, m, result.Violation.Sentence)
			require.NotEmpty(t, result.Violation.Sentence)
			require.LessOrEqual(t, len(result.Violation.Cycle), 6, "%s: %s", l.name, m)
		}
	}
}

// plant puts the operations of sessions into as many sessions of h, all at the beginning or all at the end:
// between they would make operations of h causally related that the store did not relate.
func plant(rng *rand.Rand, h, litmus *txn.History) {
	key, version := txn.Key(len(h.Keys)), txn.Version(len(h.Versions))
	h.Keys = append(h.Keys, litmus.Keys...)
	into := rng.Perm(len(h.Sessions))
	moved := map[int32]int32{}
	moment := int32(len(h.Txns) * rng.IntN(2))
	for s, session := range litmus.Sessions {
		to := into[s]
		at, _ := slices.BinarySearch(h.Sessions[to], moment)
		for _, t := range session {
			x := litmus.Txns[t]
			x.Ops = append([]txn.Op(nil), x.Ops...)
			x.Session = int32(to)
			for i := range x.Ops {
				x.Ops[i].Key += key
				if x.Ops[i].Version != txn.Initial {
					x.Ops[i].Version += version
				}
			}
			moved[t] = int32(len(h.Txns))
			h.Sessions[to] = slices.Insert(h.Sessions[to], at, moved[t])
			at++
			x.Source = int32(len(h.Source.Operations))
			h.Source.Operations = append(h.Source.Operations, history.Operation{Process: int64(to), F: "txn", Status: x.Status})
			h.Txns = append(h.Txns, x)
		}
	}
	for _, w := range litmus.Versions {
		w.Key += key
		if w.Txn != txn.Nobody {
			w.Txn = moved[w.Txn]
		}
		h.Versions = append(h.Versions, w)
	}
}
