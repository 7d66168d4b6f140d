package linearizability

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
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

// TestCertificatesNeedNoEngine gives Check the answers of an engine that is always wrong: an order
// without operations, and a violation where there is none. It must refuse them.
func TestCertificatesNeedNoEngine(t *testing.T) {
	s := subject{kind: "register"}
	m := s.model(t)
	rng := rand.New(rand.NewPCG(*seed, 0))
	o, err := Options{}.withDefaults()
	require.NoError(t, err)
	orders, violations := 0, 0
	for range 300 {
		h := s.small(rng)
		if !slices.ContainsFunc(h.Operations, func(op history.Operation) bool { return op.Status == history.OK }) {
			continue // there is nothing to be wrong about
		}
		linearizable, err := decideNaively(m, h)
		require.NoError(t, err)
		c := &check{options: o, history: h, verdict: &Verdict{}}
		c.verdict.Model, _ = objectAndWhole(m, h)
		require.NoError(t, c.divide())
		part := &c.verdict.Parts[0]
		part.Engine = "wrong"
		if linearizable {
			part.Outcome = engine.Invalid
			violations++
		} else {
			part.Outcome = engine.Valid
			c.certifyOrder(part, nil)
			orders++
		}
		c.conclude(context.Background())
		require.Equal(t, engine.Undecided, c.verdict.Outcome)
		require.Contains(t, c.verdict.Why, "refused")
		require.False(t, c.verdict.Certified)
		require.False(t, part.Certified)
	}
	require.Greater(t, orders, 50)
	require.Greater(t, violations, 50)
}
