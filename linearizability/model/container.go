package model

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
)

// container is what queue, stack and priority-queue have in common: operations that insert a
// value and operations that remove one, of which the container chooses which.
type container struct {
	name    string
	shape   Shape
	verbs   verbs
	expects string
	insert  string // what Describe calls insertions and removals
	remove  string
	empty   State
}

func (m *container) Name() string { return m.name }

func (m *container) Init() State { return m.empty }

func (m *container) Shape() Shape { return m.shape }

func (m *container) Decode(op *history.Operation) (Action, error) {
	verb, err := m.verbs.find(op.F, m.expects)
	if err != nil || op.Status == history.Fail {
		return Action{}, err
	}
	known := op.Status == history.OK
	switch {
	case verb == Insert:
		if isEmpty(op.Input) {
			return Action{}, fmt.Errorf("%s of %s: expected a value that cannot be mistaken for the result of an empty %s", op.F, op.Input, m.name)
		}
		return Action{Op: Insert, Known: known, A: op.Input}, nil
	case !known:
		return Action{Op: Remove}, nil
	case isEmpty(op.Output):
		return Action{Op: RemoveEmpty, Known: true, ReadOnly: true}, nil
	}
	return Action{Op: Remove, Known: true, A: op.Output}, nil
}

// isEmpty reports whether v is what systems return when nothing is there: nil or the word empty.
func isEmpty(v history.Value) bool {
	s, _ := v.Text()
	return v.IsNil() || s == "empty" && v.Kind() != history.KindBigInt
}

func (m *container) Describe(a Action) string {
	switch {
	case a.Op == Insert:
		return m.insert + " " + a.A.String()
	case a.Op == RemoveEmpty:
		return m.remove + " -> empty"
	case a.Op == Remove && a.Known:
		return m.remove + " -> " + a.A.String()
	case a.Op == Remove:
		return m.remove + " -> ?"
	}
	return "nothing"
}

// Touches returns the value that goes in or out.
//
// Why removing values is sound: take an order that explains the whole, and leave out all actions
// on a set of values. By induction the container holds at each moment what it held before, less
// these values, the rest in the same order. So a removal of another value still finds it at the
// front, on top, or least; a removal that found nothing still finds nothing; and a removal of
// unknown outcome that took one of these values may be left out.
func (m *container) Touches(a Action) ([]history.Value, bool) {
	if a.Op == Insert || a.Op == Remove && a.Known {
		return []history.Value{a.A}, true
	}
	return nil, true
}

// collect reads the output of a read of a whole container; nil stands for an empty one.
func collect(op *history.Operation) ([]history.Value, error) {
	switch op.Output.Kind() {
	case history.KindNil:
		return nil, nil
	case history.KindList, history.KindSet:
		return op.Output.Elems(), nil
	}
	return nil, fmt.Errorf("%s returns a collection, got %s", op.F, clip(op.Output))
}

var errNilElement = errors.New("expected a value to add, got nil")
