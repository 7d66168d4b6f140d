package graph

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// Graph is the state graph of a specification. Its methods may be called by several goroutines at once.
type Graph struct {
	states  *states
	initial []uint32
	edges   edges
	names   []machine.Action
	byName  map[machine.Action]uint16
	*marks
	generated int
}

var _ explore.Spec = (*Graph)(nil)

// Fresh returns the same graph, of which no edge was taken. The two share their memory.
func (g *Graph) Fresh() *Graph {
	fresh := *g
	fresh.marks = newMarks(g)
	return &fresh
}

// States counts the states.
func (g *Graph) States() int { return g.states.count }

// Generated counts the states that were generated to make the graph, initial states and repetitions included, as TLC does. It is 0 for a
// graph that was read.
func (g *Graph) Generated() int { return g.generated }

// Edges counts the edges. Two edges between the same states by different actions are two.
func (g *Graph) Edges() int { return len(g.edges.to) }

// Variables returns the variables, sorted.
func (g *Graph) Variables() []string {
	names := make([]string, len(g.states.columns))
	for i, c := range g.states.columns {
		names[i] = c.name
	}
	slices.Sort(names)
	return names
}

// Actions returns the names of the edges, sorted.
func (g *Graph) Actions() []machine.Action {
	return slices.Sorted(slices.Values(g.names))
}

// Contains reports whether the graph has the state.
func (g *Graph) Contains(s value.State) bool {
	_, err := g.find(s)
	return err == nil
}

// Initial returns nil if s is an initial state, or else says why not: the error is of type *StateError.
func (g *Graph) Initial(s value.State) error {
	id, err := g.find(s)
	if err != nil {
		return &StateError{State: s, Reason: "no initial state of the specification: " + err.Error()}
	}
	if !slices.Contains(g.initial, id) {
		return &StateError{State: s, Reason: "no initial state of the specification, though a state"}
	}
	g.visit(id)
	return nil
}

// Step returns nil if the graph has an edge between the two states by that action, and notes that it was taken. Else the error
// is of type *StepError.
func (g *Graph) Step(action machine.Action, before, after value.State) error {
	from, err := g.find(before)
	if err != nil {
		return &StepError{Action: action, Before: before, After: after, Kind: UnknownBefore, reason: err.Error()}
	}
	to := from
	if !same(before, after) {
		if to, err = g.find(after); err != nil {
			return g.unknownAfter(action, from, before, after)
		}
	}
	if a, known := g.byName[action]; known {
		if at, found := g.edges.find(from, to, a); found {
			g.take(at, to)
			return nil
		}
	}
	return g.noEdge(action, from, to, before, after)
}

func same(a, b value.State) bool {
	if !slices.Equal(a.Names(), b.Names()) {
		return false
	}
	for _, name := range a.Names() {
		if a.Value(name) != b.Value(name) {
			return false
		}
	}
	return true
}

// find returns the number of a state, or says why the graph does not have it.
func (g *Graph) find(s value.State) (uint32, error) {
	columns := g.states.columns
	if len(s.Names()) != len(columns) {
		return 0, fmt.Errorf("its variables are %v, those of the specification %v", s.Names(), g.Variables())
	}
	var space [32]uint32
	row := space[:0]
	for _, c := range columns {
		v := s.Value(c.name)
		n, known := c.number[v]
		switch {
		case v.IsZero():
			return 0, fmt.Errorf("it has no variable %s", c.name)
		case !known:
			return 0, fmt.Errorf("in no state of the specification %s = %v", c.name, v)
		}
		row = append(row, n)
	}
	id, found := g.states.find(row)
	if !found {
		return 0, fmt.Errorf("all its values occur in the specification, but not together")
	}
	return id, nil
}
