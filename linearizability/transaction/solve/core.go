package solve

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// contradict resolves a conflict that was found by a replay.
func (s *solver) contradict(conflict int32) verdict {
	if v := s.resolve(conflict); v != satisfied {
		return v
	}
	return undecided
}

// core returns nodes of all cycles from which the contradiction was drawn, and perhaps of some more:
// what holds without decisions counts wherever it occurs.
func (s *solver) core() []int32 {
	s.backtrack(0)
	visited, inCore := make([]bool, len(s.clauses)), make([]bool, len(s.chains))
	var nodes []int32
	stack := []int32{s.failed}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if n == none || visited[n] {
			continue
		}
		visited[n] = true
		c := &s.clauses[n]
		nodes = append(nodes, c.nodes...)
		for _, ch := range c.chains {
			if !inCore[ch] {
				inCore[ch] = true
				nodes = s.whole(nodes, ch)
			}
		}
		stack = append(stack, c.from...)
		for _, l := range c.literals {
			if v := l.variable(); s.value[v] != 0 && s.levels[v] == 0 {
				stack = append(stack, s.reason[v])
			}
		}
	}
	return distinct(nodes)
}

// whole appends the nodes of a chain.
func (p *problem) whole(nodes []int32, c int32) []int32 {
	for s := p.chains[c].head; s != none && p.chainOf[s] == c; s = p.next[s] {
		nodes = append(nodes, p.slots[s].node)
		if s == p.chains[c].tail {
			break
		}
	}
	return nodes
}

func distinct(nodes []int32) []int32 {
	slices.Sort(nodes)
	return slices.Compact(nodes)
}

// circle returns the nodes of a cycle among the vertices that the schedule could not place.
func (p *problem) circle(g *graph) []int32 {
	v := int32(slices.Index(g.position, none))
	seen := make([]bool, p.vertices())
	for !seen[v] { // backward: what has no place has a predecessor without one
		seen[v] = true
		v = p.unplaced(g, g.in[g.inAt[v]:g.inAt[v+1]])
	}
	around := []int32{v}
	for w := p.unplaced(g, g.in[g.inAt[v]:g.inAt[v+1]]); w != v; w = p.unplaced(g, g.in[g.inAt[w]:g.inAt[w+1]]) {
		around = append(around, w)
	}
	return p.shortest(g, around)
}

func (p *problem) unplaced(g *graph, vertices []int32) int32 {
	for _, v := range vertices {
		if g.position[v] == none {
			return v
		}
	}
	return none
}

// shortest returns the nodes of a short cycle through one of the given vertices.
func (p *problem) shortest(g *graph, around []int32) []int32 {
	const tries = 64
	var best []int32
	parent, mark := make([]int32, p.vertices()), make([]int32, p.vertices())
	for i, start := range around {
		if i == tries {
			break
		}
		queue, found := []int32{start}, false
		for k := 0; k < len(queue) && !found; k++ {
			v := queue[k]
			for _, w := range g.out[g.outAt[v]:g.outAt[v+1]] {
				if w == start {
					parent[start], found = v, true
					break
				}
				if g.position[w] == none && mark[w] != int32(i)+1 {
					mark[w], parent[w] = int32(i)+1, v
					queue = append(queue, w)
				}
			}
		}
		nodes := p.around(start, parent)
		if best == nil || len(nodes) < len(best) {
			best = nodes
		}
	}
	return best
}

// around returns the nodes of a cycle given by parents.
func (p *problem) around(start int32, parent []int32) []int32 {
	var nodes []int32
	for v := start; ; {
		if p.owner[v] != none {
			nodes = append(nodes, p.owner[v])
		}
		if v = parent[v]; v == start {
			return distinct(nodes)
		}
	}
}

// expand adds to nodes of cycles those that show why edges of the cycles are there: who wrote what
// was read and directly replaced, and the chains behind initial versions.
func (p *problem) expand(nodes []int32) []int32 {
	in := make([]bool, p.execution.Len())
	for _, n := range nodes {
		in[n] = true
	}
	more := slices.Clone(nodes)
	for _, n := range nodes {
		for s, to := p.slotsOf(n); s < to; s++ {
			if w := p.previous[s]; w >= 0 && p.anyIn(in, p.readersOf(read{p.slots[s].key, w}), n) {
				more = append(more, p.slots[w].node)
			}
			if c, first := p.chainOf[s], p.chainsAt[p.slots[s].key]; c >= 0 && !p.chains[c].initial && p.touches(in, first) {
				more = p.whole(more, first)
			}
		}
	}
	return distinct(more)
}

// anyIn reports whether one of some nodes, but one, is in a set.
func (p *problem) anyIn(in []bool, nodes []int32, but int32) bool {
	for _, n := range nodes {
		if in[n] && n != but {
			return true
		}
	}
	return false
}

// touches reports whether the last version of an initial chain of registers was written or read by a
// node of a set.
func (p *problem) touches(in []bool, c int32) bool {
	ch := &p.chains[c]
	if ch.tail == none || p.execution.History.Model != txn.Registers {
		return false
	}
	return in[p.slots[ch.tail].node] || p.anyIn(in, p.readersOf(ch.last()), none)
}
