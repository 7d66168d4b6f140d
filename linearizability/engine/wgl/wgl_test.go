package wgl_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/engine/frontier"
	"github.com/tenet-go/tenet/linearizability/engine/wgl"
	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func problem(t *testing.T, seed uint64, name string, o generate.Options) *engine.Problem {
	t.Helper()
	h, err := generate.Random(rand.New(rand.NewPCG(seed, 1)), name, o)
	require.NoError(t, err)
	m, err := model.New(name, model.Options{})
	require.NoError(t, err)
	p, err := engine.NewProblem(m, h)
	require.NoError(t, err)
	return p
}

// TestAgreesWithTheFrontier compares Porcupine with this project's search, and has its orders
// verified, operations of unknown outcome included.
func TestAgreesWithTheFrontier(t *testing.T) {
	counts := map[engine.Outcome]int{}
	for _, name := range []string{"register", "queue", "mutex", "counter"} {
		for seed := range uint64(300) {
			p := problem(t, seed, name, generate.Options{Operations: 12, Clients: 4, Values: 3, InfoRate: 0.2, Corrupt: int(seed % 2)})
			r := wgl.Porcupine(1<<30).Solve(context.Background(), p)
			require.Equal(t, frontier.Object(1<<20).Solve(context.Background(), p).Outcome, r.Outcome, "%s, seed %d", name, seed)
			counts[r.Outcome]++
			if r.Outcome != engine.Valid {
				continue
			}
			order := make([]int32, len(r.Order))
			for k, i := range r.Order {
				order[k] = p.Index[i]
			}
			require.NoError(t, certificate.CheckOrder(p.Model, p.History, p.Index, order), "%s, seed %d", name, seed)
		}
	}
	require.Greater(t, counts[engine.Valid], 300)
	require.Greater(t, counts[engine.Invalid], 100)
}

func TestLimits(t *testing.T) {
	p := problem(t, 1, "counter", generate.Options{Operations: 2000, Clients: 10})
	r := wgl.Porcupine(1<<16).Solve(context.Background(), p)
	require.Equal(t, engine.Result{Why: "its cache may take more memory than allowed"}, r)

	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errors.New("enough"))
	r = wgl.Porcupine(1<<40).Solve(ctx, p)
	require.Equal(t, engine.Result{Why: "enough"}, r)
}
