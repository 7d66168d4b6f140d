package dependency

import (
	"cmp"
	"context"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// single returns a transaction of component k with an rw edge on a cycle that has no other rw edge,
// or none. If the budget is too small it enters that G-single is open.
func (p *pass) single(ctx context.Context, k int32) int32 {
	sources := p.sources(k)
	for _, u := range sources {
		if p.returned(u) {
			return u
		}
	}
	if t := p.nearby(sources); t != none {
		return t
	}
	t, decided := p.reachable(ctx, k, sources)
	if !decided {
		p.analysis.each(isolation.ParallelSnapshotIsolation, p.order, func(b isolation.Base, o isolation.Order) {
			p.analysis.open[b][o] = true
		})
	}
	return t
}

// sources returns the transactions of a component with rw edges on cycles without adjacent rw edges,
// of which those with one rw edge are.
func (p *pass) sources(k int32) []int32 {
	var list []int32
	for _, u := range p.members.Out(k) {
		if u < p.graph.txns && slices.ContainsFunc(p.rw.Out(u), func(v int32) bool { return p.snapshots[u] == p.snapshots[p.graph.commit(v)] }) {
			list = append(list, u)
		}
	}
	return list
}

// returned reports whether an rw edge leads from u to a transaction that comes before u by the order
// itself.
func (p *pass) returned(u int32) bool {
	e, to := p.graph.execution, p.graph.node(u)
	return slices.ContainsFunc(p.rw.Out(u), func(v int32) bool {
		if v >= p.graph.txns || p.order == isolation.Unordered {
			return false
		}
		from := p.graph.node(v)
		return e.Session[from] == e.Session[to] && e.Position[from] < e.Position[to] ||
			p.order == isolation.RealTime && e.History.Before(e.Txns[from], e.Txns[to])
	})
}

// nearby looks for such cycles that are close, as most are, with a part of the budget.
func (p *pass) nearby(sources []int32) int32 {
	what := kind{within: p.component, first: proof.RW, rest: depends | ordered(p.order)}
	const few = 1 << 10
	for least := p.reach - p.reach/4; len(sources) > 0 && p.reach > least; sources = sources[1:] {
		budget := int64(few)
		cycle := p.search.from(sources[0], what, 1<<31-1, &budget)
		p.reach -= few - budget
		if cycle != nil {
			return sources[0]
		}
	}
	return none
}

// words is how many words of bits a node has in one round of reachability: a bit for each source.
const words = 4

// reachable decides for many sources at once whether one reaches itself by an rw edge and then
// edges that are not. It reports false if the budget is too small, or ctx ends.
func (p *pass) reachable(ctx context.Context, k int32, sources []int32) (int32, bool) {
	r := newReach(p, k)
	slices.SortFunc(sources, func(a, b int32) int { return cmp.Compare(p.rank[a], p.rank[b]) })
	for round := range slices.Chunk(sources, 64*words) {
		if p.reach -= r.cost; p.reach < 0 || ctx.Err() != nil {
			return none, false
		}
		if t := r.round(round); t != none {
			return t, true
		}
	}
	return none, true
}

// reach says which nodes of a component one rw edge and then edges of p.depends lead to, from
// up to 64*words transactions.
type reach struct {
	*pass
	// nodes are those of the component in topological order of p.flows, whose components share a rank.
	nodes []int32
	bits  [][words]uint64 // of each rank
	// relays are those of rw edges, in the order in which ways pass them.
	relays []int32
	// cost is what a round looks at.
	cost int64
}

func newReach(p *pass, k int32) *reach {
	if p.rank == nil {
		p.rank = make([]int32, p.graph.size)
	}
	r := &reach{pass: p, nodes: slices.Clone(p.members.Out(k))}
	slices.SortFunc(r.nodes, func(a, b int32) int { return cmp.Compare(p.flows[b], p.flows[a]) })
	ranks := int32(0)
	for i, v := range r.nodes {
		if i > 0 && p.flows[v] != p.flows[r.nodes[i-1]] {
			ranks++
		}
		p.rank[v] = ranks
		r.cost += int64(len(p.depends.Out(v))+len(p.rw.Out(v))) + 1
		if v >= p.graph.txns && len(p.rw.Out(v)) > 0 {
			r.relays = append(r.relays, v)
		}
	}
	slices.Sort(r.relays)
	r.bits = make([][words]uint64, ranks+1)
	return r
}

// round returns a source that reaches itself, or none.
func (r *reach) round(sources []int32) int32 {
	clear(r.bits)
	for i, u := range sources {
		for _, v := range r.rw.Out(u) {
			r.bits[r.rank[v]][i/64] |= 1 << (i % 64)
		}
	}
	for _, v := range r.relays {
		r.spread(v, r.rw.Out(v))
	}
	last := r.rank[sources[len(sources)-1]]
	for _, v := range r.nodes {
		if r.rank[v] > last {
			break
		}
		r.spread(v, r.depends.Out(v))
	}
	for i, u := range sources {
		if r.bits[r.rank[u]][i/64]>>(i%64)&1 != 0 {
			return u
		}
	}
	return none
}

// spread gives the bits of a node to others.
func (r *reach) spread(v int32, to []int32) {
	from := r.bits[r.rank[v]]
	if from == [words]uint64{} {
		return
	}
	for _, w := range to {
		b := &r.bits[r.rank[w]]
		for i := range b {
			b[i] |= from[i]
		}
	}
}
