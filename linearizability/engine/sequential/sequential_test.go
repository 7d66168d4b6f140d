package sequential_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/engine/sequential"
	"github.com/tenet-go/tenet/linearizability/generate"
	"github.com/tenet-go/tenet/linearizability/model"
)

// interleavings decides by trying every interleaving of the processes, with no memory and no
// shortcut.
func interleavings(p *engine.Problem, state model.State, left map[int64][]int32) bool {
	done := true
	for process, ops := range left {
		if len(ops) == 0 {
			continue
		}
		if !p.Pending(ops[0]) {
			done = false
		}
		if next, ok := state.Step(*p.Action(ops[0])); ok {
			left[process] = ops[1:]
			found := interleavings(p, next, left)
			left[process] = ops
			if found {
				return true
			}
		}
	}
	return done
}

func TestAgreesWithAllInterleavings(t *testing.T) {
	counts := map[engine.Outcome]int{}
	for _, name := range []string{"register", "cas-register", "queue", "counter", "set"} {
		for seed := range uint64(1500) {
			h, err := generate.Small(rand.New(rand.NewPCG(seed, 5)), name)
			require.NoError(t, err)
			m, err := model.New(name, model.Options{})
			require.NoError(t, err)
			p, err := engine.NewProblem(m, h)
			require.NoError(t, err)
			left := map[int64][]int32{}
			for i := range p.Index {
				process := p.Operation(int32(i)).Process
				left[process] = append(left[process], int32(i))
			}
			r := sequential.Engine(1<<20).Solve(context.Background(), p)
			require.Equal(t, interleavings(p, m.Init(), left), r.Outcome == engine.Valid, "%s, seed %d", name, seed)
			counts[r.Outcome]++
			if r.Outcome == engine.Valid {
				order := make([]int32, len(r.Order))
				for k, i := range r.Order {
					order[k] = p.Index[i]
				}
				require.NoError(t, certificate.CheckSequentialOrder(m, h, p.Index, order))
			}
		}
	}
	require.Greater(t, counts[engine.Valid], 1000)
	require.Greater(t, counts[engine.Invalid], 1000)
	require.Zero(t, counts[engine.Undecided])
}

func TestLimits(t *testing.T) {
	h, err := generate.Random(rand.New(rand.NewPCG(1, 1)), "counter", generate.Options{Operations: 300, Clients: 12, Corrupt: 9})
	require.NoError(t, err)
	m, err := model.New("counter", model.Options{})
	require.NoError(t, err)
	p, err := engine.NewProblem(m, h)
	require.NoError(t, err)
	r := sequential.Engine(100).Solve(context.Background(), p)
	require.Equal(t, engine.Result{Why: "more than 100 configurations"}, r)
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(fmt.Errorf("enough"))
	r = sequential.Engine(1<<20).Solve(ctx, p)
	require.Equal(t, engine.Result{Why: "enough"}, r)
}
