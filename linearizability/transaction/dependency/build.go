package dependency

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/digraph"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// newGraph returns the known dependencies of an execution.
func newGraph(e *execution.Execution, orders *version.Orders) *graph {
	g := &graph{execution: e, orders: orders, txns: int32(e.Len()), size: int32(e.Len())}
	g.reserve(estimate(e))
	b := builder{graph: g}
	b.chains()
	b.reads()
	b.unordered()
	b.pairs()
	for _, nodes := range e.Sessions {
		for i := 1; i < len(nodes); i++ {
			g.add(nodes[i-1], nodes[i], proof.Process, none)
		}
	}
	if e.History.Timed() {
		g.realTime()
	}
	return g
}

// estimate returns about how many edges an execution has.
func estimate(e *execution.Execution) int {
	n := 4 * e.Len()
	for node := range int32(e.Len()) {
		n += 2*len(e.Reads(node)) + len(e.Writes(node))
	}
	return n
}

const none = proof.None

// builder adds the edges of dependencies.
type builder struct {
	graph *graph
	// next has of each version the one that follows it in its chain, or none.
	next []txn.Version
	// open are the reads of the last version of a key that is known, by their keys: each later version
	// depends on them.
	openKeys, openNodes []int32
}

// chains adds a ww edge for each two neighbors of a chain.
func (b *builder) chains() {
	e := b.graph.execution
	b.next = make([]txn.Version, len(e.History.Versions))
	for v := range b.next {
		b.next[v] = none
	}
	for _, chain := range b.graph.orders.Chains {
		for i := 1; i < len(chain); i++ {
			b.next[chain[i-1]] = chain[i]
			if from, to := e.Writer(chain[i-1]), e.Writer(chain[i]); from != to {
				b.graph.add(from, to, proof.WW, int32(chain[i]))
			}
		}
	}
}

// reads adds the wr edges, and the rw edges to the versions that follow those that were read.
func (b *builder) reads() {
	e := b.graph.execution
	for node := range int32(e.Len()) {
		for i := range e.Reads(node) {
			r := &e.Reads(node)[i]
			if r.Repeated {
				continue
			}
			if r.From != none {
				b.graph.add(r.From, node, proof.WR, int32(r.Version))
			}
			b.overwritten(node, r)
		}
	}
}

func (b *builder) overwritten(node int32, r *execution.Read) {
	chain := b.graph.orders.Chains[r.Key]
	last := txn.Initial
	if len(chain) > 0 {
		last = chain[len(chain)-1]
	}
	var next txn.Version
	switch {
	case r.Version == last:
		if len(b.graph.orders.Rest[r.Key]) > 0 {
			b.openKeys, b.openNodes = append(b.openKeys, int32(r.Key)), append(b.openNodes, node)
		}
		return
	case r.Version == txn.Initial:
		next = chain[0]
	default:
		next = b.next[r.Version]
	}
	if next == none || slices.Contains(b.graph.execution.Txn(node).Ops[r.Op].List, next) {
		return // nothing is known to follow, or the list contradicts the chain, which is an anomaly by itself
	}
	// If the reader wrote the next version itself, its ww edges lead to those behind that.
	if to := b.graph.execution.Writer(next); to != node {
		b.graph.add(node, to, proof.RW, int32(next))
	}
}

// unordered adds the edges to versions that come after all of a chain, in unknown order.
func (b *builder) unordered() {
	e := b.graph.execution
	readers, _ := digraph.New(len(b.graph.orders.Rest), b.openKeys, b.openNodes)
	var writers []target
	for k, rest := range b.graph.orders.Rest {
		if len(rest) == 0 {
			continue
		}
		writers = writers[:0]
		for _, v := range rest {
			if w := e.Writer(v); len(writers) == 0 || writers[len(writers)-1].node != w {
				writers = append(writers, target{w, int32(v)})
			}
		}
		if chain := b.graph.orders.Chains[k]; len(chain) > 0 {
			from := e.Writer(chain[len(chain)-1])
			for _, w := range writers {
				if w.node != from {
					b.graph.add(from, w.node, proof.WW, w.mark)
				}
			}
		}
		b.graph.fan(readers.Out(int32(k)), writers)
	}
}

// pairs adds the edges of pairs of versions that the user's assumptions order.
func (b *builder) pairs() {
	pairs := b.graph.orders.Pairs
	if len(pairs) == 0 {
		return
	}
	e := b.graph.execution
	readers := b.readers()
	var newer []target
	for i := 0; i < len(pairs); {
		newer = newer[:0]
		older := pairs[i].Older
		for ; i < len(pairs) && pairs[i].Older == older; i++ {
			w := target{e.Writer(pairs[i].Newer), int32(pairMark - i)}
			newer = append(newer, w)
			if from := e.Writer(older); from != w.node {
				b.graph.add(from, w.node, proof.WW, w.mark)
			}
		}
		b.graph.fan(readers.Out(int32(older)), newer)
	}
}

// readers returns the nodes that read each version.
func (b *builder) readers() *digraph.Graph {
	e := b.graph.execution
	var versions, nodes []int32
	for node := range int32(e.Len()) {
		for _, r := range e.Reads(node) {
			if !r.Repeated && r.Version != txn.Initial {
				versions, nodes = append(versions, int32(r.Version)), append(nodes, node)
			}
		}
	}
	d, _ := digraph.New(len(e.History.Versions), versions, nodes)
	return d
}
