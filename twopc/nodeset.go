package twopc

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// NodeSet is a set of nodes in ascending order. It is an immutable value: methods return sets that share nothing that
// is written later.
type NodeSet []machine.NodeID

// NewNodeSet returns the set of the nodes, which may be given in any order and more than once.
func NewNodeSet(nodes ...machine.NodeID) NodeSet {
	sorted := slices.Clone(nodes)
	slices.Sort(sorted)
	return NodeSet(slices.Compact(sorted))
}

// Has reports whether the node is in the set.
func (s NodeSet) Has(id machine.NodeID) bool {
	_, found := slices.BinarySearch(s, id)
	return found
}

// With returns the set with the node in it.
func (s NodeSet) With(id machine.NodeID) NodeSet {
	at, found := slices.BinarySearch(s, id)
	if found {
		return s
	}
	return slices.Insert(slices.Clone(s), at, id)
}

// Without returns the set without the nodes.
func (s NodeSet) Without(nodes ...machine.NodeID) NodeSet {
	return slices.DeleteFunc(slices.Clone(s), func(id machine.NodeID) bool { return slices.Contains(nodes, id) })
}

// Union returns the nodes that are in s or in other.
func (s NodeSet) Union(other NodeSet) NodeSet { return NewNodeSet(slices.Concat(s, other)...) }

// Within reports whether all nodes of s are in other.
func (s NodeSet) Within(other NodeSet) bool {
	return !slices.ContainsFunc(s, func(id machine.NodeID) bool { return !other.Has(id) })
}

// Equal reports whether both sets have the same nodes.
func (s NodeSet) Equal(other NodeSet) bool { return slices.Equal(s, other) }

// isSet reports whether s is what NewNodeSet returns: users can make others by conversion.
func (s NodeSet) isSet() bool {
	for i := 1; i < len(s); i++ {
		if s[i-1] >= s[i] {
			return false
		}
	}
	return true
}

func (s NodeSet) String() string { return fmt.Sprint([]machine.NodeID(s)) }

// AppendTo appends the canonical encoding to b.
func (s NodeSet) AppendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	for _, id := range s {
		b = binary.AppendUvarint(b, uint64(id))
	}
	return b
}
