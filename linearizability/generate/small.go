package generate

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
)

// Small makes a history of 3 to 8 operations by 2 to 4 clients, for comparing checkers with brute
// force. Values are unique in some histories and repeated in others; some operations fail or have
// an unknown outcome. About half of the histories are violations (tests keep the share between
// 35 % and 65 % for every model). All have one object, without a key, and semaphores have 2 permits.
// The error tells a wrong name.
func Small(rng *rand.Rand, model string) (*history.History, error) {
	at := slices.IndexFunc(kinds, func(k kind) bool { return k.model == model })
	if at < 0 {
		return nil, fmt.Errorf("generate: unknown model %q", model)
	}
	o := smallOptions(rng)
	o.Corrupt = rng.IntN(1 + kinds[at].anomalies)
	return random(rng, &kinds[at], o), nil
}

func smallOptions(rng *rand.Rand) Options {
	o := Options{
		Operations: 3 + rng.IntN(6),
		Clients:    2 + rng.IntN(3),
		Values:     rng.IntN(4),
		Reads:      0.4 + 0.2*rng.Float64(),
		WholeReads: 0.5 * float64(rng.IntN(2)),
		InfoRate:   0.3 * float64(rng.IntN(2)),
		FailRate:   0.1,
		HonestCAS:  true,
		Permits:    2,
	}
	if rng.IntN(2) == 0 {
		o.Idle = 0.6
	}
	return o
}
