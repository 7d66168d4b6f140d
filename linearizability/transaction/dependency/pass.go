package dependency

import (
	"cmp"
	"context"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/internal/digraph"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// pass looks for the cycles whose edges are dependencies and one order.
type pass struct {
	*cycles
	order isolation.Order
	// all has all edges inside of components, rw the rw edges, and depends those of wr, ww and the order.
	all, rw, depends view
	// component has the components of all, and members the nodes of each of them.
	component []int32
	members   *digraph.Graph
	// writes, flows and snapshots have the components that are left without wr and rw edges, without rw
	// edges, and of the graph of beginnings and commits.
	writes, flows, snapshots []int32
	// witness has for each component a transaction with a ww edge on a cycle of ww, with a wr edge on
	// a cycle without rw, and with an rw edge on a cycle without adjacent rw edges, or none.
	witness [proof.RW + 1][]int32
	search  *search
	rank    []int32 // scratch of reach
}

func (c *cycles) pass(ctx context.Context, o isolation.Order) {
	p := c.begin(o)
	for _, k := range p.cyclic() {
		if ctx.Err() != nil {
			return
		}
		p.judge(ctx, k)
	}
}

// begin finds the components, and edges on cycles of each kind.
func (c *cycles) begin(o isolation.Order) *pass {
	p := &pass{cycles: c, order: o}
	so := ordered(o)
	whole := c.graph.view(depends|only(proof.RW)|so, nil)
	var count int32
	p.component, count = whole.Components()
	p.all = c.graph.view(depends|only(proof.RW)|so, p.component)
	p.depends = c.graph.view(depends|so, p.component)
	p.rw = c.graph.view(only(proof.RW), p.component)
	p.writes, _ = c.graph.view(only(proof.WW)|so, p.component).Components()
	p.flows, _ = p.depends.Components()
	p.snapshots, _ = c.graph.moments(depends|only(proof.RW)|so, p.component).Components()
	p.members, _ = digraph.New(int(count), p.component, upTo(c.graph.size))
	p.search = newSearch(c.graph, p.all)
	p.witnesses(count)
	return p
}

func upTo(n int32) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = int32(i)
	}
	return list
}

// cyclic returns the components of more than one node, in order of their first transactions.
func (p *pass) cyclic() []int32 {
	var list []int32
	for k := range int32(p.members.Len()) {
		if len(p.members.Out(k)) > 1 {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(a, b int32) int { return cmp.Compare(p.members.Out(a)[0], p.members.Out(b)[0]) })
	return list
}

// witnesses looks for edges on cycles of each kind: both of whose ends are in one component of
// the graph without what the kind forbids.
func (p *pass) witnesses(count int32) {
	for r := range p.witness {
		p.witness[r] = make([]int32, count)
		for k := range p.witness[r] {
			p.witness[r][k] = none
		}
	}
	g := p.graph
	for i, r := range g.reason {
		u, v := g.from[i], g.to[i]
		if u >= g.txns || p.component[u] != p.component[v] {
			continue
		}
		on := false
		switch r {
		case proof.WW:
			on = p.writes[u] == p.writes[v]
		case proof.WR:
			on = p.flows[u] == p.flows[v]
		case proof.RW:
			on = p.snapshots[u] == p.snapshots[g.commit(v)]
		default:
			continue
		}
		if w := &p.witness[r][p.component[u]]; on && *w == none {
			*w = u
		}
	}
}

// judge names the cycles of a component. What follows from a cycle of a weaker order, in the component
// or part of it, is not told again: so a cycle that is named after an order needs that order.
func (p *pass) judge(ctx context.Context, k int32) {
	ruled := unruled
	for _, v := range p.members.Out(k) {
		ruled = min(ruled, p.ruled[v])
	}
	worst := ruled
	found := func(b isolation.Base) { worst = min(worst, b) }
	so := ordered(p.order)
	if t := p.witness[proof.WW][k]; t != none && ruled > isolation.ReadUncommitted {
		found(isolation.ReadUncommitted)
		p.tell(k, isolation.G0, t, kind{within: p.writes, first: proof.WW, rest: only(proof.WW) | so})
	}
	if t := p.witness[proof.WR][k]; t != none && ruled > isolation.ReadCommitted {
		found(isolation.ReadCommitted)
		p.tell(k, isolation.G1c, t, kind{within: p.flows, first: proof.WR, rest: depends | so})
	}
	if p.witness[proof.RW][k] != none && ruled > isolation.ParallelSnapshotIsolation {
		if t := p.single(ctx, k); t != none {
			found(isolation.ParallelSnapshotIsolation)
			p.tell(k, isolation.GSingle, t, kind{within: p.component, first: proof.RW, rest: depends | so})
		}
	}
	if t := p.witness[proof.RW][k]; t != none && worst > isolation.SnapshotIsolation {
		found(isolation.SnapshotIsolation)
		p.tell(k, isolation.GNonadjacent, t, kind{within: p.component, first: proof.RW, rest: depends | only(proof.RW) | so, apart: true})
	}
	if worst > isolation.Serializable {
		found(isolation.Serializable)
		p.tell(k, isolation.G2Item, none, kind{within: p.component, first: proof.RW, rest: depends | only(proof.RW) | so})
	}
	for _, v := range p.members.Out(k) {
		p.ruled[v] = worst
	}
}

// tell adds a finding: a shortest cycle of a kind in component k. Transaction t is on one, if it is
// not none.
func (p *pass) tell(k int32, a isolation.Anomaly, t int32, what kind) {
	level, _ := isolation.RuledOut(a)
	p.analysis.violate(level.Base, p.order)
	name := a.Within(p.order)
	if p.quiet || p.findings.Full(name) {
		return
	}
	cycle, exact := p.shortestCycle(k, t, what)
	if a == isolation.GNonadjacent && len(cycle) > 0 && antiDependencies(cycle) == 1 {
		// The budget was too small to decide G-single, and here is one.
		p.analysis.violate(isolation.ParallelSnapshotIsolation, p.order)
		name = isolation.GSingle.Within(p.order)
	}
	p.findings.Add(proof.Finding{Anomaly: name, Sentence: p.graph.sentence(cycle), Cycle: p.graph.explain(cycle), Shortest: exact})
}

// shortestCycle returns a cycle of a kind in component k, and whether it is certain that there is no
// shorter one. It is, unless the budget is used up.
func (p *pass) shortestCycle(k, t int32, what kind) (cycle []step, exact bool) {
	const longest = 1<<31 - 1
	unlimited := int64(longest)
	if t != none {
		cycle = p.steps(p.search.from(t, what, longest, &unlimited))
	}
	budget := p.shortest / 16
	before := budget
	for _, u := range p.members.Out(k) {
		limit := int32(longest)
		if cycle != nil {
			limit = int32(len(cycle))
		}
		if limit == 2 || budget < 0 && cycle != nil || u >= p.graph.txns {
			break
		}
		if shorter := p.search.from(u, what, limit, &budget); shorter != nil {
			cycle = p.steps(shorter)
		} else if cycle == nil && budget < 0 {
			budget = unlimited // the component has a cycle, which must be found
		}
	}
	p.shortest -= max(0, before-budget)
	if what.apart {
		cycle = simple(cycle)
	}
	return cycle, len(cycle) == 2 || budget >= 0 && budget <= before
}

// antiDependencies counts the rw edges of a cycle.
func antiDependencies(cycle []step) int {
	n := 0
	for _, s := range cycle {
		if s.reason == proof.RW {
			n++
		}
	}
	return n
}

func (p *pass) steps(edges []int32) []step { return p.graph.steps(edges) }
