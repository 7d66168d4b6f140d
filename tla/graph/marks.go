package graph

import (
	"cmp"
	"slices"
	"sync/atomic"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// marks notes which edges were taken and which states were seen.
type marks struct {
	taken, visited []atomic.Uint64
}

func newMarks(g *Graph) *marks {
	return &marks{
		taken:   make([]atomic.Uint64, (g.Edges()+63)/64),
		visited: make([]atomic.Uint64, (g.States()+63)/64),
	}
}

func (m *marks) take(edge int, to uint32) {
	mark(m.taken, edge)
	m.visit(to)
}

func (m *marks) visit(state uint32) { mark(m.visited, int(state)) }

func mark(bits []atomic.Uint64, at int) {
	if bit := uint64(1) << (at % 64); bits[at/64].Load()&bit == 0 {
		bits[at/64].Or(bit)
	}
}

func marked(bits []atomic.Uint64, at int) bool { return bits[at/64].Load()>>(at%64)&1 == 1 }

// Visited counts the states that were asked for: as an initial state, or as the end of a step.
func (g *Graph) Visited() int {
	count := 0
	for i := range g.States() {
		if marked(g.visited, i) {
			count++
		}
	}
	return count
}

// Coverage says how much of an action was taken. A stutter is an edge from a state to itself.
type Coverage struct {
	Action machine.Action
	// Edges counts the edges of the action that are no stutters, Taken those of them for which Step was asked.
	Edges, Taken int
	// Stutters counts the stutters of the action, TakenStutters those of them for which Step was asked.
	Stutters, TakenStutters int
}

// Coverage returns how much of each action was taken, in the order of their names.
func (g *Graph) Coverage() []Coverage {
	all := make([]Coverage, len(g.names))
	for i, name := range g.names {
		all[i].Action = name
	}
	for from := range uint32(g.States()) {
		low, high := g.edges.from(from)
		for i := low; i < high; i++ {
			c := &all[g.edges.action[i]]
			edges, taken := &c.Edges, &c.Taken
			if g.edges.to[i] == from {
				edges, taken = &c.Stutters, &c.TakenStutters
			}
			*edges++
			if marked(g.taken, i) {
				*taken++
			}
		}
	}
	slices.SortFunc(all, func(a, b Coverage) int { return cmp.Compare(a.Action, b.Action) })
	return all
}

// Edge is a step of the specification.
type Edge struct {
	Action        machine.Action
	Before, After value.State
}

// Untaken returns up to limit edges of each action for which Step was never asked, in the order of the actions' names; those
// that begin in visited states come first. It leaves out stutters, for which drivers need not ask. Coverage counts them all.
func (g *Graph) Untaken(limit int) []Edge {
	near, far := make([][]Edge, len(g.names)), make([][]Edge, len(g.names))
	for from := range uint32(g.States()) {
		low, high := g.edges.from(from)
		for i := low; i < high; i++ {
			if marked(g.taken, i) || g.edges.to[i] == from {
				continue
			}
			a := g.edges.action[i]
			list := &far[a]
			if marked(g.visited, int(from)) {
				list = &near[a]
			}
			if len(*list) < limit {
				*list = append(*list, Edge{g.names[a], g.states.state(from), g.states.state(g.edges.to[i])})
			}
		}
	}
	var all []Edge
	for a := range g.names {
		list := slices.Concat(near[a], far[a])
		all = append(all, list[:min(limit, len(list))]...)
	}
	slices.SortStableFunc(all, func(a, b Edge) int { return cmp.Compare(a.Action, b.Action) })
	return all
}
