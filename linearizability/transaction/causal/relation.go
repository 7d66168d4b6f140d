package causal

// relation is an order that a model asks for: so and wr of a graph, or parts of them, and further edges. All
// edges of a relation are justified by the history, so that a cycle is a violation.
type relation struct {
	g *graph
	// free leaves out so and wr.
	free bool
	// kinds, if it is not 0, leaves out of so what none of these guarantees speaks of: see permits. It has
	// MonotonicReads.
	kinds    Model
	nextRead []int32 // node -> the next read of its session, or none; for kinds
	// reader, if it is not none, is the only session whose reads have edges wr.
	reader int32
	edges  []edge
	head   []int32 // node -> its last edge in edges, or none
}

// edge says that write from comes before write to, because reader, which has read to, had seen from as well.
type edge struct {
	from, to int32
	reader   int32
	// round is greater than that of all edges which it takes to see that reader had seen from.
	round int32
	next  int32 // the edge of the same from that was added before, or none
}

// The kinds of steps, besides indices of relation.edges.
const (
	alongSession int32 = -1
	alongRead    int32 = -2
)

// step is one edge of a path; via is an index of relation.edges, alongSession or alongRead.
type step struct{ from, to, via int32 }

// newRelation returns so and wr. There may be more nodes than the graph has.
func newRelation(g *graph, nodes int) *relation {
	r := &relation{g: g, reader: none, head: make([]int32, nodes)}
	for v := range r.head {
		r.head[v] = none
	}
	return r
}

// guaranteed returns wr, and what a set of guarantees leaves of so.
func guaranteed(g *graph, m Model) *relation {
	r := newRelation(g, g.len())
	r.kinds = m
	r.nextRead = make([]int32, g.len())
	for v := int32(g.len()) - 1; v >= 0; v-- {
		switch u := g.next(v); {
		case u == none:
			r.nextRead[v] = none
		case g.writes(u):
			r.nextRead[v] = r.nextRead[u]
		default:
			r.nextRead[v] = u
		}
	}
	return r
}

func (r *relation) add(e edge) {
	e.next = r.head[e.from]
	r.head[e.from] = int32(len(r.edges))
	r.edges = append(r.edges, e)
}

// reset removes all edges that were added.
func (r *relation) reset(reader int32) {
	r.reader = reader
	for i := range r.edges {
		r.head[r.edges[i].from] = none
	}
	r.edges = r.edges[:0]
}

// reads reports whether node v has an edge wr.
func (r *relation) reads(v int32) bool {
	return !r.free && r.g.from[v] >= 0 && (r.reader == none || r.g.session[v] == r.reader)
}

// each calls f for the successors of v until f returns false.
func (r *relation) each(v int32, f func(to, via int32) bool) {
	if !r.free {
		if !r.alongSession(v, f) {
			return
		}
		for _, u := range r.g.readersOf(v) {
			if r.reads(u) && !f(u, alongRead) {
				return
			}
		}
	}
	for e := r.head[v]; e != none; e = r.edges[e].next {
		if !f(r.edges[e].to, e) {
			return
		}
	}
}

// alongSession is each for the edges so. It leaves out those that follow from others.
func (r *relation) alongSession(v int32, f func(to, via int32) bool) bool {
	switch {
	case r.kinds == 0:
		u := r.g.next(v)
		return u == none || f(u, alongSession)
	case r.g.writes(v):
		return r.afterWrite(v, f)
	}
	for u := r.g.next(v); u != none; u = r.g.next(u) {
		if r.permits(v, u) && !f(u, alongSession) {
			return false
		}
		if !r.g.writes(u) {
			break // which has the edges to what is after it
		}
	}
	return true
}

// afterWrite calls f for the next read and the next write after write v.
func (r *relation) afterWrite(v int32, f func(to, via int32) bool) bool {
	if u := r.nextRead[v]; u != none && r.kinds&ReadYourWrites != 0 && !f(u, alongSession) {
		return false
	}
	if r.kinds&MonotonicWrites == 0 {
		return true
	}
	u := r.g.next(v)
	for u != none && !r.g.writes(u) {
		u = r.g.next(u)
	}
	return u == none || f(u, alongSession)
}

// permits reports whether the relation has an edge so between two nodes of one session.
func (r *relation) permits(a, b int32) bool { return r.kinds == 0 || r.kinds&r.g.kind(a, b) != 0 }

