package saturate

import (
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// explainer says why edges are there.
type explainer struct {
	*graph
	look *search
	// readers[readAt[t]:readAt[t+1]] are the nodes that read from node t.
	readers, readAt []int32
}

func newExplainer(g *graph) *explainer {
	x := &explainer{graph: g, look: newSearch(g), readAt: make([]int32, g.n+1)}
	pairs := g.reads(nil)
	for _, p := range pairs {
		x.readAt[p.from+1]++
	}
	for t := range g.n {
		x.readAt[t+1] += x.readAt[t]
	}
	x.readers = make([]int32, len(pairs))
	next := append([]int32(nil), x.readAt...)
	for _, p := range pairs {
		x.readers[next[p.from]] = p.to
		next[p.from]++
	}
	return x
}

// cycle explains the steps of a way through the commit order.
func (x *explainer) cycle(vertices []int32) proof.Cycle { return x.way(vertices, x.precedes) }

// way explains the steps of a way through the graph, given what explains one.
func (x *explainer) way(vertices []int32, step func(a, b, relay int32) []proof.Edge) []proof.Edge {
	var edges []proof.Edge
	from, relay := vertices[0], none
	for _, v := range vertices[1:] {
		if v >= x.n {
			relay = v
			continue
		}
		edges = append(edges, step(from, v, relay)...)
		from, relay = v, none
	}
	return edges
}

// sees explains why node a is directly visible to node b, given the last relay between them, if there is
// one.
func (x *explainer) sees(a, b, relay int32) []proof.Edge {
	if relay >= x.total {
		return one(x.order(a, b, proof.Process))
	}
	if relay != none {
		return x.inTime(a, b)
	}
	if r := x.read(a, b); r != nil {
		return one(x.wr(b, r))
	}
	return one(x.order(a, b, proof.Process))
}

// inTime explains why node a precedes node b in real time: it returned before, or one after it in its
// session did.
func (x *explainer) inTime(a, b int32) []proof.Edge {
	session := x.e.Sessions[x.e.Session[a]]
	for _, next := range session[x.e.Position[a]:] {
		if !x.e.History.Before(x.e.Txns[next], x.e.Txns[b]) {
			continue
		}
		if next == a {
			return one(x.order(a, b, proof.RealTime))
		}
		return []proof.Edge{x.order(a, next, proof.Process), x.order(next, b, proof.RealTime)}
	}
	panic("saturate: who precedes another in real time has a session with a transaction that returned before")
}

func one(edge proof.Edge) []proof.Edge { return []proof.Edge{edge} }

// precedes explains why node a is before node b in the commit order.
func (x *explainer) precedes(a, b, relay int32) []proof.Edge {
	if relay >= x.keyed && relay < x.total {
		return one(x.visibly(a, b))
	}
	if relay != none || x.read(a, b) != nil {
		return x.sees(a, b, relay)
	}
	if edge, known := x.ww(a, b); known {
		return one(edge)
	}
	if x.inSession(a, b) {
		return x.sees(a, b, none)
	}
	return one(x.visibly(a, b))
}

func (x *explainer) inSession(a, b int32) bool {
	return x.level.Order >= isolation.Session && x.e.Session[a] == x.e.Session[b] && x.e.Position[a] < x.e.Position[b]
}

// read returns the first read that b did from a, or nil.
func (x *explainer) read(a, b int32) *execution.Read {
	reads := x.e.Reads(b)
	for i := range reads {
		if reads[i].From == a {
			return &reads[i]
		}
	}
	return nil
}

func (x *explainer) order(a, b int32, why proof.Reason) proof.Edge {
	return proof.Edge{From: x.e.Txns[a], To: x.e.Txns[b], Reason: why,
		FromOp: proof.None, ToOp: proof.None, Reader: proof.None, ReaderOp: proof.None}
}

func (x *explainer) wr(b int32, r *execution.Read) proof.Edge {
	return proof.Edge{From: x.e.Txns[r.From], To: x.e.Txns[b], Reason: proof.WR, Key: r.Key,
		FromOp: x.e.History.Versions[r.Version].Op, ToOp: r.Op, Reader: proof.None, ReaderOp: proof.None}
}

// rests has the orders on which assumptions of the user rest.
var rests = map[proof.Basis]proof.Reason{proof.BySessionOrder: proof.Process, proof.ByRealTimeOrder: proof.RealTime}

// ww finds versions of a and b that are known to be in this order, and neighbors.
func (x *explainer) ww(a, b int32) (proof.Edge, bool) {
	if x.orders == nil {
		return proof.Edge{}, false
	}
	for _, k := range x.wrote(a) {
		if x.write(b, txn.Key(k)) == none || int(k) >= len(x.orders.Chains) {
			continue
		}
		if older, newer, found := x.neighbors(txn.Key(k), a, b); found {
			edge := x.replaced(older, newer)
			reader := x.orders.Readers[k]
			edge.Basis, edge.Reader, edge.ReaderOp = proof.ByReads, reader.Txn, reader.Op
			return edge, true
		}
	}
	for _, p := range x.orders.Pairs {
		if x.e.Writer(p.Older) != a || x.e.Writer(p.Newer) != b {
			continue
		}
		edge := x.replaced(p.Older, p.Newer)
		edge.Basis = p.Basis
		if why, ordered := rests[p.Basis]; ordered {
			edge.Path = one(proof.Edge{From: p.First.Txn, To: p.Second.Txn, Reason: why,
				FromOp: p.First.Op, ToOp: p.Second.Op, Reader: proof.None, ReaderOp: proof.None})
		}
		return edge, true
	}
	return proof.Edge{}, false
}

func (x *explainer) replaced(older, newer txn.Version) proof.Edge {
	a, b := &x.e.History.Versions[older], &x.e.History.Versions[newer]
	return proof.Edge{From: a.Txn, To: b.Txn, Reason: proof.WW, Key: a.Key, FromOp: a.Op, ToOp: b.Op,
		Reader: proof.None, ReaderOp: proof.None}
}

// neighbors finds versions of a and b that are next to each other in the order of a list, but for those that
// no committed transaction wrote; or the last that was read, by a, and one that was not, by b.
func (x *explainer) neighbors(k txn.Key, a, b int32) (older, newer txn.Version, found bool) {
	if x.e.History.Model != txn.Lists {
		return 0, 0, false
	}
	last := none
	for _, v := range x.orders.Chains[k] {
		w := x.e.Writer(v)
		if w == none {
			continue
		}
		if last == a && w == b {
			return older, v, true
		}
		last, older = w, v
	}
	if last != a {
		return 0, 0, false
	}
	for _, v := range x.orders.Rest[k] {
		if x.e.Writer(v) == b {
			return older, v, true
		}
	}
	return 0, 0, false
}

// visibly explains a forced edge: somebody to whom a was visible read from b a key that a writes.
func (x *explainer) visibly(a, b int32) proof.Edge {
	var causal []int32 // who read such a key
	for _, t := range x.readers[x.readAt[b]:x.readAt[b+1]] {
		if t == a {
			continue
		}
		for _, r := range x.e.Reads(t) {
			w := none
			if r.From == b {
				w = x.write(a, r.Key)
			}
			if w == none {
				continue
			}
			if path := x.direct(a, t, r.Op); path != nil {
				return x.because(a, t, &r, path)
			}
			causal = append(causal, t)
		}
	}
	if x.level.Base != isolation.Causal {
		panic("saturate: a forced edge has a reader to whom its writer is visible")
	}
	way := x.past(causal, a)
	t := way[len(way)-1]
	for _, r := range x.e.Reads(t) {
		if r.From == b && x.write(a, r.Key) != none {
			return x.because(a, t, &r, x.way(way, x.sees))
		}
	}
	panic("saturate: who read a key from another has a read of it")
}

// past returns a shortest way of visibility from a to one of readers.
func (x *explainer) past(readers []int32, a int32) []int32 {
	x.look.work = max(x.look.work, len(x.before)+2*int(x.n)) // it always has enough for one search
	x.look.in, x.look.seeing = func(u int32) bool { return x.rank[u] >= x.rank[a] }, true
	way := x.look.back(readers, a, int(x.n))
	if way == nil {
		panic("saturate: a forced edge has a reader to whom its writer is visible")
	}
	return way
}

// because makes a forced edge of its parts: reader t read r, and could see a by path.
func (x *explainer) because(a, t int32, r *execution.Read, path []proof.Edge) proof.Edge {
	written := &x.e.History.Versions[r.Version]
	return proof.Edge{From: x.e.Txns[a], To: written.Txn, Reason: proof.Visible, Key: r.Key,
		FromOp: x.left(a, r.Key), ToOp: written.Op, Reader: x.e.Txns[t], ReaderOp: r.Op, Path: path}
}

// left returns the operation of a node that wrote what it left of a key.
func (x *explainer) left(t int32, k txn.Key) int32 {
	for _, w := range x.e.Writes(t) {
		if w.Key == k {
			return w.Op
		}
	}
	panic("saturate: the writer of a forced edge writes the key")
}

// direct returns the edge by which a is visible to operation op of t by itself, or nil. An edge that the weakest level
// sees is preferred.
func (x *explainer) direct(a, t, op int32) []proof.Edge {
	r := x.read(a, t)
	if r != nil && r.Op < op {
		return one(x.wr(t, r))
	}
	if x.level.Base == isolation.MonotonicAtomicView {
		return nil
	}
	switch {
	case r != nil:
		return one(x.wr(t, r))
	case x.inSession(a, t):
		return one(x.order(a, t, proof.Process))
	case len(x.until) > 0 && x.until[a] < x.e.Txn(t).Call:
		return x.inTime(a, t)
	}
	return nil
}
