package model

import (
	"encoding/binary"

	"github.com/tenet-go/tenet/linearizability/history"
)

func newQueue(Options) Model {
	return &container{
		name: "queue", shape: Queue, expects: "enqueue or dequeue",
		insert: "enqueue", remove: "dequeue", empty: &queueState{},
		verbs: verbs{
			"enqueue": Insert, "enq": Insert, "add": Insert, "push": Insert, "put": Insert,
			"offer": Insert, "send": Insert, "insert": Insert,
			"dequeue": Remove, "deq": Remove, "remove": Remove, "poll": Remove, "pop": Remove,
			"take": Remove, "receive": Remove,
		},
	}
}

// queueState is a first-in-first-out queue: the values of front, and then those of back from its
// far end. When front runs out, back is reversed; so a step costs O(1), amortized over a run,
// and never more than an encoding of the state.
type queueState struct {
	front, back *cell
	size        int
}

// cell is a node of a persistent list.
type cell struct {
	value history.Value
	next  *cell
}

func (s *queueState) Step(a Action) (State, bool) {
	switch a.Op {
	case Insert:
		if s.size == 0 {
			return &queueState{&cell{a.A, nil}, nil, 1}, true
		}
		return &queueState{s.front, &cell{a.A, s.back}, s.size + 1}, true
	case Remove:
		if s.size == 0 {
			return s, !a.Known
		}
		if a.Known && s.front.value != a.A {
			return s, false
		}
		return s.rest(), true
	case RemoveEmpty:
		return s, s.size == 0
	}
	return s, false
}

// rest returns the queue without its first value. The front of a queue that is not empty has
// a value.
func (s *queueState) rest() *queueState {
	if s.front.next != nil {
		return &queueState{s.front.next, s.back, s.size - 1}
	}
	return &queueState{s.back.reverse(), nil, s.size - 1}
}

func (c *cell) reverse() *cell {
	var r *cell
	for ; c != nil; c = c.next {
		r = &cell{c.value, r}
	}
	return r
}

func (s *queueState) values() []history.Value {
	values := make([]history.Value, 0, s.size)
	for c := s.front; c != nil; c = c.next {
		values = append(values, c.value)
	}
	values = values[:s.size]
	at := s.size
	for c := s.back; c != nil; c = c.next {
		at--
		values[at] = c.value
	}
	return values
}

func (s *queueState) AppendKey(b []byte) []byte { return appendValues(b, s.values()) }

func (s *queueState) String() string { return history.List(s.values()...).String() }

func appendValues(b []byte, values []history.Value) []byte {
	b = binary.AppendUvarint(b, uint64(len(values)))
	for _, v := range values {
		b = v.AppendBinary(b)
	}
	return b
}