// sort returns the nodes in a topological order. It lacks those that lie on cycles, or come after them
// (Kahn, CACM 1962).
func (r *relation) sort() []int32 {
	order, _ := r.sorted(nil)
	return order
}

// sorted is sort, and returns the number of predecessors that each node has left. It reuses the memory of
// order.
func (r *relation) sorted(order []int32) (sorted, degree []int32) {
	degree = r.degrees()
	order = order[:0]
	for v, d := range degree {
		if d == 0 {
			order = append(order, int32(v))
		}
	}
	arrive := func(v, _ int32) bool {
		if degree[v]--; degree[v] == 0 {
			order = append(order, v)
		}
		return true
	}
	for i := 0; i < len(order); i++ {
		r.each(order[i], arrive)
	}
	return order, degree
}

// degrees counts the predecessors of each node.
func (r *relation) degrees() []int32 {
	degree := make([]int32, len(r.head))
	if r.kinds != 0 {
		for v := range int32(len(r.head)) {
			r.each(v, func(to, _ int32) bool {
				degree[to]++
				return true
			})
		}
		return degree
	}
	for v := range int32(r.g.len()) {
		if !r.free && r.g.previous(v) != none {
			degree[v]++
		}
		if r.reads(v) {
			degree[v]++
		}
	}
	for i := range r.edges {
		degree[r.edges[i].to]++
	}
	return degree
}

// cycle returns a short cycle, or nil if there is none.
func (r *relation) cycle() []step {
	_, degree := r.sorted(nil)
	some := r.someCycle(degree)
	best := some
	const tries = 32
	for i := 0; i < len(some) && i < tries; i++ {
		// Spread over the cycle, for those nearby mostly lie on the same short ones.
		v := some[i*len(some)/min(tries, len(some))].from
		if c := r.path(v, v, none); c != nil && len(r.joined(c)) < len(r.joined(best)) {
			best = c
		}
	}
	return best
}

// someCycle walks back among the nodes that are not sorted, all of which have such a predecessor.
func (r *relation) someCycle(degree []int32) []step {
	back := make([]step, len(degree))
	last := none
	for v, d := range degree {
		if d == 0 {
			continue
		}
		last = int32(v)
		r.each(last, func(to, via int32) bool {
			if degree[to] > 0 {
				back[to] = step{int32(v), to, via}
			}
			return true
		})
	}
	if last == none {
		return nil
	}
	seen := make([]bool, len(degree))
	for !seen[last] {
		seen[last] = true
		last = back[last].from
	}
	return walkBack(back, last, last)
}

// walkBack returns the steps that lead from one node to another, given the step by which each is reached.
func walkBack(back []step, from, to int32) []step {
	var path []step
	for v := to; len(path) == 0 || v != from; v = back[v].from {
		path = append(path, back[v])
	}
	for i, k := 0, len(path)-1; i < k; i, k = i+1, k-1 {
		path[i], path[k] = path[k], path[i]
	}
	return path
}

// path returns a path of the fewest steps from one node to another, or to itself; nil if there is none.
// Unless round is none it uses edges of earlier rounds only.
func (r *relation) path(from, to, round int32) []step {
	back := make([]step, len(r.head))
	seen := make([]bool, len(r.head))
	queue := []int32{from}
	found := false
	for i := 0; i < len(queue) && !found; i++ {
		v := queue[i]
		r.each(v, func(u, via int32) bool {
			if seen[u] || via >= 0 && round != none && r.edges[via].round >= round {
				return true
			}
			seen[u], back[u] = true, step{v, u, via}
			queue = append(queue, u)
			found = u == to
			return !found
		})
	}
	if !found {
		return nil
	}
	return walkBack(back, from, to)
}

// joined makes one step of successive ones along a session, if it is one of the relation.
func (r *relation) joined(path []step) []step {
	var short []step
	for _, s := range path {
		if n := len(short); n > 0 && r.joins(short[n-1], s) {
			short[n-1].to = s.to
			continue
		}
		short = append(short, s)
	}
	if n := len(short); n > 1 && short[0].from == short[n-1].to && r.joins(short[n-1], short[0]) {
		short[0].from = short[n-1].from // a cycle
		short = short[:n-1]
	}
	return short
}

func (r *relation) joins(a, b step) bool {
	return a.via == alongSession && b.via == alongSession && r.permits(a.from, b.to)
}
