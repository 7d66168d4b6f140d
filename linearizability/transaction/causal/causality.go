package causal

import (
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// unwritten finds a read of what was not written: ThinAirRead, or AbortedRead.
func (c *checker) unwritten() *proof.Finding {
	h := c.g.h
	for v, w := range c.g.from {
		if w != initial {
			continue
		}
		t := c.g.txns[v]
		version := h.Txns[t].Ops[0].Version
		if version == txn.Initial {
			continue
		}
		written := h.Versions[version]
		if written.Txn == txn.Nobody {
			return c.finding(ThinAirRead, []int32{int32(v)}, "%s read %s of key %s, which nobody wrote",
				h.Name(t), h.FormatVersion(version), h.Keys[written.Key].String())
		}
		if h.Txns[written.Txn].Status == history.Fail {
			f := c.finding(AbortedRead, []int32{int32(v)}, "%s read %s of key %s, which %s was to write, and failed",
				h.Name(t), h.FormatVersion(version), h.Keys[written.Key].String(), h.Name(written.Txn))
			f.Ops = append(f.Ops, proof.Place{Txn: written.Txn, Op: written.Op})
			return f
		}
	}
	return nil
}

func (c *checker) cyclicCO() *proof.Finding {
	if len(c.g.order) == c.g.len() {
		return nil
	}
	r := newRelation(c.g, c.g.len())
	return c.cyclic(CyclicCO, r, r.cycle())
}

// blockBytes is about the memory that clocks take at once where sessions are taken in parts.
const blockBytes = 256 << 20

// blocks calls f for the sessions that write, in parts whose clocks fit into memory.
func (c *checker) blocks(f func(low, high int32) *proof.Finding) *proof.Finding {
	budget := int64(blockBytes)
	if c.options.Memory > 0 {
		budget = min(budget, c.options.Memory)
	}
	const kinds = 2 // past and future
	width := int32(max(1, min(int64(c.g.writers), budget/(4*kinds*int64(max(1, c.g.len()))))))
	for low := int32(0); low < c.g.writers && !c.stopped(); low += width {
		if found := f(low, min(c.g.writers, low+width)); found != nil {
			return found
		}
	}
	return nil
}

// causallyConsistent finds the patterns WriteCOInitRead and WriteCORead (Bouajjani et al., §4.2): an
// overwritten value was read. It is enough to look at the last write to the key that the read has in
// its past, of each session. And then, if it is not nil, is called with the clocks of each part.
func (c *checker) causallyConsistent(and func(past *clocks, low, high int32)) *proof.Finding {
	var past, future clocks
	return c.blocks(func(low, high int32) *proof.Finding {
		past.past(c.g, low, high)
		future.future(c.g, low, high)
		for v, w := range c.g.from {
			if w == none {
				continue
			}
			if v%4096 == 0 && c.stopped() {
				return nil
			}
			for _, x := range c.g.runs.of(c.g.key[v], low, high) {
				last := c.g.runs.latest(x, past.at(int32(v), x.session))
				if last == none || last == w {
					continue
				}
				if w == initial {
					return c.initialRead(WriteCOInitRead, newRelation(c.g, c.g.len()), last, int32(v), none)
				}
				if future.at(w, x.session) <= c.g.before[last] {
					return c.overwritten(w, last, int32(v))
				}
			}
		}
		if and != nil {
			and(&past, low, high)
		}
		return nil
	})
}

// overwritten describes WriteCORead: read v returned w, though last is between the two.
func (c *checker) overwritten(w, last, v int32) *proof.Finding {
	r := newRelation(c.g, c.g.len())
	cycle := r.path(w, last, none)
	r.add(edge{from: last, to: w, reader: v})
	return c.cyclic(WriteCORead, r, append(cycle, step{last, w, 0}))
}

// initialRead describes that read v returned the initial value, though write w precedes it.
func (c *checker) initialRead(name isolation.Anomaly, r *relation, w, v, round int32) *proof.Finding {
	e := explainer{c: c, r: r, listed: map[int32]bool{}}
	cycle := append(e.edges(r.path(w, v, round)), c.toInitial(v, w))
	f := c.finding(name, []int32{w, v}, "%s wrote %s to key %s, and then %s, which must come after it, read the initial value",
		c.name(w), c.value(w), c.keyName(w), c.name(v))
	f.Cycle, f.Lemmas = cycle, e.lemmas
	return f
}

// convergent finds the pattern CyclicCF, besides those of CC (Bouajjani et al., §4.2): conflicting writes have
// no order. Of each session the last write to the key that a reader of w has in its past comes before
// w; the earlier ones do by the order of the session.
func (c *checker) convergent() (*proof.Finding, *proof.Holds) {
	r := newRelation(c.g, c.g.len())
	found := c.causallyConsistent(func(past *clocks, low, high int32) { c.conflicts(r, past, low, high) })
	if found != nil || c.stopped() {
		return found, nil
	}
	order := r.sort()
	if len(order) < c.g.len() {
		return c.cyclic(CyclicCF, r, r.cycle()), nil
	}
	return nil, c.order(order)
}

// conflicts adds the edges of the relation CF that co does not have, between sessions from low to high and
// others.
func (c *checker) conflicts(r *relation, past *clocks, low, high int32) {
	for w := range int32(c.g.len()) {
		readers := c.g.readersOf(w)
		if len(readers) == 0 {
			continue
		}
		for _, x := range c.g.runs.of(c.g.key[w], low, high) {
			reader := readers[0]
			for _, v := range readers[1:] {
				if past.at(v, x.session) > past.at(reader, x.session) {
					reader = v
				}
			}
			last := c.g.runs.latest(x, past.at(reader, x.session))
			if last != none && last != w && !past.covers(c.g, w, last) {
				r.add(edge{from: last, to: w, reader: reader})
			}
		}
	}
}
