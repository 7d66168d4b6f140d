package dependency

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/transaction/internal/digraph"
)

// TestGrowing adds random edges, and compares with looking for cycles after each.
func TestGrowing(t *testing.T) {
	refused := 0
	for i := range 300 {
		rng := rand.New(rand.NewPCG(*seed, uint64(i)))
		n := 2 + rng.IntN(15)
		var from, to []int32
		for range rng.IntN(n) {
			if u, v := rng.IntN(n), rng.IntN(n); u < v {
				from, to = append(from, int32(u)), append(to, int32(v))
			}
		}
		out, _ := digraph.New(n, from, to)
		in, _ := digraph.New(n, to, from)
		g := newGrowing(out, in, topological(out), 1<<30)
		for range 3 * n {
			u, v := int32(rng.IntN(n)), int32(rng.IntN(n))
			if u == v {
				continue
			}
			with, _ := digraph.New(n, append(from[:len(from):len(from)], u), append(to[:len(to):len(to)], v))
			acyclic := topological(with) != nil
			require.Equal(t, acyclic, g.add(u, v), "round %d", i)
			if acyclic {
				from, to = append(from, u), append(to, v)
			} else {
				refused++
			}
			for k := range from {
				require.Less(t, g.place[from[k]], g.place[to[k]])
			}
			for place, v := range g.order {
				require.Equal(t, int32(place), g.place[v])
			}
		}
	}
	require.Positive(t, refused)
}

func TestGrowingHasABudget(t *testing.T) {
	out, _ := digraph.New(4, []int32{0, 1, 2}, []int32{1, 2, 3})
	in, _ := digraph.New(4, []int32{1, 2, 3}, []int32{0, 1, 2})
	g := newGrowing(out, in, []int32{0, 1, 2, 3}, 1)
	require.True(t, g.add(0, 3), "what agrees with the order costs nothing")
	require.False(t, g.add(3, 0))
	apart, _ := digraph.New(4, []int32{0, 2}, []int32{1, 3})
	back, _ := digraph.New(4, []int32{1, 3}, []int32{0, 2})
	g = newGrowing(apart, back, []int32{0, 1, 2, 3}, 1)
	require.False(t, g.add(3, 0), "it would make no cycle, but that takes more than one look")
	require.Equal(t, []int32{0, 1, 2, 3}, g.order)
}
