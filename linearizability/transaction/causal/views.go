package causal

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// views decides CM and PRAM: whether each session can have seen all writes in one order.
//
// The relation HB of a session (Bouajjani et al., §4.3) is the least one that has the causal order, or for
// PRAM the order of all sessions and the edges wr of this one, and in which, if the session has read write
// w of a key and HB has another write of that key before the read, that other one is before w. The session
// has an order of all writes if HB has no cycle, and no write before a read that returned the initial
// value: take the writes in the order in which the session's operations come to have them before
// themselves, and those that come with the same operation in a topological order of HB.
func (c *checker) views(m Model) (*proof.Finding, *proof.Holds) {
	g := c.g
	v := view{c: c, causal: m == CM, relation: newRelation(g, g.len()), mark: make([]int32, g.len())}
	if v.everything(); c.why != "" {
		return nil, nil
	}
	holds := &proof.Holds{Views: make([][]int32, len(g.h.Sessions))}
	for s := range g.names {
		v.begin(int32(s))
		v.saturate()
		if c.stopped() {
			return nil, nil
		}
		v.relate()
		order, _ := v.relation.sorted(v.order)
		v.order = order
		if v.wrong || len(order) < g.len() {
			return c.refute(m, int32(s)), nil
		}
		if !c.options.WithoutHolds {
			holds.Views[g.names[s]] = v.layers()
		}
	}
	return nil, holds
}

// view computes HB of one session after the other: not for all pairs of operations, but of each operation
// of the session how many writes of each session are before it. That is enough, since HB extends the order
// of sessions, and only the session's own reads add to it.
type view struct {
	c        *checker
	causal   bool
	past     clocks // for CM
	relation *relation

	session     int32
	first, last int32 // the session's nodes
	// hb has a row for each of these nodes.
	hb clocks
	// returned lists the writes that the session has read, the last one to be read first, and lastRead of
	// each the last read.
	returned, lastRead []int32
	mark               []int32 // write -> 1 + the session in which it was last put into returned
	// wrong says that a read returned the initial value and comes after a write, or that an operation comes
	// before an earlier one of the session.
	wrong bool
	order []int32
}

// everything makes the clocks of all operations, and room for those of the longest session.
func (v *view) everything() {
	g := v.c.g
	rows := int32(0)
	for s := range g.names {
		rows = max(rows, g.start[s+1]-g.start[s])
	}
	all := int64(rows)
	if v.causal {
		all += int64(g.len())
	}
	if bytes := 4 * all * int64(g.writers); v.c.options.Memory > 0 && bytes > v.c.options.Memory {
		v.c.why = fmt.Sprintf("clocks of %d operations and %d sessions that write take %d bytes, which is more than %d", g.len(), g.writers, bytes, v.c.options.Memory)
		return
	}
	v.hb = clocks{width: g.writers, rows: make([]int32, int(rows)*int(g.writers))}
	if v.causal {
		v.past.past(g, 0, g.writers)
	}
}

// row returns the row of node u of the session.
func (v *view) row(u int32) []int32 { return v.hb.row(u - v.first) }

func (v *view) begin(s int32) {
	g := v.c.g
	v.session, v.first, v.last, v.wrong = s, g.start[s], g.start[s+1], false
	v.returned, v.lastRead = v.returned[:0], v.lastRead[:0]
	for u := v.first; u < v.last; u++ {
		if v.causal {
			copy(v.row(u), v.past.row(u))
			continue
		}
		v.pipelined(u)
	}
	for u := v.last - 1; u >= v.first; u-- {
		if w := g.from[u]; w >= 0 && v.mark[w] != s+1 {
			v.mark[w] = s + 1
			v.returned, v.lastRead = append(v.returned, w), append(v.lastRead, u)
		}
	}
}

// pipelined fills in the row of node u for PRAM: a write takes along the earlier ones of its session.
func (v *view) pipelined(u int32) {
	g := v.c.g
	row := v.row(u)
	clear(row)
	if u > v.first {
		copy(row, v.row(u-1))
	}
	if w := g.from[u]; w >= 0 {
		row[g.session[w]] = max(row[g.session[w]], g.before[w]+1)
	}
	if g.writes(u) {
		row[v.session] = max(row[v.session], g.before[u]+1)
	}
}

