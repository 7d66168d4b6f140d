package dependency

import (
	"cmp"
	"context"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/internal/digraph"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// schedule returns a schedule of snapshot isolation, or nil if none is found: the transactions one
// after the other, if that explains all reads; otherwise one that has the elements that nobody read in some
// order.
func (a *Analysis) schedule(ctx context.Context, so reasons) *proof.Holds {
	all := depends | only(proof.RW) | so
	if serial := a.graph.inOrder(all); serial != nil {
		h := &proof.Holds{Schedule: make([]proof.Moment, 0, 2*len(serial.Order))}
		for _, t := range serial.Order {
			h.Schedule = append(h.Schedule, proof.Moment{Txn: t}, proof.Moment{Txn: t, Commit: true})
		}
		return h
	}
	g := a.graph
	from, to := g.momentEdges(all, nil)
	out, _ := digraph.New(int(g.size+g.txns), from, to)
	if topological(out) == nil {
		return nil
	}
	in, _ := digraph.New(int(g.size+g.txns), to, from)
	moments := newGrowing(out, in, in.Before(a.commitsFirst()), DefaultBudget)
	if !a.apart(ctx, moments, true) || !a.apart(ctx, moments, false) {
		return nil
	}
	return g.moment(moments.order)
}

// commitsFirst returns the nodes of the graph of beginnings and commits, commits in order of their returns
// first. What comes before those, and no earlier than it must, is a schedule in which transactions are
// short, so that few of those overlap that must not.
func (a *Analysis) commitsFirst() []int32 {
	g := a.graph
	nodes := make([]int32, g.txns, 2*g.txns+g.size)
	for t, i := range a.returns() {
		nodes[i] = g.commit(int32(t))
	}
	return append(nodes, upTo(g.size)...)
}

// apart has any two transactions one after the other that appended to one list, where nobody read
// what they appended. Forced are those of which one begins before the other commits in any case. It
// reports false if the choices that it made leave none for some pair.
func (a *Analysis) apart(ctx context.Context, moments *growing, forced bool) bool {
	g := a.graph
	for _, rest := range g.orders.Rest {
		writers := make([]int32, 0, len(rest))
		for _, v := range rest {
			writers = append(writers, g.execution.Writer(v))
		}
		slices.SortFunc(writers, func(s, t int32) int { return cmp.Compare(moments.place[s], moments.place[t]) })
		writers = slices.Compact(writers)
		const many = 64
		if len(writers) > many {
			if !forced && !a.chained(moments, writers) {
				return false
			}
			continue
		}
		for i, s := range writers {
			for _, t := range writers[i+1:] {
				if !moments.separate(s, g.commit(s), t, g.commit(t), forced) {
					return false
				}
			}
		}
		if ctx.Err() != nil {
			return false
		}
	}
	return true
}

// chained has each of the writers commit before the next one begins. It is for so many that there
// is no time to try each two of them in both orders.
func (a *Analysis) chained(moments *growing, writers []int32) bool {
	for i, s := range writers[:len(writers)-1] {
		if !moments.add(a.graph.commit(s), writers[i+1]) {
			return false
		}
	}
	return true
}

// separate has one of two transactions commit before the other begins: the first one, if that
// can be. If forced, only if the other way round cannot be.
func (g *growing) separate(begin, commit, otherBegin, otherCommit int32, forced bool) bool {
	if !forced {
		return g.add(commit, otherBegin) || g.add(otherCommit, begin)
	}
	if _, late := g.ahead(otherBegin, commit); late {
		return g.add(otherCommit, begin)
	}
	if _, early := g.ahead(begin, otherCommit); early {
		return g.add(commit, otherBegin)
	}
	return true
}

// moment returns the beginnings and commits among the nodes of a graph of them.
func (g *graph) moment(order []int32) *proof.Holds {
	h := &proof.Holds{Schedule: make([]proof.Moment, 0, 2*g.txns)}
	for _, v := range order {
		switch {
		case v < g.txns:
			h.Schedule = append(h.Schedule, proof.Moment{Txn: g.execution.Txns[v]})
		case v >= g.size:
			h.Schedule = append(h.Schedule, proof.Moment{Txn: g.execution.Txns[v-g.size], Commit: true})
		}
	}
	return h
}

// versions returns an order of commits of parallel snapshot isolation with the orders of versions that
// follow from it, or nil if none is found.
func (a *Analysis) versions(ctx context.Context, o isolation.Order) *proof.Holds {
	set := depends | ordered(o)
	order := topological(a.graph.view(set, nil).Graph)
	if order == nil {
		return nil
	}
	commits := make([]int32, a.graph.size)
	for i, v := range order {
		commits[v] = int32(i)
	}
	for _, rank := range [][]int32{commits, a.returns()} {
		g := a.candidate(rank)
		if !g.allows(ctx, o) {
			continue
		}
		if h := g.inOrder(set); h != nil {
			h.Versions = g.orders.Chains
			return h
		}
	}
	return nil
}

// allows reports whether parallel snapshot isolation of an order holds for certain: there is no
// cycle of the graph with fewer than two rw edges.
func (g *graph) allows(ctx context.Context, o isolation.Order) bool {
	trial := &Analysis{graph: g, strongest: o}
	component, count := g.digraph().Components()
	part := g.part(component, count)
	if part == nil {
		return true
	}
	var none proof.Findings
	c := newCycles(trial, part, &none, Options{Budget: DefaultBudget})
	c.quiet = true
	c.pass(ctx, o)
	base := isolation.ParallelSnapshotIsolation
	return !trial.violated[base][o] && !trial.open[base][o] && ctx.Err() == nil
}

// returns ranks transactions by when they returned, and before that by when they were called.
func (a *Analysis) returns() []int32 {
	e := a.graph.execution
	order := upTo(a.graph.txns)
	slices.SortStableFunc(order, func(s, t int32) int { return cmp.Compare(e.Txn(s).Return, e.Txn(t).Return) })
	rank := make([]int32, a.graph.txns)
	for i, t := range order {
		rank[t] = int32(i)
	}
	return rank
}

// candidate returns the graph that there would be if the elements that nobody read had been appended
// in the order that their transactions are ranked in.
func (a *Analysis) candidate(rank []int32) *graph {
	e, known := a.graph.execution, a.graph.orders
	orders := &version.Orders{Chains: slices.Clone(known.Chains), Rest: make([][]txn.Version, len(known.Rest)), Readers: known.Readers}
	for k, rest := range known.Rest {
		if len(rest) == 0 {
			continue
		}
		sorted := slices.Clone(rest)
		slices.SortStableFunc(sorted, func(v, w txn.Version) int { return cmp.Compare(rank[e.Writer(v)], rank[e.Writer(w)]) })
		orders.Chains[k] = slices.Concat(known.Chains[k], sorted)
	}
	return newGraph(e, orders)
}
