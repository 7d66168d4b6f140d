package dependency

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/certificate"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// relation is a relation of transactions: a row for each.
type relation [][]bool

func newRelation(n int) relation {
	r := make(relation, n)
	for i := range r {
		r[i] = make([]bool, n)
	}
	return r
}

func (r relation) union(others ...relation) relation {
	u := newRelation(len(r))
	for _, o := range append(others, r) {
		for i := range o {
			for j := range o[i] {
				u[i][j] = u[i][j] || o[i][j]
			}
		}
	}
	return u
}

func (r relation) then(o relation) relation {
	c := newRelation(len(r))
	for i := range r {
		for j := range r[i] {
			for k := range o[j] {
				c[i][k] = c[i][k] || r[i][j] && o[j][k]
			}
		}
	}
	return c
}

// lengths returns the lengths of the shortest ways from each transaction to each: 0 if there is none.
func (r relation) lengths() [][]int {
	d := make([][]int, len(r))
	for i := range d {
		d[i] = make([]int, len(r))
		for j := range d {
			if r[i][j] {
				d[i][j] = 1
			}
		}
	}
	for k := range r {
		for i := range r {
			for j := range r {
				if way := d[i][k] + d[k][j]; d[i][k] > 0 && d[k][j] > 0 && (d[i][j] == 0 || way < d[i][j]) {
					d[i][j] = way
				}
			}
		}
	}
	return d
}

// around returns the length of the shortest cycle of an edge of first and then edges of r: 0 if there is none.
func (r relation) around(first relation) int {
	d := r.lengths()
	shortest := 0
	for i := range first {
		for j := range first[i] {
			if first[i][j] && d[j][i] > 0 && (shortest == 0 || d[j][i]+1 < shortest) {
				shortest = d[j][i] + 1
			}
		}
	}
	return shortest
}

func (r relation) cyclic() bool {
	d := r.lengths()
	return slices.ContainsFunc(upTo(int32(len(r))), func(i int32) bool { return d[i][i] > 0 })
}

// naive has the dependencies of lists written down from their definitions, edge by edge.
type naive struct{ ww, wr, rw, process, realTime relation }

func newNaive(c checked) naive {
	e, n := c.execution, c.execution.Len()
	d := naive{newRelation(n), newRelation(n), newRelation(n), newRelation(n), newRelation(n)}
	for k, chain := range c.orders.Chains {
		all := slices.Concat(chain, c.orders.Rest[k])
		for i := range chain {
			for j := i + 1; j < len(all); j++ {
				if a, b := e.Writer(all[i]), e.Writer(all[j]); a != b {
					d.ww[a][b] = d.ww[a][b] || j == i+1 || i == len(chain)-1
				}
			}
		}
	}
	for v := range int32(n) {
		for _, r := range e.Reads(v) {
			if r.From != none {
				d.wr[r.From][v] = true
			}
			chain, rest := c.orders.Chains[r.Key], c.orders.Rest[r.Key]
			next := chain[slices.Index(chain, r.Version)+1:] // of the initial version, all of it
			if len(next) == 0 {
				next = rest
			} else {
				next = next[:1]
			}
			for _, w := range next {
				if e.Writer(w) != v {
					d.rw[v][e.Writer(w)] = true
				}
			}
		}
		for w := range int32(n) {
			d.process[v][w] = e.Session[v] == e.Session[w] && e.Position[v] < e.Position[w]
			d.realTime[v][w] = e.History.Before(e.Txns[v], e.Txns[w])
		}
	}
	return d
}

// violated says which bases have a cycle, for an order.
func (d naive) violated(o isolation.Order) map[isolation.Base]bool {
	so := newRelation(len(d.ww))
	if o >= isolation.Session {
		so = so.union(d.process)
	}
	if o == isolation.RealTime {
		so = so.union(d.realTime)
	}
	writes, flows := so.union(d.ww), so.union(d.ww, d.wr)
	return map[isolation.Base]bool{
		isolation.ReadUncommitted:           writes.cyclic(),
		isolation.ReadCommitted:             flows.cyclic(),
		isolation.ParallelSnapshotIsolation: flows.cyclic() || flows.around(d.rw) > 0,
		isolation.SnapshotIsolation:         flows.union(flows.then(d.rw)).cyclic(),
		isolation.Serializable:              flows.union(d.rw).cyclic(),
	}
}

