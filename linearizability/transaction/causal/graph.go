package causal

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// graph is a history of single operations that took effect. The operations are nodes, numbered session by
// session, those sessions first that write.
type graph struct {
	h *txn.History
	// txns are the transactions of the nodes.
	txns []int32
	// start has the first node of each session, and the number of nodes. Sessions from writers on
	// only read.
	start   []int32
	writers int32
	// names are the sessions: indices of History.Sessions.
	names   []int32
	session []int32
	key     []txn.Key
	// from is the write that a node has read, or initial; of a write it is none.
	from []int32
	// before counts the writes of the node's session that stand before it.
	before []int32
	// readers lists the reads of each write.
	readersAt, readers []int32
	// order is a topological order of so and wr. It lacks nodes if there is none.
	order []int32
	runs  runs
}

const (
	initial int32 = -1
	none    int32 = -2
)

func (g *graph) len() int            { return len(g.txns) }
func (g *graph) writes(v int32) bool { return g.from[v] == none }

// next returns the node after v in its session, or none.
func (g *graph) next(v int32) int32 {
	if v+1 < g.start[g.session[v]+1] {
		return v + 1
	}
	return none
}

// previous returns the node before v in its session, or none.
func (g *graph) previous(v int32) int32 {
	if v > g.start[g.session[v]] {
		return v - 1
	}
	return none
}

func (g *graph) readersOf(v int32) []int32 { return g.readers[g.readersAt[v]:g.readersAt[v+1]] }

// kind returns the guarantee that speaks of two nodes of one session.
func (g *graph) kind(a, b int32) Model {
	switch wa, wb := g.writes(a), g.writes(b); {
	case wa && wb:
		return MonotonicWrites
	case wa:
		return ReadYourWrites
	case wb:
		return WritesFollowReads
	}
	return MonotonicReads
}

// newGraph returns an error if a transaction that took effect is no single read or write.
func newGraph(h *txn.History) (*graph, error) {
	if h.Model != txn.Registers {
		return nil, fmt.Errorf("%s: a history of %s: expected reads and writes of registers", h.Source.Name, h.Model)
	}
	g := &graph{h: h, start: []int32{0}}
	nodes := make([]int32, len(h.Txns))
	for _, writing := range []bool{true, false} {
		for s := range h.Sessions {
			if err := g.addSession(int32(s), writing, nodes); err != nil {
				return nil, err
			}
		}
		if writing {
			g.writers = int32(len(g.names))
		}
	}
	g.describe(nodes)
	g.link()
	return g, nil
}

// addSession adds the nodes of a session, if it writes, or if it only reads, as asked.
func (g *graph) addSession(s int32, writing bool, nodes []int32) error {
	first := len(g.txns)
	writes := false
	for _, t := range g.h.Sessions[s] {
		x := &g.h.Txns[t]
		if !x.Committed {
			nodes[t] = none
			continue
		}
		if len(x.Ops) != 1 {
			return fmt.Errorf("%s: %s has %d operations in one transaction: expected one, a read or a write", g.h.Source.Name, g.h.Name(t), len(x.Ops))
		}
		g.txns = append(g.txns, t)
		writes = writes || x.Ops[0].Kind != txn.Read
	}
	if len(g.txns) == first || writes != writing {
		g.txns = g.txns[:first]
		return nil
	}
	for v := first; v < len(g.txns); v++ {
		nodes[g.txns[v]] = int32(v)
	}
	g.start = append(g.start, int32(len(g.txns)))
	g.names = append(g.names, s)
	return nil
}

// describe fills in what the nodes do.
func (g *graph) describe(nodes []int32) {
	n := g.len()
	g.session, g.key, g.from, g.before = make([]int32, n), make([]txn.Key, n), make([]int32, n), make([]int32, n)
	for s := range g.names {
		count := int32(0)
		for v := g.start[s]; v < g.start[s+1]; v++ {
			op := &g.h.Txns[g.txns[v]].Ops[0]
			g.session[v], g.key[v], g.from[v], g.before[v] = int32(s), op.Key, none, count
			if op.Kind != txn.Read {
				count++
				continue
			}
			g.from[v] = initial
			if op.Version == txn.Initial {
				continue
			}
			if w := g.h.Versions[op.Version].Txn; w != txn.Nobody && nodes[w] != none {
				g.from[v] = nodes[w]
			}
		}
	}
}

// link finds the readers of each write, a topological order, and the runs.
func (g *graph) link() {
	n := g.len()
	g.readersAt = make([]int32, n+1)
	for _, w := range g.from {
		if w >= 0 {
			g.readersAt[w+1]++
		}
	}
	for v := range n {
		g.readersAt[v+1] += g.readersAt[v]
	}
	g.readers = make([]int32, g.readersAt[n])
	at := slices.Clone(g.readersAt)
	for v, w := range g.from {
		if w >= 0 {
			g.readers[at[w]] = int32(v)
			at[w]++
		}
	}
	g.order = newRelation(g, n).sort()
	g.runs = newRuns(g)
}
