package linearizability

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
)

// keyed makes a small history of up to three objects, told apart by their keys.
func (s subject) keyed(rng *rand.Rand) *history.History {
	h, err := generate.Random(rng, s.kind, generate.Options{
		Operations: 4 + rng.IntN(6),
		Clients:    2 + rng.IntN(3),
		Values:     rng.IntN(4),
		Keys:       2 + rng.IntN(2),
		Reads:      0.5,
		WholeReads: 0.5 * float64(rng.IntN(2)),
		InfoRate:   0.2 * float64(rng.IntN(2)),
		FailRate:   0.1,
		HonestCAS:  true,
		Idle:       0.3,
		Permits:    2,
		Corrupt:    rng.IntN(9),
	})
	if err != nil {
		panic(err)
	}
	if rng.IntN(4) == 0 {
		coarsen(h, 2+rng.Int64N(4))
	}
	return h
}

// TestDifferentialKeys is TestDifferential for histories of several objects. There the brute
// force and Porcupine decide the history as a whole, with the product of the objects as the model.
func TestDifferentialKeys(t *testing.T) {
	all := subjects()
	tallies := differential(t, all, *histories/4, subject.keyed)
	if t.Failed() {
		return
	}
	table(t, all, tallies)
	for i, n := range tallies {
		if n.histories == 0 {
			continue
		}
		require.Greater(t, n.valid, n.histories/5*2, all[i].name)
		require.Greater(t, n.invalid, n.histories/5*2, all[i].name)
	}
}
