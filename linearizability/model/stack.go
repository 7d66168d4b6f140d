package model

import (
	"encoding/binary"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
)

func newStack(Options) Model {
	return &container{
		name: "stack", shape: Stack, expects: "push or pop",
		insert: "push", remove: "pop", empty: &stackState{},
		verbs: verbs{
			"push": Insert, "add": Insert, "put": Insert, "insert": Insert,
			"pop": Remove, "remove": Remove, "poll": Remove, "take": Remove,
		},
	}
}

// stackState is a last-in-first-out stack, from its top.
type stackState struct {
	top  *cell
	size int
}

func (s *stackState) Step(a Action) (State, bool) {
	switch a.Op {
	case Insert:
		return &stackState{&cell{a.A, s.top}, s.size + 1}, true
	case Remove:
		if s.size == 0 {
			return s, !a.Known
		}
		if a.Known && s.top.value != a.A {
			return s, false
		}
		return &stackState{s.top.next, s.size - 1}, true
	case RemoveEmpty:
		return s, s.size == 0
	}
	return s, false
}

func (s *stackState) AppendKey(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(s.size))
	for c := s.top; c != nil; c = c.next {
		b = c.value.AppendBinary(b)
	}
	return b
}

// String lists the values from the bottom to the top.
func (s *stackState) String() string {
	values := make([]history.Value, 0, s.size)
	for c := s.top; c != nil; c = c.next {
		values = append(values, c.value)
	}
	slices.Reverse(values)
	return history.List(values...).String()
}
