package causal

import "github.com/tenet-go/tenet/linearizability/transaction/proof"

// readYourWrites orders the writes of each session to a key before those that the session's reads
// returned.
//
// To have all earlier writes come before one that a read returned takes not an edge from each, but
// one from a relay: node n+i, for write i, which comes after i and the earlier writes of the run. If the
// write returned is of the run itself, those after it have edges of their own, once: if later another
// of them is returned, there is a cycle.
func (c *checker) readYourWrites() (*proof.Finding, *proof.Holds) {
	n := int32(c.g.len())
	r := newRelation(c.g, 2*int(n))
	r.free = true
	o := own{c: c, r: r, run: make([]run, len(c.g.h.Keys)), top: make([]run, len(c.g.h.Keys))}
	for s := range int(c.g.writers) {
		if f := o.session(int32(s)); f != nil {
			return f, nil
		}
	}
	if order := r.sort(); len(order) == len(r.head) {
		return nil, c.order(order)
	}
	return c.cyclic(NotMyWrites, r, contracted(r.cycle(), r, n)), nil
}

// own goes through sessions and orders what must come after their own writes.
type own struct {
	c *checker
	r *relation
	// run has, of each key, the writes of the session so far: from first to last in runs.writes.
	run []run
	// top is the place of the one of them, as first, that was returned, and where those end that are known
	// to come before it, as last. It is empty if none was returned.
	top []run
}

func (o *own) session(s int32) *proof.Finding {
	g := o.c.g
	for v := g.start[s]; v < g.start[s+1]; v++ {
		o.run[g.key[v]], o.top[g.key[v]] = run{}, run{}
	}
	for v := g.start[s]; v < g.start[s+1]; v++ {
		k := g.key[v]
		x := &o.run[k]
		switch {
		case g.writes(v):
			o.write(v, s, x)
		case x.first == x.last:
		case g.from[v] == initial:
			return o.c.forgotten(g.runs.writes[x.first], v)
		default:
			o.read(v, x, &o.top[k])
		}
	}
	return nil
}

func (o *own) write(v, s int32, x *run) {
	g := o.c.g
	if x.first == x.last {
		for _, y := range g.runs.of(g.key[v], s, s+1) {
			x.first, x.last = y.first, y.first
		}
	}
	n := int32(g.len())
	o.r.add(edge{from: v, to: n + v, reader: none})
	if x.last > x.first {
		o.r.add(edge{from: n + g.runs.writes[x.last-1], to: n + v, reader: none})
	}
	x.last++
}

// read orders the writes of run x before that which v has returned.
func (o *own) read(v int32, x, top *run) {
	g := o.c.g
	n, w := int32(g.len()), g.from[v]
	if g.session[w] != g.session[v] {
		o.r.add(edge{from: n + g.runs.writes[x.last-1], to: w, reader: v})
		return
	}
	place := x.first
	if x.last-x.first > 1 {
		place = g.runs.place(*x, g.before[w])
	}
	begin := place + 1 // those from here on are to come before w by edges of their own
	switch {
	case top.last > top.first && place == top.first:
		begin = top.last
	case top.last > top.first && place < top.last: // w comes before top: this makes a cycle
		o.r.add(edge{from: g.runs.writes[top.first], to: w, reader: v})
		return
	case place > x.first:
		o.r.add(edge{from: n + g.runs.writes[place-1], to: w, reader: v})
	}
	for i := begin; i < x.last; i++ {
		o.r.add(edge{from: g.runs.writes[i], to: w, reader: v})
	}
	top.first, top.last = place, x.last
}

// forgotten describes that a session wrote w, and then read the initial value.
func (c *checker) forgotten(w, v int32) *proof.Finding {
	f := c.finding(NotMyWrites, []int32{w, v}, "%s wrote %s to key %s, and then %s of the same session read the initial value",
		c.name(w), c.value(w), c.keyName(w), c.name(v))
	f.Cycle = proof.Cycle{c.process(w, v), c.toInitial(v, w)}
	return f
}

// contracted leaves relays, nodes from n on, out of a cycle.
func contracted(cycle []step, r *relation, n int32) []step {
	for cycle[0].from >= n { // begin at a write
		cycle = append(cycle[1:], cycle[0])
	}
	var short []step
	from := none
	for _, s := range cycle {
		if from == none {
			from = s.from
		}
		if s.to < n {
			r.add(edge{from: from, to: s.to, reader: r.edges[s.via].reader})
			short = append(short, step{from, s.to, int32(len(r.edges) - 1)})
			from = none
		}
	}
	return short
}
