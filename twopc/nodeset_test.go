package twopc_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// TestNodeSetIsASet compares NodeSet with a map.
func TestNodeSetIsASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes := rapid.SliceOfN(rapid.Uint32Range(0, 9), 0, 12)
		draw := func(label string) (twopc.NodeSet, map[machine.NodeID]bool) {
			var ids []machine.NodeID
			has := map[machine.NodeID]bool{}
			for _, n := range nodes.Draw(t, label) {
				ids = append(ids, machine.NodeID(n))
				has[machine.NodeID(n)] = true
			}
			return twopc.NewNodeSet(ids...), has
		}
		a, hasA := draw("a")
		b, hasB := draw("b")
		before := slices.Clone(a)
		id := machine.NodeID(rapid.Uint32Range(0, 9).Draw(t, "id"))
		within := true
		for n := range machine.NodeID(10) {
			require.Equal(t, hasA[n], a.Has(n))
			require.Equal(t, hasA[n] || n == id, a.With(id).Has(n))
			require.Equal(t, hasA[n] && !hasB[n], a.Without(b...).Has(n))
			require.Equal(t, hasA[n] || hasB[n], a.Union(b).Has(n))
			within = within && (!hasA[n] || hasB[n])
		}
		require.Equal(t, within, a.Within(b))
		require.Equal(t, within && len(a) == len(b), a.Equal(b))
		require.Equal(t, before, a, "sets are immutable")
	})
}
