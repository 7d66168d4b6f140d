package dependency

import (
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/digraph"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// graph has the dependencies of an execution, those of session and real-time order included. Its
// nodes are transactions, numbered from 0, and behind them relays: edges from many transactions to
// many others lead through relays where there would be too many. All edges of a relay have one
// reason, and a path from a transaction over relays to the next transaction stands for one edge of
// that reason.
type graph struct {
	execution *execution.Execution
	orders    *version.Orders
	// nodes are the nodes of the execution that the transactions here are; nil if all of them.
	nodes []int32
	// txns and size count the transactions, and all nodes.
	txns, size int32

	from, to []int32
	reason   []proof.Reason
	// mark tells what makes an edge of reason ww, wr or rw that leads to a transaction: the version that
	// To wrote, or, of wr, read; or, from pairMark downward, a known pair of versions.
	mark []int32
}

// pairMark is the mark of the first of the known pairs; that of pair i is pairMark-i.
const pairMark = -2

func (g *graph) add(from, to int32, r proof.Reason, mark int32) {
	g.from = append(g.from, from)
	g.to = append(g.to, to)
	g.reason = append(g.reason, r)
	g.mark = append(g.mark, mark)
}

// reserve makes room for n edges.
func (g *graph) reserve(n int) {
	g.from, g.to, g.mark = make([]int32, 0, n), make([]int32, 0, n), make([]int32, 0, n)
	g.reason = make([]proof.Reason, 0, n)
}

// relay adds a relay.
func (g *graph) relay() int32 {
	g.size++
	return g.size - 1
}

// node returns the node of the execution that a transaction of the graph is.
func (g *graph) node(t int32) int32 {
	if g.nodes == nil {
		return t
	}
	return g.nodes[t]
}

// reasons is a set of reasons.
type reasons uint8

func only(list ...proof.Reason) reasons {
	var set reasons
	for _, r := range list {
		set |= 1 << r
	}
	return set
}

func (set reasons) has(r proof.Reason) bool { return set>>r&1 != 0 }

// ordered returns the reasons of the edges that levels of an order have besides dependencies.
func ordered(o isolation.Order) reasons {
	return [...]reasons{isolation.Unordered: 0, isolation.Session: only(proof.Process), isolation.RealTime: only(proof.Process, proof.RealTime)}[o]
}

// depends are the reasons for which one transaction must commit before another begins, where
// levels have snapshots.
var depends = only(proof.WW, proof.WR)

// view is a part of the edges of a graph, listed by the node that they leave.
type view struct {
	*digraph.Graph
	// edges are the edges of the graph that those of the view are.
	edges []int32
}

// view returns the edges of some reasons. If within is not nil, only those that stay in one of its
// components.
func (g *graph) view(set reasons, within []int32) view {
	chosen := func(i int) bool {
		return set.has(g.reason[i]) && inside(within, g.from[i], g.to[i])
	}
	n := 0
	for i := range g.reason {
		if chosen(i) {
			n++
		}
	}
	from, to, edge := make([]int32, 0, n), make([]int32, 0, n), make([]int32, 0, n)
	for i := range g.reason {
		if chosen(i) {
			from, to, edge = append(from, g.from[i]), append(to, g.to[i]), append(edge, int32(i))
		}
	}
	d, edges := digraph.New(int(g.size), from, to)
	for i, e := range edges {
		edges[i] = edge[e]
	}
	return view{d, edges}
}

// inside reports whether two nodes are in one component. Without components, all are.
func inside(component []int32, u, v int32) bool {
	return len(component) == 0 || component[u] == component[v]
}

// moments returns the graph of the beginnings and commits of transactions under snapshot isolation,
// where a dependency says that one committed before the other began, and an anti-dependency that
// one began before the other committed. The beginning of t is node t, its commit node size+t. Snapshot
// isolation allows what the graph has no cycle of (Cerone and Gotsman, PODC 2016, theorem 9).
func (g *graph) moments(set reasons, within []int32) *digraph.Graph {
	from, to := g.momentEdges(set, within)
	d, _ := digraph.New(int(g.size+g.txns), from, to)
	return d
}

// momentEdges returns the edges of that graph, those from beginnings to their own commits last.
func (g *graph) momentEdges(set reasons, within []int32) (from, to []int32) {
	n := len(g.reason) + int(g.txns)
	from, to = make([]int32, 0, n), make([]int32, 0, n)
	for i, r := range g.reason {
		u, v := g.from[i], g.to[i]
		if !set.has(r) || !inside(within, u, v) {
			continue
		}
		if r == proof.RW {
			v = g.commit(v)
		} else {
			u = g.commit(u)
		}
		from, to = append(from, u), append(to, v)
	}
	for t := range g.txns {
		from, to = append(from, t), append(to, g.commit(t))
	}
	return from, to
}

// commit returns the node that stands for the commit of a transaction. A relay has but one.
func (g *graph) commit(v int32) int32 {
	if v < g.txns {
		return g.size + v
	}
	return v
}

// part returns the graph of the nodes whose component has another transaction, with the edges inside of
// components, or nil if there are none.
func (g *graph) part(component []int32, count int32) *graph {
	members := make([]int32, count)
	for t := range g.txns {
		members[component[t]]++
	}
	p := &graph{execution: g.execution, orders: g.orders}
	number := make([]int32, g.size)
	for v := range g.size {
		number[v] = -1
		if members[component[v]] < 2 {
			continue
		}
		number[v] = p.relay()
		if v < g.txns {
			p.txns++
			p.nodes = append(p.nodes, g.node(v))
		}
	}
	if p.size == 0 {
		return nil
	}
	if int(p.size) > len(number)/4 {
		p.reserve(len(g.from))
	}
	for i := range g.from {
		u, v := g.from[i], g.to[i]
		if component[u] == component[v] && number[u] >= 0 {
			p.add(number[u], number[v], g.reason[i], g.mark[i])
		}
	}
	return p
}

// digraph returns all edges of the graph.
func (g *graph) digraph() *digraph.Graph {
	d, _ := digraph.New(int(g.size), g.from, g.to)
	return d
}
