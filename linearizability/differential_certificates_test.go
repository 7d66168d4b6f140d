package linearizability

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
)

// TestCertificatesAlone asks nobody but Check: with all engines and with each alone, every verdict
// that an engine comes to must be certified. It shows which wrong engines package certificate
// catches by itself: those whose orders are none, and those that call a linearizable history a
// violation. Nobody but another engine catches one that gives up.
func TestCertificatesAlone(t *testing.T) {
	for i, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			m := s.model(t)
			f := engines(m.Shape(), 0)
			choices := [][]string{nil}
			for _, e := range append(f.quick, f.searches...) {
				choices = append(choices, []string{e.Name()})
			}
			rng := rand.New(rand.NewPCG(*seed, uint64(i)))
			decided := 0
			for k := range *histories / 8 {
				h := s.small(rng)
				if k%4 == 0 {
					h = s.keyed(rng)
				}
				for _, names := range choices {
					v, err := Check(context.Background(), m, h, Options{Engines: names, Memory: -1, Workers: 1})
					require.NoError(t, err)
					require.NotContains(t, v.Why, "refused")
					if names != nil && v.Outcome == engine.Undecided {
						continue
					}
					require.NotEqual(t, engine.Undecided, v.Outcome, "%v: %s", names, v.Why)
					require.True(t, v.Certified, "%v: %s: %s", names, v.Outcome, v.Why)
					decided++
				}
			}
			require.Greater(t, decided, *histories/8)
		})
	}
}

// TestCertificatesNeedNoEngine verifies that a verdict is refused if an engine was wrong: an
// order without an operation, and a violation where there is none.
func TestCertificatesNeedNoEngine(t *testing.T) {
	s := subject{kind: "register"}
	m := s.model(t)
	rng := rand.New(rand.NewPCG(*seed, 0))
	refused := 0
	for range 200 {
		h := s.small(rng)
		p, err := engine.NewProblem(m, h)
		require.NoError(t, err)
		part := Part{Index: p.Index, Engine: "wrong", Outcome: engine.Valid, problem: p}
		c := &check{history: h, verdict: &Verdict{Model: m}}
		c.certifyOrder(&part, nil)
		needed := certificate.CheckOrder(m, h, p.Index, nil) != nil
		require.Equal(t, needed, part.Outcome == engine.Undecided)
		if needed {
			require.False(t, part.Certified)
			require.Contains(t, part.Why, "refused")
			refused++
		}
	}
	require.Greater(t, refused, 100)
}
