package model

import (
	"encoding/binary"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
)

// list is a list that only grows: an append register, or a log.
type list struct{}

var listVerbs = verbs{
	"append": Append, "add": Append, "push": Append, "write": Append,
	"read": ReadAll, "get": ReadAll, "r": ReadAll,
}

func newList(Options) Model { return list{} }

func (list) Name() string { return "list" }

func (list) Init() State { return &listState{} }

func (list) Shape() Shape { return Log }

func (list) Decode(op *history.Operation) (Action, error) {
	verb, err := listVerbs.find(op.F, "append or read")
	if err != nil || op.Status == history.Fail {
		return Action{}, err
	}
	known := op.Status == history.OK
	switch {
	case verb == Append:
		return Action{Op: Append, Known: known, A: op.Input}, nil
	case !known:
		return Action{}, nil
	}
	elems, err := collect(op)
	if err != nil {
		return Action{}, err
	}
	h := uint64(0)
	for _, e := range elems {
		h = chain(h, e)
	}
	return Action{Op: ReadAll, Known: true, ReadOnly: true, A: history.List(elems...), C: boxed(h)}, nil
}

func (list) Describe(a Action) string {
	switch a.Op {
	case Append:
		return "append " + a.A.String()
	case ReadAll:
		return "read -> " + a.A.String()
	}
	return "nothing"
}

// listState is a list from its last element back, with a hash of the whole.
type listState struct {
	last *cell
	size int
	hash uint64
}

func (s *listState) Step(a Action) (State, bool) {
	switch a.Op {
	case Append:
		return &listState{&cell{a.A, s.last}, s.size + 1, chain(s.hash, a.A)}, true
	case ReadAll:
		same := s.equals(a)
		return s, same
	}
	return s, false
}

// equals compares the list with what a read returned; lengths and hashes tell most differences.
func (s *listState) equals(a Action) bool {
	if s.size != a.A.Len() || boxed(s.hash) != a.C {
		return false
	}
	c := s.last
	for _, e := range slices.Backward(a.A.Elems()) {
		if c.value != e {
			return false
		}
		c = c.next
	}
	return true
}

// AppendKey writes the elements from the last.
func (s *listState) AppendKey(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(s.size))
	for c := s.last; c != nil; c = c.next {
		b = c.value.AppendBinary(b)
	}
	return b
}

func (s *listState) String() string {
	values := make([]history.Value, 0, s.size)
	for c := s.last; c != nil; c = c.next {
		values = append(values, c.value)
	}
	slices.Reverse(values)
	return history.List(values...).String()
}
