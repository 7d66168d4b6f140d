package dependency

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// search finds short cycles by breadth-first search. Its nodes are those of the graph, each in two
// states: whether it was reached by an rw edge that another must not follow, or not.
type search struct {
	graph *graph
	view  view
	// length of the shortest way to a state, if seen has the number of the present run; by is the edge on
	// which it arrives, from state before.
	length, seen, by, before []int32
	run                      int32
	// here and ahead are states to go on from, at the present length and one edge further.
	here, ahead []int32
}

func newSearch(g *graph, v view) *search {
	n := 2 * g.size
	return &search{graph: g, view: v, length: make([]int32, n), seen: make([]int32, n), by: make([]int32, n), before: make([]int32, n)}
}

// kind is what cycles to look for: those in one of the components within, with an edge of reason
// first, and of the reasons rest otherwise.
type kind struct {
	within []int32
	first  proof.Reason
	rest   reasons
	// apart says that no two rw edges may be adjacent.
	apart bool
}

// from returns the edges of a shortest cycle that leaves transaction t by an edge of the first
// reason, if there is one with fewer edges than limit and the budget is enough: it counts the edges
// that are looked at. What is returned are edges of the graph, those of relays too. With apart the
// cycle may pass a transaction twice.
func (s *search) from(t int32, k kind, limit int32, budget *int64) []int32 {
	s.run++
	s.here, s.ahead = s.here[:0], s.ahead[:0]
	goal := 2 * t
	start := k
	start.rest = only(k.first)
	s.expand(goal, 0, &start, budget)
	for length := int32(1); length < limit && len(s.ahead) > 0; length++ {
		s.here, s.ahead = s.ahead, s.here[:0]
		for len(s.here) > 0 {
			state := s.here[len(s.here)-1]
			s.here = s.here[:len(s.here)-1]
			switch {
			case s.length[state] < length: // it was reached over relays too, and is done
				continue
			case state == goal:
				return s.way(goal)
			case *budget < 0:
				return nil
			}
			s.expand(state, length, &k, budget)
		}
	}
	return nil
}

// expand goes on from a state over the edges that may follow. Those out of relays have no length,
// and go on with the edge that led there.
func (s *search) expand(state, length int32, k *kind, budget *int64) {
	v := state / 2
	relay := v >= s.graph.txns
	if !relay {
		length++
	}
	first, end := s.view.At[v], s.view.At[v+1]
	*budget -= int64(end - first)
	for i := first; i < end; i++ {
		w, edge := s.view.To[i], s.view.edges[i]
		r := s.graph.reason[edge]
		if k.within[w] != k.within[v] || !relay && (!k.rest.has(r) || state&1 == 1 && r == proof.RW) {
			continue
		}
		next := 2 * w
		if k.apart && r == proof.RW && w < s.graph.txns {
			next++
		}
		if s.seen[next] == s.run && s.length[next] <= length {
			continue
		}
		s.seen[next], s.length[next], s.by[next], s.before[next] = s.run, length, edge, state
		if relay {
			s.here = append(s.here, next)
		} else {
			s.ahead = append(s.ahead, next)
		}
	}
}

// way returns the edges of the way that led to a state, from there back to it.
func (s *search) way(goal int32) []int32 {
	var edges []int32
	for state := goal; ; {
		edges = append(edges, s.by[state])
		if state = s.before[state]; state == goal {
			slices.Reverse(edges)
			return edges
		}
	}
}

// step is an edge from one transaction to the next, with relays left out.
type step struct {
	from, to int32
	reason   proof.Reason
	mark     int32
}

// steps puts the edges of a cycle together that lead over relays.
func (g *graph) steps(edges []int32) []step {
	var list []step
	for i := 0; i < len(edges); {
		at := step{from: g.from[edges[i]], reason: g.reason[edges[i]]}
		for g.to[edges[i]] >= g.txns {
			i++
		}
		at.to, at.mark = g.to[edges[i]], g.mark[edges[i]]
		list = append(list, at)
		i++
	}
	return list
}

// simple returns a part of a cycle without adjacent rw edges that passes no transaction twice, and
// has none either. Where the cycle comes back to a transaction it falls into two. If one of them both
// arrives there and leaves by rw, the other does neither.
func simple(cycle []step) []step {
	for i := range cycle {
		for j := i + 1; j < len(cycle); j++ {
			if cycle[i].from != cycle[j].from {
				continue
			}
			part := cycle[i:j]
			if adjacent(part) {
				part = slices.Concat(cycle[:i], cycle[j:])
			}
			return simple(part)
		}
	}
	return cycle
}

// adjacent reports whether two rw edges of a cycle follow each other. One that follows itself does not.
func adjacent(cycle []step) bool {
	for i := range cycle {
		if cycle[i].reason == proof.RW && cycle[(i+1)%len(cycle)].reason == proof.RW && len(cycle) > 1 {
			return true
		}
	}
	return false
}
