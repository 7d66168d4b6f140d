package saturate

import (
	"context"
	"slices"
)

// sorted is the commit order as far as it can be had.
type sorted struct {
	// order has all vertices, each after those before it, but for those of one knot, which stand
	// together; rank is the place of each.
	order, rank []int32
	// knots are the strongly connected parts of more than one vertex.
	knots [][]int32
}

// patience is after how many steps a loop looks whether it should stop.
const patience = 1 << 14

// sort sorts the vertices by the edges, known and forced (Tarjan 1972, against the edges, so that what is before comes out
// first). Where the edges leave a choice the order is near that of the calls, or, of histories
// without times, that of the places in the sessions: good guesses of the commit order.
func (g *graph) sort(ctx context.Context) (*sorted, error) {
	s := &sorter{g: g, index: make([]int32, g.total), low: make([]int32, g.total)}
	s.order, s.rank = make([]int32, 0, g.total), make([]int32, g.total)
	for _, v := range g.roots() {
		if s.index[v] == 0 {
			if err := s.visit(ctx, v); err != nil {
				return nil, err
			}
		}
	}
	for i, v := range s.order {
		s.rank[v] = int32(i)
	}
	return &s.sorted, nil
}

func (g *graph) roots() []int32 {
	if g.first != nil {
		return g.first
	}
	roots := make([]int32, 0, g.total)
	if g.e.History.Timed() {
		for v := range g.total {
			roots = append(roots, v)
		}
		return roots
	}
	place := make([]int32, g.n+1)
	for t := range g.n {
		place[g.e.Position[t]+1]++
	}
	for i := range g.n {
		place[i+1] += place[i]
	}
	roots = roots[:g.total]
	for t := range g.n {
		p := &place[g.e.Position[t]]
		roots[*p] = t
		*p++
	}
	for v := g.n; v < g.total; v++ {
		roots[v] = v
	}
	return roots
}

type sorter struct {
	sorted
	g          *graph
	index, low []int32 // from 1; low is 0 for vertices that are done
	count      int32
	path       []cursor // of the search
	open       []int32  // vertices that are not done
}

func (s *sorter) visit(ctx context.Context, root int32) error {
	s.enter(root)
	for len(s.path) > 0 {
		c := &s.path[len(s.path)-1]
		v := c.vertex
		if u := s.g.next(c); u != none {
			switch {
			case s.index[u] == 0:
				s.enter(u)
				if s.count%patience == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
			case s.low[u] != 0:
				s.low[v] = min(s.low[v], s.index[u])
			}
			continue
		}
		s.path = s.path[:len(s.path)-1]
		if len(s.path) > 0 {
			parent := s.path[len(s.path)-1].vertex
			s.low[parent] = min(s.low[parent], s.low[v])
		}
		if s.low[v] == s.index[v] {
			s.close(v)
		}
	}
	return nil
}

func (s *sorter) enter(v int32) {
	s.count++
	s.index[v], s.low[v] = s.count, s.count
	s.path = append(s.path, s.g.cursor(v))
	s.open = append(s.open, v)
}

// close ends the part whose first vertex is v.
func (s *sorter) close(v int32) {
	i := len(s.open) - 1
	for s.open[i] != v {
		i--
	}
	part := s.open[i:]
	s.open = s.open[:i]
	for _, u := range part {
		s.low[u] = 0
	}
	s.order = append(s.order, part...)
	if len(part) > 1 {
		s.knots = append(s.knots, slices.Clone(part))
	}
}
