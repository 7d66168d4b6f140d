// Package quorum says when enough nodes agree: any two quorums have a node in common (Raft §5.2, §5.3).
package quorum

import (
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// Majority is a set of voters of which more than half are a quorum. They are in order, without repetitions.
type Majority []machine.NodeID

// Size is how many voters a quorum has at least.
func (m Majority) Size() int { return len(m)/2 + 1 }

// Has reports whether a node is a voter.
func (m Majority) Has(id machine.NodeID) bool { return slices.Contains(m, id) }

// Holds reports whether a quorum says yes.
func (m Majority) Holds(yes func(id machine.NodeID) bool) bool {
	count := 0
	for _, id := range m {
		if yes(id) {
			count++
		}
	}
	return count >= m.Size()
}

// Committed returns the largest index up to which a quorum has the log, where index says up to where a voter has it. It is 0 without
// voters.
func (m Majority) Committed(index func(id machine.NodeID) uint64) uint64 {
	if len(m) == 0 {
		return 0
	}
	var array [7]uint64
	indexes := array[:0]
	for _, id := range m {
		indexes = append(indexes, index(id))
	}
	slices.Sort(indexes)
	return indexes[len(m)-m.Size()]
}
