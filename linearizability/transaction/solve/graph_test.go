package solve

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestGraph adds and removes edges, and demands that the order of vertices agrees with all of them, and
// that those edges are refused which close a cycle, with the way that closes it.
func TestGraph(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "vertices")
		vertex := rapid.Int32Range(0, int32(n)-1)
		var certain []edge
		for range rapid.IntRange(0, n).Draw(t, "certain") {
			if a, b := vertex.Draw(t, "a"), vertex.Draw(t, "b"); a < b {
				certain = append(certain, edge{a, b})
			}
		}
		g := newGraph(n, certain)
		for v := range int32(n) {
			g.order = append(g.order, v)
			g.position[v] = v
		}
		for i := range rapid.IntRange(0, 30).Draw(t, "steps") {
			if rapid.IntRange(0, 3).Draw(t, "remove") == 0 {
				g.truncate(rapid.IntRange(0, len(g.chosen)).Draw(t, "kept"))
				continue
			}
			e := edge{vertex.Draw(t, "from"), vertex.Draw(t, "to")}
			all := edgesOf(g, certain)
			cycle := reaches(n, all, e.to, e.from)
			require.Equal(t, !cycle, g.add(e, literal(i)))
			if cycle {
				verifyWay(t, g, all, e)
			} else {
				all = append(all, e)
			}
			for _, f := range all {
				require.Less(t, g.position[f.from], g.position[f.to])
			}
			for place, v := range g.order {
				require.Equal(t, int32(place), g.position[v])
			}
		}
	})
}

func edgesOf(g *graph, certain []edge) []edge {
	all := append([]edge(nil), certain...)
	for _, c := range g.chosen {
		all = append(all, c.edge)
	}
	return all
}

func reaches(n int, edges []edge, from, to int32) bool {
	reached := make([]bool, n)
	reached[from] = true
	for range n {
		for _, e := range edges {
			reached[e.to] = reached[e.to] || reached[e.from]
		}
	}
	return reached[to]
}

func verifyWay(t *rapid.T, g *graph, all []edge, e edge) {
	next := none
	g.path(e.from, func(v, through int32) {
		if next != none {
			require.Contains(t, all, edge{v, next})
		}
		if through != none {
			require.Equal(t, v, g.chosen[through].to)
		}
		next = v
	})
	require.Equal(t, e.to, next)
}

func TestLuby(t *testing.T) {
	var first []int
	for i := range 15 {
		first = append(first, luby(i+1))
	}
	require.Equal(t, []int{1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8}, first)
}
