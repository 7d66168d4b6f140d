package saturate

import "github.com/tenet-go/tenet/linearizability/transaction/isolation"

// search looks for short ways back from vertices to those before them. Relays count as no step.
// Besides those of the graph there are relays of sessions: that of node t, which is total+t, stands
// for t and all before it in its session, so that all of a session is one step.
type search struct {
	*graph
	// in restricts the search to some vertices, and seeing to edges of visibility.
	in     func(v int32) bool
	seeing bool
	// work is how many more edges may be looked at.
	work int

	mark, parent []int32
	stamp        int32
	level, next  []int32
	stack        []int32
	preds        []int32
}

// maxWork bounds the search for short cycles. What is found when it is over may be longer than need be.
const maxWork = 1 << 25

func newSearch(g *graph) *search {
	return &search{graph: g, mark: make([]int32, g.total+g.n), parent: make([]int32, g.total+g.n), work: maxWork}
}

// predecessors returns those before v. They last until the next call.
func (s *search) predecessors(v int32) []int32 {
	s.preds = s.preds[:0]
	if v >= s.total {
		s.preds = append(s.preds, v-s.total)
		s.along(v - s.total)
		return s.preds
	}
	if s.seeing {
		for _, u := range s.visible(v) {
			s.add(u)
		}
	} else {
		c := s.cursor(v)
		for u := s.graph.next(&c); u != none; u = s.graph.next(&c) {
			s.add(u)
		}
	}
	if v < s.n {
		s.along(v)
	}
	s.work -= len(s.preds)
	return s.preds
}

func (s *search) add(u int32) {
	if s.in(u) {
		s.preds = append(s.preds, u)
	}
}

// along adds the relay of the node before t in its session, if the level respects that.
func (s *search) along(t int32) {
	if s.graph.level.Order == isolation.Unordered || s.e.Position[t] == 0 {
		return
	}
	if earlier := s.e.Sessions[s.e.Session[t]][s.e.Position[t]-1]; s.in(earlier) {
		s.preds = append(s.preds, s.total+earlier)
	}
}

// back returns the vertices of a shortest way of at least one and at most limit steps from goal to
// one of starts, relays included. It returns nil if there is none, or no work is left.
func (s *search) back(starts []int32, goal int32, limit int) []int32 {
	s.stamp++
	s.level = append(s.level[:0], starts...)
	for _, v := range starts {
		s.mark[v], s.parent[v] = s.stamp, none
	}
	for depth := 0; depth < limit && len(s.level) > 0; depth++ {
		s.next = s.next[:0]
		for _, v := range s.level {
			if last := s.expand(v, goal); last != none {
				way := []int32{goal}
				for u := last; u != none; u = s.parent[u] {
					way = append(way, u)
				}
				return way
			}
			if s.work < 0 {
				return nil
			}
		}
		s.level, s.next = s.next, s.level
	}
	return nil
}

// expand goes one step back from v. It returns the vertex before which it met goal, or none.
func (s *search) expand(v, goal int32) int32 {
	s.stack = append(s.stack[:0], v)
	for len(s.stack) > 0 {
		v := s.stack[len(s.stack)-1]
		s.stack = s.stack[:len(s.stack)-1]
		for _, u := range s.predecessors(v) {
			switch {
			case u == goal:
				return v
			case s.mark[u] == s.stamp:
				continue
			case u < s.n:
				s.next = append(s.next, u)
			default:
				s.stack = append(s.stack, u)
			}
			s.mark[u], s.parent[u] = s.stamp, v
		}
	}
	return none
}

// cycle returns a short cycle through members of a knot: it begins and ends with one node. It reports
// whether no cycle is shorter.
func (s *search) cycle(members []int32) (cycle []int32, shortest bool) {
	inside := make([]bool, s.total)
	for _, v := range members {
		inside[v] = true
	}
	s.in, s.seeing = func(v int32) bool { return inside[v] }, false
	limit := len(members)
	for _, v := range members {
		if v >= s.n || !s.backwardTo(v) {
			continue
		}
		if found := s.back([]int32{v}, v, limit); found != nil {
			cycle = found
			limit = s.steps(found) - 1
		}
		if limit < 2 || s.work < 0 {
			break
		}
	}
	if cycle == nil { // no work was left: any cycle will do
		cycle = s.any(members)
	}
	return cycle, limit < 2 || s.work >= 0
}

// backwardTo reports whether an edge to v goes against rank. Each cycle has such an edge.
func (s *search) backwardTo(v int32) bool {
	if s.rank == nil {
		return true
	}
	for _, u := range s.predecessors(v) {
		if u >= s.n || s.rank[u] > s.rank[v] {
			return true
		}
	}
	return false
}

// steps returns the number of steps between nodes on a way.
func (g *graph) steps(way []int32) int {
	steps := -1
	for _, v := range way {
		if v < g.n {
			steps++
		}
	}
	return steps
}

// any goes back from the first member until it meets a vertex again.
func (s *search) any(members []int32) []int32 {
	at := map[int32]int{}
	var way []int32 // against the edges
	for v := members[0]; ; {
		if i, met := at[v]; met {
			way = way[i:]
			break
		}
		at[v] = len(way)
		way = append(way, v)
		v = s.predecessors(v)[0]
	}
	for way[0] >= s.n { // so that it begins with a node
		way = append(way[1:], way[0])
	}
	cycle := []int32{way[0]}
	for i := len(way) - 1; i >= 0; i-- {
		cycle = append(cycle, way[i])
	}
	return cycle
}
