package causal

import "github.com/tenet-go/tenet/linearizability/transaction/proof"

// refute finds a short proof that a session has no order of all writes. It computes HB anew, in rounds: each
// has the edges that follow from those of the rounds before, until there is a cycle. So every edge can
// be explained by earlier ones.
func (c *checker) refute(m Model, s int32) *proof.Finding {
	if m == CM {
		if f := c.causallyConsistent(nil); f != nil || c.stopped() {
			return f // that CC is violated too says more
		}
	}
	r := newRelation(c.g, c.g.len())
	if m == PRAM {
		r.reset(s)
	}
	f := refutation{checker: c, relation: r, session: s, known: map[[2]int32]bool{}}
	for f.round = 1; ; f.round++ {
		if c.stopped() {
			return nil
		}
		before := len(r.edges)
		read, write := f.derive()
		if read != none {
			return c.initialRead(WriteHBInitRead, r, write, read, f.round)
		}
		if len(r.edges) == before {
			panic("causal: a session has no order of the writes, and its happens-before no cycle")
		}
		if cycle := r.cycle(); cycle != nil {
			return c.cyclic(CyclicHB, r, cycle)
		}
	}
}

type refutation struct {
	*checker
	*relation
	session int32
	round   int32
	known   map[[2]int32]bool
	back    [][]int32 // node -> the nodes from which added edges lead to it
	seen    []bool
	latest  []int32 // run -> the number of its session's writes that were seen, up to its last one
	stack   []int32
}

// derive adds the edges of a round. If it finds a write before a read that returned the initial value,
// it returns both.
func (f *refutation) derive() (read, write int32) {
	g := f.checker.g
	f.back = make([][]int32, g.len())
	for _, e := range f.edges {
		f.back[e.to] = append(f.back[e.to], e.from)
	}
	f.seen, f.latest = make([]bool, g.len()), make([]int32, len(g.runs.list))
	for v := g.start[f.session]; v < g.start[f.session+1]; v++ {
		f.see(v)
		w := g.from[v]
		if w == none {
			continue
		}
		for i := g.runs.at[g.key[v]]; i < g.runs.at[g.key[v]+1]; i++ {
			other := g.runs.latest(g.runs.list[i], f.latest[i])
			if other == none || other == w {
				continue
			}
			if w == initial {
				return v, other
			}
			if pair := [2]int32{other, w}; !f.known[pair] {
				f.known[pair] = true
				f.add(edge{from: other, to: w, reader: v, round: f.round})
			}
		}
	}
	return none, none
}

// see marks all that is before node v.
func (f *refutation) see(v int32) {
	g := f.checker.g
	f.stack = append(f.stack[:0], v)
	for len(f.stack) > 0 {
		u := f.stack[len(f.stack)-1]
		f.stack = f.stack[:len(f.stack)-1]
		if f.seen[u] {
			continue
		}
		f.seen[u] = true
		if g.writes(u) {
			i := g.runs.index(g.key[u], g.session[u])
			f.latest[i] = max(f.latest[i], g.before[u]+1)
		}
		if p := g.previous(u); p != none {
			f.stack = append(f.stack, p)
		}
		if f.reads(u) {
			f.stack = append(f.stack, g.from[u])
		}
		f.stack = append(f.stack, f.back[u]...)
	}
}