// TestNaive compares outcomes, lengths of cycles and, by package certificate, cycles themselves with
// definitions, on histories large enough for relays and for components with many cycles.
func TestNaive(t *testing.T) {
	t.Logf("seed %d", *seed)
	relays, found := 0, map[isolation.Anomaly]int{}
	for i := range *histories / 2 {
		rng := rand.New(rand.NewPCG(*seed, uint64(i)))
		h := middling(rng)
		c := check(h)
		if slices.ContainsFunc(c.findings, func(f proof.Finding) bool {
			return f.Anomaly == isolation.IncompatibleOrder || f.Anomaly == isolation.DuplicateElements
		}) {
			continue // there is no order of versions to define dependencies with
		}
		if c.analysis.graph.fans() {
			relays++
		}
		d := newNaive(c)
		for o := isolation.Unordered; o <= isolation.RealTime; o++ {
			for b, violated := range d.violated(o) {
				outcome := c.analysis.Outcome(isolation.Level{Base: b, Order: o})
				require.Equal(t, violated, outcome == engine.Invalid, "%v %v of history %d", b, o, i)
			}
		}
		d.requireShortest(t, c)
		for k := range c.findings {
			f := &c.findings[k]
			found[f.Anomaly]++
			level, _ := isolation.RuledOut(f.Anomaly)
			require.NoError(t, certificate.Violated(h, level, f), "%s of history %d", f.Anomaly, i)
			requireNamed(t, f)
		}
	}
	t.Log(found)
	require.Positive(t, relays)
	for _, a := range []isolation.Anomaly{"G0", "G1c", "G-single", "G-nonadjacent", "G2-item", "G0-process", "G1c-process", "G-single-process", "G-single-realtime"} {
		require.Positive(t, found[a], a)
	}
}

// middling makes a history of some tens of transactions.
func middling(rng *rand.Rand) *txn.History {
	if rng.IntN(2) == 0 {
		return oracle.Random(rng, oracle.Shape{Model: txn.Lists, Txns: 6 + rng.IntN(20), Sessions: 2 + rng.IntN(8), Keys: 2 + rng.IntN(4), Ops: 2 + rng.IntN(2)})
	}
	h := synthetic{
		txns: 12 + rng.IntN(25), overlap: rng.IntN(8), keys: 1 + rng.IntN(3), perKey: 4 + rng.IntN(60),
		stale: []float64{0.02, 0.2, 0.9}[rng.IntN(3)], back: rng.IntN(40),
	}.make(rng)
	if rng.IntN(2) == 0 {
		swap(rng, h)
	}
	return h
}

// fans reports whether rw edges lead over relays.
func (g *graph) fans() bool {
	for i, r := range g.reason {
		if r == proof.RW && g.to[i] >= g.txns {
			return true
		}
	}
	return false
}

// swap makes two transactions leave each other's elements: so there are cycles without rw edges.
func swap(rng *rand.Rand, h *txn.History) {
	a, b := &h.Versions[rng.IntN(len(h.Versions))], &h.Versions[rng.IntN(len(h.Versions))]
	if a.Key != b.Key || a.Txn == b.Txn {
		return
	}
	x, y := &h.Txns[a.Txn].Ops[a.Op], &h.Txns[b.Txn].Ops[b.Op]
	x.Version, y.Version = y.Version, x.Version
	a.Txn, b.Txn, a.Op, b.Op = b.Txn, a.Txn, b.Op, a.Op
}

// requireShortest demands that of the cycles without order the shortest are as short as the naive ones.
func (d naive) requireShortest(t *testing.T, c checked) {
	flows := d.ww.union(d.wr)
	for a, want := range map[isolation.Anomaly]int{isolation.G0: d.ww.around(d.ww), isolation.G1c: flows.around(d.wr), isolation.GSingle: flows.around(d.rw)} {
		shortest := 0
		for _, f := range c.findings {
			require.True(t, f.Shortest || f.Cycle == nil)
			if f.Anomaly == a && (shortest == 0 || len(f.Cycle) < shortest) {
				shortest = len(f.Cycle)
			}
		}
		require.Equal(t, want, shortest, a)
	}
}

