package causal

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// observed decides sets of guarantees that have MonotonicReads: what a session has once seen, it sees ever
// after. So it is enough to go through each session once, and to let each read that returned w put the
// writes to the key that the session has come to see since its last read of the key before w, and what that
// read returned.
func (c *checker) observed(m Model) (*proof.Finding, *proof.Holds) {
	r := guaranteed(c.g, m)
	o := newObserver(c, r)
	for s := range c.g.names {
		if c.stopped() {
			return nil, nil
		}
		if f := o.session(int32(s)); f != nil {
			return f, nil
		}
	}
	if order := r.sort(); len(order) == c.g.len() {
		return nil, c.order(order)
	}
	cycle := r.cycle()
	return c.cyclic(o.broken(r.joined(cycle)), r, cycle), nil
}

// observer is a session with what it sees.
type observer struct {
	c *checker
	r *relation
	// number is that of the session, from 1. A write that it sees has that in seen.
	number int32
	seen   []int32
	// reads and writes are, of each session, the first nodes whose reads, and writes, need not be seen.
	reads, writes []int32
	// fresh lists, for each key, the writes seen since the session's last read of it, and top is what that
	// returned.
	fresh [][]int32
	top   []int32
	keys  []txn.Key // those that have a write in fresh, or a top
	stack []int32
	last  []int32 // scratch memory of latest
}

func newObserver(c *checker, r *relation) *observer {
	o := &observer{
		c: c, r: r, seen: make([]int32, c.g.len()), reads: make([]int32, len(c.g.names)), writes: make([]int32, len(c.g.names)),
		fresh: make([][]int32, len(c.g.h.Keys)), top: make([]int32, len(c.g.h.Keys)),
		last: make([]int32, len(c.g.names)),
	}
	for k := range o.top {
		o.top[k] = none
	}
	return o
}

// reset forgets all, for another session.
func (o *observer) reset() {
	o.number++
	copy(o.reads, o.c.g.start)
	copy(o.writes, o.c.g.start)
	for _, k := range o.keys {
		o.fresh[k], o.top[k] = o.fresh[k][:0], none
	}
	o.keys = o.keys[:0]
}

func (o *observer) session(s int32) *proof.Finding {
	g := o.c.g
	o.reset()
	for v := g.start[s]; v < g.start[s+1]; v++ {
		switch w := g.from[v]; {
		case w >= 0:
			o.see(w)
			o.returned(v, w)
		case w == none && o.r.kinds&ReadYourWrites != 0:
			o.see(v)
		case w == initial && o.top[g.key[v]] != none:
			return o.stale(o.top[g.key[v]], v)
		case w == initial && len(o.fresh[g.key[v]]) > 0:
			return o.stale(o.fresh[g.key[v]][0], v)
		}
	}
	return nil
}

// returned orders what the session has seen before write w, that read v returned.
func (o *observer) returned(v, w int32) {
	k := o.c.g.key[v]
	for _, u := range o.latest(o.fresh[k]) {
		if u != w {
			o.r.add(edge{from: u, to: w, reader: v})
		}
	}
	if u := o.top[k]; u != none && u != w {
		o.r.add(edge{from: u, to: w, reader: v})
	}
	o.fresh[k], o.top[k] = o.fresh[k][:0], w
}

// latest returns what is needed of writes to one key: if those of each session are in order, the last of each.
func (o *observer) latest(fresh []int32) []int32 {
	if o.r.kinds&MonotonicWrites == 0 {
		return fresh
	}
	for _, u := range fresh {
		o.last[o.c.g.session[u]] = none
	}
	for _, u := range fresh {
		o.last[o.c.g.session[u]] = max(o.last[o.c.g.session[u]], u)
	}
	return slices.DeleteFunc(fresh, func(u int32) bool { return u != o.last[o.c.g.session[u]] })
}

// see makes a write seen, with all that the guarantees say.
func (o *observer) see(w int32) {
	g := o.c.g
	o.stack = append(o.stack[:0], w)
	for len(o.stack) > 0 {
		u := o.stack[len(o.stack)-1]
		o.stack = o.stack[:len(o.stack)-1]
		if o.seen[u] == o.number {
			continue
		}
		o.seen[u] = o.number
		if k := g.key[u]; len(o.fresh[k]) == 0 && o.top[k] == none {
			o.keys = append(o.keys, k)
		}
		o.fresh[g.key[u]] = append(o.fresh[g.key[u]], u)
		if o.r.kinds&MonotonicWrites != 0 {
			o.allWrites(g.session[u], u)
		}
		if o.r.kinds&WritesFollowReads != 0 {
			o.allReads(g.session[u], u)
		}
	}
}

// allWrites makes the writes of a session before node end seen.
func (o *observer) allWrites(s, end int32) {
	for ; o.writes[s] < end; o.writes[s]++ {
		if o.c.g.writes(o.writes[s]) {
			o.stack = append(o.stack, o.writes[s])
		}
	}
}

// allReads makes seen what the reads of a session before node end saw.
func (o *observer) allReads(s, end int32) {
	for ; o.reads[s] < end; o.reads[s]++ {
		v := o.reads[s]
		if o.c.g.writes(v) {
			continue
		}
		if w := o.c.g.from[v]; w >= 0 {
			o.stack = append(o.stack, w)
		}
		if o.r.kinds&ReadYourWrites != 0 {
			o.allWrites(s, v)
		}
	}
}

// stale describes that read v returned the initial value, though its session had seen w.
func (o *observer) stale(w, v int32) *proof.Finding {
	return o.c.initialRead(o.broken(o.r.path(w, v, 0)), o.r, w, v, 0)
}

// broken returns the pattern of a cycle: it is named for a guarantee that it takes, MonotonicReads only if
// it takes no other.
func (o *observer) broken(cycle []step) isolation.Anomaly {
	var used Model
	var add func(path []step)
	add = func(path []step) {
		for _, s := range o.r.joined(path) {
			if s.via == alongSession {
				used |= o.c.g.kind(s.from, s.to)
			} else if s.via >= 0 {
				e := o.r.edges[s.via]
				add(o.r.path(e.from, e.reader, e.round))
			}
		}
	}
	add(cycle)
	switch {
	case used&WritesFollowReads != 0:
		return WritesNotAfterReads
	case used&MonotonicWrites != 0:
		return NonMonotonicWrites
	case used&ReadYourWrites != 0:
		return NotMyWrites
	}
	return NonMonotonicReads
}
