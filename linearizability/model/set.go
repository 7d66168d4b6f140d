package model

import (
	"encoding/binary"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
)

// set is a mathematical set.
type set struct{}

var setVerbs = verbs{
	"add": Insert, "insert": Insert, "put": Insert,
	"remove": Remove, "delete": Remove, "discard": Remove,
	"contains": Contains, "has": Contains, "member": Contains, "contains?": Contains,
	"read": ReadAll, "get": ReadAll, "elements": ReadAll,
}

func newSet(Options) Model { return set{} }

func (set) Name() string { return "set" }

func (set) Init() State { return &setState{} }

func (set) Shape() Shape { return Set }

func (set) Decode(op *history.Operation) (Action, error) {
	verb, err := setVerbs.find(op.F, "add, remove, contains or read")
	if err != nil || op.Status == history.Fail {
		return Action{}, err
	}
	known := op.Status == history.OK
	switch {
	case verb == Insert || verb == Remove:
		if op.Input.IsNil() {
			return Action{}, fmt.Errorf("%s: %w", op.F, errNilElement)
		}
		a := Action{Op: verb, Known: known, A: op.Input}
		// A result that repeats the argument tells nothing.
		if changed, isBool := op.Output.Bool(); known && isBool && op.Output != op.Input {
			a.B, a.ReadOnly = op.Output, !changed
		}
		return a, nil
	case !known:
		return Action{}, nil
	case verb == Contains:
		return decodeContains(op)
	}
	elems, err := collect(op)
	if err != nil {
		return Action{}, err
	}
	whole := history.Set(elems...)
	return Action{Op: ReadAll, Known: true, ReadOnly: true, A: whole, C: boxed(sumOf(whole.Elems()))}, nil
}

// decodeContains reads a question for one element: its result is a boolean, or, as Jepsen's
// tests write it, the pair of the element and a boolean.
func decodeContains(op *history.Operation) (Action, error) {
	answer := op.Output
	if e := answer.Elems(); answer.Kind() == history.KindList && len(e) == 2 && e[0] == op.Input {
		answer = e[1]
	}
	if answer.Kind() != history.KindBool {
		return Action{}, fmt.Errorf("%s returns true or false, got %s", op.F, clip(op.Output))
	}
	return Action{Op: Contains, Known: true, ReadOnly: true, A: op.Input, B: answer}, nil
}

// sumOf hashes a set, whatever the order of its elements.
func sumOf(elems []history.Value) (h uint64) {
	for _, e := range elems {
		h += hash(e)
	}
	return h
}

func (set) Describe(a Action) string {
	result := ""
	if !a.B.IsNil() {
		result = " -> " + a.B.String()
	}
	switch a.Op {
	case Insert:
		return "add " + a.A.String() + result
	case Remove:
		return "remove " + a.A.String() + result
	case Contains:
		return "contains " + a.A.String() + result
	case ReadAll:
		return "read -> " + a.A.String()
	}
	return "nothing"
}

// Touches returns the element of an action. A set without reads of the whole is a product of
// independent elements, so that any of them may be left out.
func (set) Touches(a Action) ([]history.Value, bool) {
	if a.Op == ReadAll {
		return nil, false
	}
	return []history.Value{a.A}, true
}

// PartitionKey returns the element of an action.
func (set) PartitionKey(a Action) (history.Value, bool) { return a.A, a.Op != ReadAll }

func (m set) Part(history.Value) Model { return m }

func (set) PartAction(a Action) Action { return a }

// setState is the contents of a set, with the sum of the hashes of its elements.
type setState struct {
	elements *treap[struct{}]
	size     int
	sum      uint64
}

func (s *setState) Step(a Action) (State, bool) {
	switch a.Op {
	case Insert, Remove:
		_, present := s.elements.get(a.A)
		changes := present == (a.Op == Remove)
		if told, isBool := a.B.Bool(); isBool && told != changes {
			return s, false
		}
		if !changes {
			return s, true
		}
		return s.change(a), true
	case Contains:
		_, present := s.elements.get(a.A)
		return s, a.B == history.Bool(present)
	case ReadAll:
		same := s.equals(a)
		return s, same
	}
	return s, false
}

func (s *setState) change(a Action) *setState {
	if a.Op == Insert {
		return &setState{s.elements.with(a.A, struct{}{}), s.size + 1, s.sum + hash(a.A)}
	}
	return &setState{s.elements.without(a.A), s.size - 1, s.sum - hash(a.A)}
}

// equals compares the set with what a read returned; sizes and hashes tell most differences.
func (s *setState) equals(a Action) bool {
	if s.size != a.A.Len() || boxed(s.sum) != a.C {
		return false
	}
	for _, e := range a.A.Elems() {
		if _, present := s.elements.get(e); !present {
			return false
		}
	}
	return true
}

func (s *setState) AppendKey(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(s.size))
	s.elements.each(func(v history.Value, _ struct{}) { b = v.AppendBinary(b) })
	return b
}

func (s *setState) String() string {
	values := make([]history.Value, 0, s.size)
	s.elements.each(func(v history.Value, _ struct{}) { values = append(values, v) })
	return history.Set(values...).String()
}
