package container_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/history"
)

// TestLarge verifies what engines say about histories too large for brute force as a whole: a
// right order or witness is proof enough.
func TestLarge(t *testing.T) {
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			m := newModel(t, s.model)
			rng := rand.New(rand.NewPCG(5, 6))
			seen := map[string]int{}
			for k := range 200 {
				unknown := []float64{0, 0.01}[k%2]
				var h *history.History
				if s.most > 8 {
					h = run(rng, s.object(), 100, 1+k%8, unknown)
					s.spoil(rng, h, k%4)
				} else {
					o := generate.Options{Operations: 200, Clients: 1 + k%12, Corrupt: k % 3, InfoRate: unknown}
					var err error
					h, err = generate.Random(rng, s.model, o)
					require.NoError(t, err)
				}
				seen[compare(t, s.engine, m, h).Outcome.String()]++
			}
			t.Log(seen)
			require.Greater(t, seen["valid"], 50)
			require.Greater(t, seen["invalid"], 40)
			require.Less(t, seen["unknown"], 80) // sets whose removes tell nothing
		})
	}
}

// TestShapes solves histories whose shapes are worst for the engines: all values are inside at once,
// or every operation is concurrent to half of the others.
func TestShapes(t *testing.T) {
	const values = 10_000
	ok := func(f string, input, output history.Value, call, ret int64) history.Operation {
		return history.Operation{F: f, Input: input, Output: output, Call: call, Return: ret, Status: history.OK}
	}
	for _, s := range subjects[:3] {
		b := s.object().(*bag)
		names := b.names()
		apart, together := &history.History{}, &history.History{}
		for v := range int64(values) {
			apart.Operations = append(apart.Operations, ok(names[0], history.Int(v), history.Nil, 2*v, 2*v+1))
			together.Operations = append(together.Operations, ok(names[0], history.Int(v), history.Nil, v, values+v))
			b.apply(names[0], history.Int(v))
		}
		for v := range int64(values) {
			out := b.apply(names[1], history.Nil)
			apart.Operations = append(apart.Operations, ok(names[1], history.Nil, out, 2*values+2*v, 2*values+2*v+1))
			together.Operations = append(together.Operations, ok(names[1], history.Nil, out, 2*values+v, 3*values+v))
		}
		m := newModel(t, s.model)
		require.Equal(t, engine.Valid, compare(t, s.engine, m, apart).Outcome, s.name)
		require.Equal(t, engine.Valid, compare(t, s.engine, m, together).Outcome, s.name)
		// Two removes exchange what they took.
		x, y := &apart.Operations[values+10].Output, &apart.Operations[2*values-10].Output
		*x, *y = *y, *x
		require.Equal(t, engine.Invalid, compare(t, s.engine, m, apart).Outcome, s.name)
	}
}
