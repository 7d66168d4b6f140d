package digraph

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEdgesKeepTheirOrder(t *testing.T) {
	g, edges := New(3, []int32{1, 0, 1, 2}, []int32{0, 1, 2, 0})
	require.Equal(t, 3, g.Len())
	require.Equal(t, []int32{1}, g.Out(0))
	require.Equal(t, []int32{0, 2}, g.Out(1))
	require.Equal(t, []int32{1, 0, 2, 3}, edges)
}

// TestComponents compares with reachability by definition.
func TestComponents(t *testing.T) {
	for seed := range uint64(500) {
		rng := rand.New(rand.NewPCG(seed, 0))
		n := 1 + rng.IntN(12)
		var from, to []int32
		reach := make([][]bool, n)
		for v := range reach {
			reach[v] = make([]bool, n)
			reach[v][v] = true
		}
		for range rng.IntN(2 * n) {
			u, v := rng.IntN(n), rng.IntN(n)
			from, to = append(from, int32(u)), append(to, int32(v))
			reach[u][v] = true
		}
		for k := range n {
			for i := range n {
				for j := range n {
					reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
				}
			}
		}
		g, _ := New(n, from, to)
		component, count := g.Components()
		require.Equal(t, count, slices.Max(component)+1)
		for i := range n {
			for j := range n {
				require.Equal(t, reach[i][j] && reach[j][i], component[i] == component[j], "seed %d", seed)
				require.False(t, reach[i][j] && component[i] < component[j], "seed %d: not in topological order", seed)
			}
		}
	}
}

func TestLongPathsNeedNoStack(t *testing.T) {
	const n = 1 << 20
	from, to := make([]int32, n), make([]int32, n)
	for i := range from {
		from[i], to[i] = int32(i), int32(i+1)%n
	}
	g, _ := New(n, from, to)
	_, count := g.Components()
	require.Equal(t, int32(1), count)
}

func TestBefore(t *testing.T) {
	g, _ := New(6, []int32{0, 0, 1, 4}, []int32{1, 2, 3, 3})
	require.Equal(t, []int32{3, 1, 2, 0, 4}, g.Before([]int32{0, 4, 1}))
	require.Equal(t, []int32{3, 4}, g.Before([]int32{4}))
}
