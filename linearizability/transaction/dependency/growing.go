package dependency

import (
	"cmp"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/internal/digraph"
)

// growing is a graph without cycles to which edges are added, with its nodes in an order that has all its edges
// (Pearce and Kelly, ACM JEA 11, 2006). An edge that agrees with the order costs nothing; another costs
// a look at what stands in between.
type growing struct {
	out, in *digraph.Graph
	// added are the edges added: lists of them by the nodes that they leave and enter.
	added, addedTo links
	// order lists the nodes, and place says where in it each stands.
	order, place []int32
	seen         []bool
	// budget is what is left to look at.
	budget int64
}

// links are lists of nodes, one for each node.
type links struct {
	first      []int32 // of each node, the first of its list in next and node, from 1
	next, node []int32
}

func (l *links) add(v, w int32) {
	l.next, l.node = append(l.next, l.first[v]), append(l.node, w)
	l.first[v] = int32(len(l.node))
}

func newGrowing(out, in *digraph.Graph, order []int32, budget int64) *growing {
	n := out.Len()
	g := &growing{
		out: out, in: in, added: links{first: make([]int32, n)}, addedTo: links{first: make([]int32, n)},
		order: order, place: make([]int32, n), seen: make([]bool, n), budget: budget,
	}
	for i, v := range order {
		g.place[v] = int32(i)
	}
	return g
}

// add adds the edge from u to v, unless it would make a cycle, or the budget is used up.
func (g *growing) add(u, v int32) bool {
	if g.place[u] > g.place[v] {
		ahead, found := g.ahead(v, u)
		behind := g.behind(u, v)
		if found || g.budget < 0 {
			return false
		}
		g.reorder(behind, ahead)
	}
	g.added.add(u, v)
	g.addedTo.add(v, u)
	return true
}

// ahead returns the nodes that v leads to and that stand no later than u, and whether u is one of them.
func (g *growing) ahead(v, u int32) ([]int32, bool) {
	if g.place[v] > g.place[u] {
		return nil, false
	}
	nodes := g.reach(v, g.out, &g.added, func(w int32) bool { return g.place[w] <= g.place[u] })
	return nodes, slices.Contains(nodes, u)
}

// behind returns the nodes that lead to u and that stand no earlier than v.
func (g *growing) behind(u, v int32) []int32 {
	return g.reach(u, g.in, &g.addedTo, func(w int32) bool { return g.place[w] >= g.place[v] })
}

// reach returns the nodes that a node leads to over nodes that are within bounds.
func (g *growing) reach(from int32, edges *digraph.Graph, added *links, within func(int32) bool) []int32 {
	nodes := []int32{from}
	g.seen[from] = true
	visit := func(w int32) {
		g.budget--
		if !g.seen[w] && within(w) {
			g.seen[w] = true
			nodes = append(nodes, w)
		}
	}
	for i := 0; i < len(nodes) && g.budget >= 0; i++ {
		for _, w := range edges.Out(nodes[i]) {
			visit(w)
		}
		for k := added.first[nodes[i]]; k > 0; k = added.next[k-1] {
			visit(added.node[k-1])
		}
	}
	for _, v := range nodes {
		g.seen[v] = false
	}
	return nodes
}

// reorder moves the nodes of the first list before those of the second, to the places that both have.
func (g *growing) reorder(before, after []int32) {
	byPlace := func(u, v int32) int { return cmp.Compare(g.place[u], g.place[v]) }
	slices.SortFunc(before, byPlace)
	slices.SortFunc(after, byPlace)
	nodes := slices.Concat(before, after)
	places := make([]int32, len(nodes))
	for i, v := range nodes {
		places[i] = g.place[v]
	}
	slices.Sort(places)
	for i, v := range nodes {
		g.place[v], g.order[places[i]] = places[i], v
	}
}