// requireNamed demands that a cycle is of the kind that its name says, passes no transaction twice, and
// needs the order that it is named after.
func requireNamed(t *testing.T, f *proof.Finding) {
	if f.Cycle == nil {
		return
	}
	count := map[proof.Reason]int{}
	passed := map[int32]bool{}
	steps := make([]step, len(f.Cycle))
	for i, e := range f.Cycle {
		count[e.Reason]++
		require.False(t, passed[e.From])
		passed[e.From] = true
		steps[i].reason = e.Reason
	}
	name, order := f.Anomaly.Split()
	switch name {
	case isolation.G0:
		require.Zero(t, count[proof.RW]+count[proof.WR])
	case isolation.G1c:
		require.Zero(t, count[proof.RW])
		require.Positive(t, count[proof.WR])
	case isolation.GSingle:
		require.Equal(t, 1, count[proof.RW])
	case isolation.GNonadjacent:
		require.Greater(t, count[proof.RW], 1)
		require.False(t, adjacent(steps))
	case isolation.G2Item:
		require.True(t, adjacent(steps))
	default:
		require.Fail(t, string(f.Anomaly))
	}
	require.Equal(t, order > isolation.Unordered, count[proof.Process]+count[proof.RealTime] > 0)
	require.Equal(t, order == isolation.RealTime, count[proof.RealTime] > 0, "%+v", f)
}

// TestFan compares the relays of rw edges with the edges that they stand for.
func TestFan(t *testing.T) {
	for i := range 200 {
		rng := rand.New(rand.NewPCG(*seed, uint64(i)))
		n := 2 + rng.IntN(20)
		g := &graph{txns: int32(n), size: int32(n)}
		want := newRelation(n)
		var readers []int32
		var writers []target
		for v := range int32(n) {
			if rng.IntN(3) > 0 {
				readers = append(readers, v)
			}
			if rng.IntN(3) > 0 {
				writers = append(writers, target{v, v})
			}
		}
		for _, r := range readers {
			for _, w := range writers {
				want[r][w.node] = r != w.node
			}
		}
		g.fan(readers, writers)
		require.Less(t, len(g.from), 6*n+1)
		require.Equal(t, want, g.overRelays(), "%v %v", readers, writers)
	}
}

// TestRealTime compares the relays of the real-time order with the edges that they stand for.
func TestRealTime(t *testing.T) {
	for i := range 100 {
		rng := rand.New(rand.NewPCG(*seed, uint64(i)))
		h := synthetic{txns: 2 + rng.IntN(30), overlap: rng.IntN(6), keys: 1, perKey: 5}.make(rng)
		for k := range h.Txns {
			h.Txns[k].Return -= rng.Int64N(h.Txns[k].Return - h.Txns[k].Call)
		}
		e, _ := execution.New(h)
		g := &graph{execution: e, txns: int32(e.Len()), size: int32(e.Len())}
		g.realTime()
		want := newRelation(e.Len())
		for a := range want {
			for b := range want {
				want[a][b] = h.Before(int32(a), int32(b))
			}
		}
		require.Equal(t, want, g.overRelays())
	}
}

// overRelays returns which transactions edges lead to, over any number of relays.
func (g *graph) overRelays() relation {
	d := g.digraph()
	r := newRelation(int(g.txns))
	for t := range g.txns {
		seen := make([]bool, g.size)
		for stack := slices.Clone(d.Out(t)); len(stack) > 0; {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if v < g.txns {
				r[t][v] = true
			} else if !seen[v] {
				seen[v] = true
				stack = append(stack, d.Out(v)...)
			}
		}
	}
	return r
}

// TestReachable compares reachability by bits with searches of each source, component by component.
func TestReachable(t *testing.T) {
	negative, positive := 0, 0
	for i := range *histories / 2 {
		rng := rand.New(rand.NewPCG(*seed, uint64(i)))
		h := middling(rng)
		e, _ := execution.New(h)
		orders, _ := version.New(e, version.Assumptions{})
		g := newGraph(e, orders)
		component, count := g.digraph().Components()
		part := g.part(component, count)
		if part == nil {
			continue
		}
		var findings proof.Findings
		c := newCycles(&Analysis{graph: g}, part, &findings, Options{Budget: DefaultBudget})
		order := isolation.Order(rng.IntN(3))
		p := c.begin(order)
		what := kind{within: p.component, first: proof.RW, rest: depends | ordered(order)}
		for _, k := range p.cyclic() {
			sources := p.sources(k)
			if len(sources) == 0 {
				continue
			}
			truth := none
			for _, u := range sources {
				budget := int64(1) << 40
				if p.search.from(u, what, 1<<30, &budget) != nil {
					truth = 1
				}
			}
			witness, decided := p.reachable(context.Background(), k, sources)
			require.True(t, decided)
			require.Equal(t, truth != none, witness != none, fmt.Sprint(i))
			if witness == none {
				negative++
				continue
			}
			positive++
			budget := int64(1) << 40
			require.NotNil(t, p.search.from(witness, what, 1<<30, &budget))
		}
	}
	t.Log(positive, negative)
	require.Positive(t, positive)
	require.Positive(t, negative)
}
