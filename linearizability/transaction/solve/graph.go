package solve

import (
	"cmp"
	"slices"
)

// graph is a directed graph without cycles whose vertices are kept in a topological order while
// edges come and go (Pearce and Kelly, ACM JEA 2006): an edge that agrees with the order costs
// nothing, and another one a search among the vertices between its ends.
type graph struct {
	// position is the place of each vertex in the order, and order the vertex at each place.
	position, order []int32

	// The edges that are certain: those from v are out[outAt[v]:outAt[v+1]], those to v likewise.
	outAt, out, inAt, in []int32

	// The others, which are removed in reverse order. Those from a vertex are linked, the latest first.
	chosen            []chosenEdge
	latestOut, lastIn []int32

	mark     []int32
	round    int32
	parent   []int32 // of the search forward
	through  []int32 // the chosen edge that led to a vertex, or none
	queue    []int32
	backward []int32
	places   []int32
}

// chosenEdge is an edge that holds by choice.
type chosenEdge struct {
	edge
	nextOut, nextIn int32
	literal         literal
}

// newGraph returns the graph of certain edges. Its order is still to be set.
func newGraph(vertices int, edges []edge) *graph {
	g := &graph{
		position: make([]int32, vertices), order: make([]int32, 0, vertices),
		latestOut: make([]int32, vertices), lastIn: make([]int32, vertices),
		mark: make([]int32, vertices), parent: make([]int32, vertices), through: make([]int32, vertices),
	}
	for v := range vertices {
		g.latestOut[v], g.lastIn[v] = none, none
	}
	g.outAt, g.out = adjacent(vertices, edges, func(e edge) (int32, int32) { return e.from, e.to })
	g.inAt, g.in = adjacent(vertices, edges, func(e edge) (int32, int32) { return e.to, e.from })
	return g
}

// adjacent lists the neighbors of each vertex.
func adjacent(vertices int, edges []edge, ends func(edge) (from, to int32)) (at, neighbors []int32) {
	at = make([]int32, vertices+1)
	for _, e := range edges {
		from, _ := ends(e)
		at[from+1]++
	}
	for v := range vertices {
		at[v+1] += at[v]
	}
	neighbors = make([]int32, len(edges))
	free := make([]int32, vertices)
	copy(free, at)
	for _, e := range edges {
		from, to := ends(e)
		neighbors[free[from]] = to
		free[from]++
	}
	return at, neighbors
}

// agrees reports whether an edge goes forward in the order.
func (g *graph) agrees(e edge) bool { return g.position[e.from] < g.position[e.to] }

// add adds an edge, unless it closes a cycle: then the way from its end to its beginning is to be
// had from path.
func (g *graph) add(e edge, l literal) bool {
	if e.from == e.to {
		g.round++
		g.mark[e.to], g.parent[e.to], g.through[e.to] = g.round, none, none
		return false
	}
	if !g.agrees(e) && !g.reorder(e) {
		return false
	}
	n := int32(len(g.chosen))
	g.chosen = append(g.chosen, chosenEdge{e, g.latestOut[e.from], g.lastIn[e.to], l})
	g.latestOut[e.from], g.lastIn[e.to] = n, n
	return true
}

// truncate removes the chosen edges but the first n.
func (g *graph) truncate(n int) {
	for i := len(g.chosen) - 1; i >= n; i-- {
		c := &g.chosen[i]
		g.latestOut[c.from], g.lastIn[c.to] = c.nextOut, c.nextIn
	}
	g.chosen = g.chosen[:n]
}

// reorder makes an order of vertices with which an edge agrees.
func (g *graph) reorder(e edge) bool {
	if !g.forward(e.to, e.from) {
		return false
	}
	g.back(e.from, g.position[e.to])
	g.merge()
	return true
}

// forward searches breadth first from a vertex as far as the place of target, and reports whether
// target was not reached. What it has reached is in queue.
func (g *graph) forward(from, target int32) bool {
	limit := g.position[target]
	g.round++
	g.queue = append(g.queue[:0], from)
	g.mark[from], g.parent[from], g.through[from] = g.round, none, none
	for i := 0; i < len(g.queue); i++ {
		v := g.queue[i]
		for _, w := range g.out[g.outAt[v]:g.outAt[v+1]] {
			g.visit(v, w, none, limit)
		}
		for c := g.latestOut[v]; c != none; c = g.chosen[c].nextOut {
			g.visit(v, g.chosen[c].to, c, limit)
		}
		if g.mark[target] == g.round {
			return false
		}
	}
	return true
}

func (g *graph) visit(from, to, through, limit int32) {
	if g.mark[to] != g.round && g.position[to] <= limit {
		g.mark[to], g.parent[to], g.through[to] = g.round, from, through
		g.queue = append(g.queue, to)
	}
}

// back searches what leads to a vertex, no further than a place.
func (g *graph) back(from, limit int32) {
	g.round++
	g.backward = append(g.backward[:0], from)
	g.mark[from] = g.round
	for i := 0; i < len(g.backward); i++ {
		v := g.backward[i]
		for _, w := range g.in[g.inAt[v]:g.inAt[v+1]] {
			g.visitBack(w, limit)
		}
		for c := g.lastIn[v]; c != none; c = g.chosen[c].nextIn {
			g.visitBack(g.chosen[c].from, limit)
		}
	}
}

func (g *graph) visitBack(v, limit int32) {
	if g.mark[v] != g.round && g.position[v] >= limit {
		g.mark[v] = g.round
		g.backward = append(g.backward, v)
	}
}

// merge puts what leads to the edge before what it leads to, on the places that both had.
func (g *graph) merge() {
	g.sort(g.backward)
	g.sort(g.queue)
	g.places = g.places[:0]
	b, f := 0, 0
	for b < len(g.backward) || f < len(g.queue) {
		if f == len(g.queue) || b < len(g.backward) && g.position[g.backward[b]] < g.position[g.queue[f]] {
			g.places = append(g.places, g.position[g.backward[b]])
			b++
		} else {
			g.places = append(g.places, g.position[g.queue[f]])
			f++
		}
	}
	for i, v := range g.backward {
		g.put(v, g.places[i])
	}
	for i, v := range g.queue {
		g.put(v, g.places[len(g.backward)+i])
	}
}

func (g *graph) put(v, place int32) {
	g.position[v] = place
	g.order[place] = v
}

// path calls visit for each vertex on the way of the last search forward to a vertex, the last one
// first, with the chosen edge that leads to it, or none.
func (g *graph) path(to int32, visit func(v, through int32)) {
	for v := to; v != none; v = g.parent[v] {
		visit(v, g.through[v])
	}
}

func (g *graph) sort(vertices []int32) {
	slices.SortFunc(vertices, func(a, b int32) int { return cmp.Compare(g.position[a], g.position[b]) })
}
