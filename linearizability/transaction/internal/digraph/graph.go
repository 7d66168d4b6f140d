package digraph

import "slices"

// Graph is a directed graph of nodes numbered from 0, with the edges of each node in one run: those
// of node v lead to To[At[v]:At[v+1]].
type Graph struct {
	At, To []int32
}

// Len returns the number of nodes.
func (g *Graph) Len() int { return len(g.At) - 1 }

// Out returns the heads of the edges of a node.
func (g *Graph) Out(v int32) []int32 { return g.To[g.At[v]:g.At[v+1]] }

// New returns the graph of n nodes with the edges from[i] to to[i], and for each of its edges the i
// that it is. Edges of one node keep their order.
func New(n int, from, to []int32) (g *Graph, edges []int32) {
	g = &Graph{At: make([]int32, n+1), To: make([]int32, len(to))}
	edges = make([]int32, len(to))
	for _, v := range from {
		g.At[v+1]++
	}
	for v := range n {
		g.At[v+1] += g.At[v]
	}
	next := make([]int32, n)
	copy(next, g.At)
	for i, v := range from {
		g.To[next[v]], edges[next[v]] = to[i], int32(i)
		next[v]++
	}
	return g, edges
}

// Components returns the strongly connected component of each node, and their number. An edge
// from one component to another leads to a smaller number, so that the components from the last to
// the first are in topological order (Tarjan, SIAM J. Comput. 1972).
func (g *Graph) Components() (component []int32, count int32) {
	t := tarjan{graph: g, component: make([]int32, g.Len()), index: make([]int32, g.Len()), next: make([]int32, g.Len())}
	copy(t.next, g.At)
	for v := range int32(g.Len()) {
		if t.index[v] == 0 {
			t.walk(v)
		}
	}
	return t.component, t.count
}

// tarjan is one run of the algorithm. The stack is explicit: paths can be as long as the graph.
type tarjan struct {
	graph     *Graph
	component []int32
	count     int32
	index     []int32 // from 1 in order of discovery, lowered to what the node reaches; done once it has a component
	next      []int32 // the edge to follow next
	visited   int32
	path      []int32
	open      []int32
}

// done is above all indices, so that edges to finished components lower nothing.
const done = 1<<31 - 1

func (t *tarjan) walk(root int32) {
	t.enter(root)
	for len(t.path) > 0 {
		v := t.path[len(t.path)-1]
		if t.next[v] < t.graph.At[v+1] {
			w := t.graph.To[t.next[v]]
			if t.index[w] == 0 {
				t.enter(w)
				continue
			}
			t.next[v]++
			t.index[v] = min(t.index[v], t.index[w])
			continue
		}
		t.leave(v)
	}
}

func (t *tarjan) enter(v int32) {
	t.visited++
	t.index[v] = t.visited
	t.component[v] = t.visited // until the node has one, its own place in the order of discovery
	t.path = append(t.path, v)
	t.open = append(t.open, v)
}

// leave closes the component of v, if v is the first of it that was discovered.
func (t *tarjan) leave(v int32) {
	t.path = t.path[:len(t.path)-1]
	if t.index[v] != t.component[v] {
		return
	}
	for {
		w := t.open[len(t.open)-1]
		t.open = t.open[:len(t.open)-1]
		t.index[w], t.component[w] = done, t.count
		if w == v {
			break
		}
	}
	t.count++
}

// Before returns the nodes that roots lead to, each behind those that it leads to itself, if the
// graph has no cycle. Whatever the order of the roots leaves open comes as late as it can.
func (g *Graph) Before(roots []int32) []int32 {
	seen := make([]bool, g.Len())
	next := slices.Clone(g.At)
	order := make([]int32, 0, g.Len())
	var path []int32
	for _, root := range roots {
		if seen[root] {
			continue
		}
		path, seen[root] = append(path, root), true
		for len(path) > 0 {
			v := path[len(path)-1]
			if next[v] == g.At[v+1] {
				path, order = path[:len(path)-1], append(order, v)
				continue
			}
			w := g.To[next[v]]
			next[v]++
			if !seen[w] {
				path, seen[w] = append(path, w), true
			}
		}
	}
	return order
}
