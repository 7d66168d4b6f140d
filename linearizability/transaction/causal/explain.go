package causal

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

func (c *checker) name(v int32) string { return c.g.h.Name(c.g.txns[v]) }
func (c *checker) value(v int32) string {
	return c.g.h.FormatVersion(c.g.h.Txns[c.g.txns[v]].Ops[0].Version)
}
func (c *checker) keyName(v int32) string { return c.g.h.Keys[c.g.key[v]].String() }

// does says who did what: process 3 on line 4 (w x 1).
func (c *checker) does(v int32) string {
	t := c.g.txns[v]
	return fmt.Sprintf("%s (%s)", c.g.h.Name(t), c.g.h.FormatOp(t, 0))
}

func (c *checker) finding(name isolation.Anomaly, nodes []int32, format string, args ...any) *proof.Finding {
	f := &proof.Finding{Anomaly: name, Sentence: fmt.Sprintf(format, args...)}
	for _, v := range nodes {
		f.Ops = append(f.Ops, proof.Place{Txn: c.g.txns[v]})
	}
	return f
}

func (c *checker) process(v, u int32) proof.Edge {
	return proof.Edge{From: c.g.txns[v], To: c.g.txns[u], Reason: proof.Process, FromOp: proof.None, ToOp: proof.None,
		Reader: proof.None, ReaderOp: proof.None}
}

func (c *checker) wr(w, v int32) proof.Edge {
	return proof.Edge{From: c.g.txns[w], To: c.g.txns[v], Reason: proof.WR, Key: c.g.key[v], Reader: proof.None, ReaderOp: proof.None}
}

// toInitial is the anti-dependency of v, which read the initial value.
func (c *checker) toInitial(v, w int32) proof.Edge {
	return proof.Edge{From: c.g.txns[v], To: c.g.txns[w], Reason: proof.RW, Key: c.g.key[v], Basis: proof.ByReads,
		Reader: proof.None, ReaderOp: proof.None}
}

// explainer turns steps into edges of proofs.
type explainer struct {
	c *checker
	r *relation
	// lemmas are the edges whose paths need other edges Visible, and those others; listed has them by index.
	lemmas []proof.Edge
	listed map[int32]bool
}

func (e *explainer) edges(path []step) []proof.Edge {
	var edges []proof.Edge
	for _, s := range e.r.joined(path) {
		switch s.via {
		case alongSession:
			edges = append(edges, e.c.process(s.from, s.to))
		case alongRead:
			edges = append(edges, e.c.wr(s.from, s.to))
		default:
			edges = append(edges, e.visible(s.via))
		}
	}
	return edges
}

// visible explains an edge of the relation.
func (e *explainer) visible(i int32) proof.Edge {
	x := e.r.edges[i]
	c := e.c
	edge := proof.Edge{From: c.g.txns[x.from], To: c.g.txns[x.to], Reason: proof.Visible, Key: c.g.key[x.to], Reader: c.g.txns[x.reader]}
	if e.listed[i] {
		return edge
	}
	if e.r.free {
		edge.Path = []proof.Edge{c.process(x.from, x.reader)}
	} else {
		e.derive(i, &edge)
	}
	return edge
}

// derive gives an edge its path, which can need edges of earlier rounds: then it becomes a lemma.
func (e *explainer) derive(i int32, edge *proof.Edge) {
	x := e.r.edges[i]
	edges := e.edges(e.r.path(x.from, x.reader, x.round))
	for k := range edges {
		if edges[k].Reason != proof.Visible {
			continue
		}
		lemma := *edge
		lemma.Path = edges
		e.lemmas, e.listed[i] = append(e.lemmas, lemma), true
		return
	}
	edge.Path = edges
}

// cyclic describes a cycle of a relation.
func (c *checker) cyclic(name isolation.Anomaly, r *relation, cycle []step) *proof.Finding {
	e := explainer{c: c, r: r, listed: map[int32]bool{}}
	f := &proof.Finding{Anomaly: name}
	f.Cycle = e.edges(cycle)
	f.Lemmas = e.lemmas
	f.Sentence = c.sentence(r.joined(cycle), r)
	for _, s := range r.joined(cycle) {
		f.Ops = append(f.Ops, proof.Place{Txn: c.g.txns[s.from]})
	}
	return f
}

// sentence goes around a cycle.
func (c *checker) sentence(cycle []step, r *relation) string {
	const most = 8
	var b strings.Builder
	fmt.Fprintf(&b, "%s must come before ", c.does(cycle[0].from))
	for i, s := range cycle {
		if i > 0 {
			b.WriteString(", which must come before ")
		}
		if i == most && len(cycle) > most+1 {
			fmt.Fprintf(&b, "%d others, the last of them before ", len(cycle)-i-1)
			s = cycle[len(cycle)-1]
		}
		if s.to == cycle[0].from {
			b.WriteString("the first")
		} else {
			b.WriteString(c.does(s.to))
		}
		switch s.via {
		case alongSession:
			b.WriteString(" (later in the same session)")
		case alongRead:
			b.WriteString(" (which read it)")
		default:
			fmt.Fprintf(&b, " (%s had seen both writes, and read the second)", c.name(r.edges[s.via].reader))
		}
		if i == most && len(cycle) > most+1 {
			break
		}
	}
	return b.String()
}
