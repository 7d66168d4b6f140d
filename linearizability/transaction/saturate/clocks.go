package saturate

import "context"

// clocks forces, for causal consistency, before whom a node reads a key from the last writer of the key
// that it sees in each chain. It goes through the vertices in an order that respects visibility, with
// vector clocks: how many nodes of each chain a vertex sees, itself included.
func (g *graph) clocks(ctx context.Context) error {
	c := newChained(g)
	all := newPool(g, len(c.list))
	now := make([]int32, len(c.list))
	for i, v := range g.order {
		if i%patience == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		clear(now)
		for _, u := range g.visible(v) {
			for s, count := range all.clock(u) {
				now[s] = max(now[s], count)
			}
		}
		if v < g.n {
			g.precedeSeen(v, c, now, all)
		}
		for _, u := range g.visible(v) {
			all.release(u)
		}
		if v < g.n {
			now[c.of[v]] = c.place[v] + 1
		}
		all.keep(v, now)
	}
	return g.full()
}

// precedeSeen forces the writers that node t sees, of whom now counts how many there are of each chain.
// Those that the source of the read sees come before it anyway.
func (g *graph) precedeSeen(t int32, c *chained, now []int32, all *pool) {
	reads := g.e.Reads(t)
	for i := range reads {
		r := &reads[i]
		if r.Repeated {
			continue
		}
		segments := c.segments[c.at[r.Key]:c.at[r.Key+1]]
		var before []int32
		if r.From != none {
			before = all.clock(r.From)
		}
		for k := range segments {
			s := &segments[k]
			least := int32(0)
			if before != nil {
				least = before[s.chain]
			}
			if now[s.chain] <= least {
				continue
			}
			p := c.below(s, now[s.chain])
			switch {
			case p < least: // none too
			case r.From == none:
				g.overwrote(overwrite{c.list[s.chain][p], t, r.Key, r.Op})
			default:
				g.force(c.list[s.chain][p], r.From)
			}
		}
	}
}

// pool has the clocks of those vertices that somebody still has to see.
type pool struct {
	size   int
	slots  [][]int32
	free   []int32
	slot   []int32 // of vertices
	needed []int32 // of vertices: how many have still to see it
}

func newPool(g *graph, size int) *pool {
	p := &pool{size: size, slot: make([]int32, g.total), needed: make([]int32, g.total)}
	for v := range g.total {
		for _, u := range g.visible(v) {
			p.needed[u]++
		}
	}
	return p
}

func (p *pool) clock(v int32) []int32 { return p.slots[p.slot[v]] }

func (p *pool) release(v int32) {
	if p.needed[v]--; p.needed[v] == 0 {
		p.free = append(p.free, p.slot[v])
	}
}

// chunk is how many clocks are allocated at once.
const chunk = 64

// keep keeps a clock, if anybody has to see it.
func (p *pool) keep(v int32, clock []int32) {
	if p.needed[v] == 0 {
		return
	}
	if len(p.free) == 0 {
		flat := make([]int32, chunk*p.size)
		for i := range chunk {
			p.free = append(p.free, int32(len(p.slots)))
			p.slots = append(p.slots, flat[i*p.size:(i+1)*p.size])
		}
	}
	last := len(p.free) - 1
	p.slot[v], p.free = p.free[last], p.free[:last]
	copy(p.slots[p.slot[v]], clock)
}