// saturate adds to the rows until all writes before a read are before the write that it returned. For each
// write only its last read counts, which has the most before it.
func (v *view) saturate() {
	for again := true; again && !v.wrong; {
		again = false
		for i, w := range v.returned {
			if i%256 == 0 && v.c.stopped() {
				return
			}
			again = v.precede(w, v.lastRead[i]) || again
			if v.wrong {
				return
			}
		}
	}
	g := v.c.g
	for u := v.first; u < v.last; u++ {
		if g.from[u] != initial {
			continue
		}
		for _, x := range g.runs.of(g.key[u], 0, g.writers) {
			v.wrong = v.wrong || g.runs.latest(x, v.row(u)[x.session]) != none
		}
	}
}

// precede lets each node that has w before it have before it, too, the other writes of the key that read u
// has before it, and reports whether that was new.
func (v *view) precede(w, u int32) (added bool) {
	g := v.c.g
	at := v.since(w)
	if at == u {
		return false
	}
	for _, x := range g.runs.of(g.key[w], 0, g.writers) {
		other := g.runs.latest(x, v.row(u)[x.session])
		if other == none || other == w {
			continue
		}
		for k := at; k < u && v.row(k)[x.session] <= g.before[other]; k++ {
			v.include(k, other)
			added = true
		}
	}
	return added
}

// since returns the first node of the session that has w before it.
func (v *view) since(w int32) int32 {
	s, before := v.c.g.session[w], v.c.g.before[w]
	low, high := v.first, v.last-1
	for low < high {
		mid := (low + high) / 2
		if v.row(mid)[s] > before {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// include lets node k have write w before it, with what is before that.
func (v *view) include(k, w int32) {
	g := v.c.g
	row := v.row(k)
	if v.causal {
		merge(row, v.past.row(w))
	} else {
		row[g.session[w]] = max(row[g.session[w]], g.before[w]+1)
	}
	own := g.before[k]
	if g.writes(k) {
		own++
	}
	if v.session < g.writers && row[v.session] > own {
		v.wrong = true
	}
}

// relate adds the edges of HB that the session's reads make.
func (v *view) relate() {
	g := v.c.g
	v.relation.reset(none)
	if !v.causal {
		v.relation.reset(v.session)
	}
	for i, w := range v.returned {
		u := v.lastRead[i]
		for _, x := range g.runs.of(g.key[w], 0, g.writers) {
			if other := g.runs.latest(x, v.row(u)[x.session]); other != none && other != w {
				v.relation.add(edge{from: other, to: w, reader: u})
			}
		}
	}
}

// layers returns the writes and the session's reads in an order in which the session can have seen them.
func (v *view) layers() []int32 {
	g := v.c.g
	layers := int(v.last-v.first) + 1
	layer := make([]int32, g.len())
	for u := range layer {
		layer[u] = int32(layers - 1) // those that the session need not have seen come last
	}
	for s := range g.writers {
		count, at := int32(0), g.start[s]
		for u := v.first; u < v.last; u++ {
			for ; count < v.row(u)[s]; at++ {
				if g.writes(at) {
					layer[at] = u - v.first
					count++
				}
			}
		}
	}
	for u := v.first; u < v.last; u++ {
		layer[u] = u - v.first
	}
	return v.byLayer(layer, layers)
}

// byLayer sorts the order of the relation by layers.
func (v *view) byLayer(layer []int32, layers int) []int32 {
	g := v.c.g
	shown := func(u int32) bool { return g.writes(u) || g.session[u] == v.session }
	at := make([]int32, layers+1)
	for _, u := range v.order {
		if shown(u) {
			at[layer[u]+1]++
		}
	}
	for i := range layers {
		at[i+1] += at[i]
	}
	sorted := make([]int32, at[layers])
	at = slices.Clone(at)
	for _, u := range v.order {
		if shown(u) {
			sorted[at[layer[u]]] = g.txns[u]
			at[layer[u]]++
		}
	}
	return sorted
}
