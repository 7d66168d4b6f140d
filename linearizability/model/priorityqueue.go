package model

import (
	"encoding/binary"

	"github.com/tenet-go/tenet/linearizability/history"
)

func newPriorityQueue(Options) Model {
	return &container{
		name: "priority-queue", shape: PriorityQueue, expects: "insert or delete-min",
		insert: "insert", remove: "delete-min", empty: &heapState{},
		verbs: verbs{
			"insert": Insert, "add": Insert, "enqueue": Insert, "push": Insert, "put": Insert,
			"offer":      Insert,
			"delete-min": Remove, "remove-min": Remove, "extract-min": Remove, "remove": Remove,
			"dequeue": Remove, "poll": Remove, "pop": Remove, "take": Remove,
		},
	}
}

// heapState is a multiset of values, of which the least in the order of history.Compare goes
// first. The treap holds the number of copies of each.
type heapState struct {
	counts *treap[int]
	size   int
}

func (s *heapState) Step(a Action) (State, bool) {
	switch a.Op {
	case Insert:
		n, _ := s.counts.get(a.A)
		return &heapState{s.counts.with(a.A, n+1), s.size + 1}, true
	case Remove:
		least := s.counts.least()
		if least == nil {
			return s, !a.Known
		}
		if a.Known && least.key != a.A {
			return s, false
		}
		if least.value > 1 {
			return &heapState{s.counts.with(least.key, least.value-1), s.size - 1}, true
		}
		return &heapState{s.counts.without(least.key), s.size - 1}, true
	case RemoveEmpty:
		return s, s.size == 0
	}
	return s, false
}

func (s *heapState) AppendKey(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(s.size))
	s.counts.each(func(v history.Value, n int) {
		b = binary.AppendUvarint(v.AppendBinary(b), uint64(n))
	})
	return b
}

// String lists the values, least first.
func (s *heapState) String() string {
	values := make([]history.Value, 0, s.size)
	s.counts.each(func(v history.Value, n int) {
		for range n {
			values = append(values, v)
		}
	})
	return history.List(values...).String()
}
