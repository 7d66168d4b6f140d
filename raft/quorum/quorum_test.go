package quorum_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft/quorum"
)

func voters(n int) quorum.Majority {
	m := make(quorum.Majority, n)
	for i := range m {
		m[i] = machine.NodeID(10 * (i + 1))
	}
	return m
}

// subset returns the function that says yes for the voters of the bits in set.
func subset(m quorum.Majority, set int) func(machine.NodeID) bool {
	return func(id machine.NodeID) bool {
		for i, v := range m {
			if v == id {
				return set>>i&1 == 1
			}
		}
		return false
	}
}

func TestSizeIsMoreThanHalf(t *testing.T) {
	for n, want := range []int{1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 4, 7: 4} {
		if n > 0 {
			require.Equal(t, want, voters(n).Size(), "%d voters", n)
		}
	}
}

func TestHas(t *testing.T) {
	require.True(t, voters(3).Has(20))
	require.False(t, voters(3).Has(40))
	require.False(t, voters(0).Has(0))
}

// TestAnyTwoQuorumsHaveANodeInCommon looks at all pairs of sets of voters. A set and what it leaves are never both quorums, and
// one of them is if their number is odd.
func TestAnyTwoQuorumsHaveANodeInCommon(t *testing.T) {
	for n := 1; n <= 7; n++ {
		m := voters(n)
		all := 1<<n - 1
		for a := range all + 1 {
			isQuorum := m.Holds(subset(m, a))
			rest := m.Holds(subset(m, all&^a))
			require.False(t, isQuorum && rest, "%b of %d", a, n)
			require.True(t, n%2 == 0 || isQuorum || rest, "%b of %d", a, n)
			for b := range all + 1 {
				if isQuorum && m.Holds(subset(m, b)) {
					require.NotZero(t, a&b, "%b and %b of %d", a, b, n)
				}
				if isQuorum && a&b == a {
					require.True(t, m.Holds(subset(m, b)), "%b has the quorum %b", b, a)
				}
			}
		}
	}
}

func TestNobodyIsNoQuorum(t *testing.T) {
	require.False(t, voters(0).Holds(func(machine.NodeID) bool { return true }))
	require.Zero(t, voters(0).Committed(func(machine.NodeID) uint64 { return 9 }))
}

// TestOnlyVotersCount: nobody else is asked, and each is asked once.
func TestOnlyVotersCount(t *testing.T) {
	asked := map[machine.NodeID]int{}
	m := voters(5)
	m.Holds(func(id machine.NodeID) bool { asked[id]++; return true })
	m.Committed(func(id machine.NodeID) uint64 { asked[id]++; return 1 })
	require.Equal(t, map[machine.NodeID]int{10: 2, 20: 2, 30: 2, 40: 2, 50: 2}, asked)
}

func TestCommittedIsWhatAQuorumHas(t *testing.T) {
	for _, c := range []struct {
		indexes []uint64
		want    uint64
	}{
		{[]uint64{7}, 7},
		{[]uint64{7, 3}, 3},
		{[]uint64{7, 0, 3}, 3},
		{[]uint64{5, 5, 5}, 5},
		{[]uint64{9, 7, 5, 3}, 5},
		{[]uint64{1, 9, 2, 8, 3}, 3},
		{[]uint64{0, 0, 0, 9, 9}, 0},
		{[]uint64{1, 2, 3, 4, 5, 6, 7, 8, 9}, 5},
	} {
		t.Run(fmt.Sprint(c.indexes), func(t *testing.T) {
			require.Equal(t, c.want, committed(c.indexes))
		})
	}
}

func committed(indexes []uint64) uint64 {
	return voters(len(indexes)).Committed(func(id machine.NodeID) uint64 { return indexes[id/10-1] })
}

// TestCommittedAgreesWithHolds: it is the largest index of which a quorum says that it has it.
func TestCommittedAgreesWithHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		indexes := rapid.SliceOfN(rapid.Uint64Range(0, 12), 1, 12).Draw(t, "indexes")
		m := voters(len(indexes))
		has := func(n uint64) bool {
			return m.Holds(func(id machine.NodeID) bool { return indexes[id/10-1] >= n })
		}
		got := committed(indexes)
		require.True(t, has(got))
		require.False(t, has(got+1))
	})
}

func TestSmallClustersCostNoAllocation(t *testing.T) {
	m := voters(7)
	index := func(id machine.NodeID) uint64 { return uint64(id) }
	yes := func(machine.NodeID) bool { return true }
	require.Zero(t, testing.AllocsPerRun(100, func() {
		m.Committed(index)
		m.Holds(yes)
	}))
}
