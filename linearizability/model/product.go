package model

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
)

// Product returns the model of many independent objects, one for each Operation.Key, that all
// obey m. It is for consistency that is not local, such as sequential consistency: where the
// objects may be checked one by one, that is much faster.
func Product(m Model) Model { return product{m} }

type product struct{ each Model }

func (p product) Name() string { return p.each.Name() }

func (p product) Init() State { return &productState{each: p.each} }

func (p product) Shape() Shape { return Opaque }

func (p product) Decode(op *history.Operation) (Action, error) {
	a, err := p.each.Decode(op)
	a.Key = op.Key
	return a, err
}

// Describe names the object and what happens to it.
func (p product) Describe(a Action) string {
	return Describe(p.each, a) + " of key " + a.Key.String()
}

// productState holds the states of the objects that were touched, sorted by key.
type productState struct {
	each   Model
	keys   []history.Value
	states []State
}

func (s *productState) Step(a Action) (State, bool) {
	at, touched := slices.BinarySearchFunc(s.keys, a.Key, history.Compare)
	var state State
	if touched {
		state = s.states[at]
	} else {
		state = s.each.Init()
	}
	next, ok := state.Step(a)
	if !ok || a.ReadOnly {
		return s, ok
	}
	t := &productState{each: s.each, keys: s.keys, states: slices.Clone(s.states)}
	if touched {
		t.states[at] = next
	} else {
		t.keys = slices.Insert(slices.Clone(s.keys), at, a.Key)
		t.states = slices.Insert(t.states, at, next)
	}
	return t, true
}

// AppendKey leaves out objects in their initial state, touched or not.
func (s *productState) AppendKey(b []byte) []byte {
	initial := string(s.each.Init().AppendKey(nil))
	for i, state := range s.states {
		if key := state.AppendKey(nil); string(key) != initial {
			b = history.String(string(key)).AppendBinary(s.keys[i].AppendBinary(b))
		}
	}
	return b
}

func (s *productState) String() string {
	b := []byte("{")
	for i, state := range s.states {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(append(s.keys[i].AppendEDN(b), ' '), state.String()...)
	}
	return string(append(b, '}'))
}
