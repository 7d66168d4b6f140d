package causal_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
)

// TestLattice checks that what a model implies holds where it holds.
func TestLattice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		h := varied(t, rng)
		if rapid.Bool().Draw(rt, "simulated") {
			h = corrupt(rng, simulate(rng, causal.CCv, size{5 + rng.IntN(40), 1 + rng.IntN(5), 1 + rng.IntN(4), rng.IntN(4)}), rng.IntN(3))
		}
		holds := map[causal.Model]bool{}
		for _, m := range causal.Models() {
			holds[m] = check(t, h, m).Outcome == engine.Valid
		}
		for _, m := range causal.Models() {
			for _, n := range causal.Models() {
				if m.Implies(n) && holds[m] && !holds[n] {
					rt.Fatalf("%s holds and %s does not\n%s", m, n, show(h))
				}
			}
		}
	})
}

// TestImpliesNothingElse finds among the litmus tests, and among histories like them, one for each
// implication that there is not.
func TestImpliesNothingElse(t *testing.T) {
	rng := rand.New(rand.NewPCG(*seed, 7))
	missing := map[[2]causal.Model]bool{}
	for _, m := range causal.Models() {
		for _, n := range causal.Models() {
			if !m.Implies(n) {
				missing[[2]causal.Model{m, n}] = true
			}
		}
	}
	for range 2000 {
		h := varied(t, rng)
		var holds, violated []causal.Model
		for _, m := range causal.Models() {
			if check(t, h, m).Outcome == engine.Valid {
				holds = append(holds, m)
			} else {
				violated = append(violated, m)
			}
		}
		for _, m := range holds {
			for _, n := range violated {
				delete(missing, [2]causal.Model{m, n})
			}
		}
	}
	require.Empty(t, missing)
}

// TestOneReadShowsLittle checks that sessions that read once satisfy all models.
func TestOneReadShowsLittle(t *testing.T) {
	for _, m := range causal.Models() {
		h := parse(t, "w x 1, w x 2, w x 3\nr x 2\nr x 1\nr x -")
		require.Equal(t, engine.Valid, check(t, h, m).Outcome, m)
	}
}
