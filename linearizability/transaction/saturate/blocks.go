package saturate

import (
	"context"
	"math/bits"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/execution"
)

const (
	width     = 8          // words of a block
	blockSize = 64 * width // writers
)

type set [width]uint64

// maxRounds bounds how often blocks tries another order.
const maxRounds = 4

// blocks forces, for causal consistency, before whom a node reads a key from every writer of the key that
// it sees. There can be too many such edges to keep. So it compares them with one commit order, and
// keeps of each read and block the last that goes against it; with those there is a better order, or
// a cycle. When that takes too many rounds it keeps all edges within windows: the ranks from the second vertex of an edge
// against the order up to the first, joined where they overlap. A cycle goes down in rank only by such
// edges, so it lies within one window.
func (g *graph) blocks(ctx context.Context) error {
	for range maxRounds {
		g.backward = 0
		g.overwritten = g.overwritten[:0]
		b := newBlocks(g)
		if err := b.through(ctx, b.last); err != nil || g.backward == 0 || len(g.overwritten) > 0 {
			return err
		}
		better, err := g.sort(ctx)
		if err != nil || len(better.knots) > 0 {
			return err
		}
		g.order, g.rank = better.order, better.rank
	}
	return g.windowed(ctx)
}

// windowed keeps all forced edges within windows.
func (g *graph) windowed(ctx context.Context) error {
	b := newBlocks(g)
	if err := b.through(ctx, b.widen); err != nil {
		return err
	}
	g.window = b.windows()
	g.overwritten = g.overwritten[:0]
	return b.through(ctx, b.keep)
}

type blocks struct {
	*graph
	// sources are the writers that somebody sees, in order; upTo has for each rank how many there are below it.
	sources []int32
	upTo    []int32
	seen    []set // by rank, from that of the first source of the block on: what the vertex sees, and it itself
	mine    keySets
	toForce set // by one read
	// opened and closed count for each rank the windows that begin and end there.
	opened, closed []int32
}

func newBlocks(g *graph) *blocks {
	b := &blocks{graph: g, upTo: make([]int32, g.total+1), seen: make([]set, g.total),
		opened: make([]int32, g.total), closed: make([]int32, g.total)}
	needed := make([]bool, g.total)
	for v := range g.total {
		for _, u := range g.visible(v) {
			needed[u] = true
		}
	}
	for i, v := range g.order {
		if v < g.n && needed[v] && len(g.wrote(v)) > 0 {
			b.sources = append(b.sources, v)
		}
		b.upTo[i+1] = int32(len(b.sources))
	}
	b.mine = keySets{block: make([]int32, len(g.e.History.Keys)), set: make([]int32, len(g.e.History.Keys))}
	return b
}

// keySets has the writers of each key in a block.
type keySets struct {
	current int32
	block   []int32 // of keys: the last block with a writer
	set     []int32
	sets    []set
}

func (k *keySets) add(key, writer int32) {
	if k.block[key] != k.current {
		k.block[key], k.set[key] = k.current, int32(len(k.sets))
		k.sets = append(k.sets, set{})
	}
	k.sets[k.set[key]][writer/64] |= 1 << (writer % 64)
}

// through goes through all blocks, and calls found with what a read forces in each: writers of
// the block, numbered from base.
func (b *blocks) through(ctx context.Context, found func(base int, r *execution.Read, s *set)) error {
	for base := 0; base < len(b.sources); base += blockSize {
		if err := b.block(ctx, base, found); err != nil {
			return err
		}
		if err := b.full(); err != nil {
			return err
		}
	}
	return nil
}

func (b *blocks) block(ctx context.Context, base int, found func(base int, r *execution.Read, s *set)) error {
	sources := b.sources[base:min(base+blockSize, len(b.sources))]
	b.mine.current++
	b.mine.sets = b.mine.sets[:0]
	for i, t := range sources {
		for _, k := range b.wrote(t) {
			b.mine.add(k, int32(i))
		}
	}
	first := b.rank[sources[0]]
	for at, v := range b.order[first:] {
		if at%patience == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		s := &b.seen[at]
		*s = set{}
		for _, u := range b.visible(v) {
			if d := b.rank[u] - first; d >= 0 {
				s.join(&b.seen[d])
			}
		}
		if v < b.n {
			b.node(v, base, first, s, found)
		}
	}
	return nil
}

func (s *set) join(t *set) {
	for i, w := range t {
		s[i] |= w
	}
}

// node looks at the reads of a node that sees s, and adds it to s.
func (b *blocks) node(v int32, base int, first int32, s *set, found func(base int, r *execution.Read, s *set)) {
	if *s != (set{}) {
		reads := b.e.Reads(v)
		for i := range reads {
			r := &reads[i]
			if r.Repeated || b.mine.block[r.Key] != b.mine.current {
				continue
			}
			forced := &b.toForce
			*forced = *s
			forced.meet(&b.mine.sets[b.mine.set[r.Key]])
			if r.From == none {
				if i := forced.last(); i >= 0 {
					b.overwrote(overwrite{b.sources[base+i], v, r.Key, r.Op})
				}
				continue
			}
			if b.rank[r.From] >= first {
				forced.remove(&b.seen[b.rank[r.From]-first])
			}
			if *forced != (set{}) {
				found(base, r, forced)
			}
		}
	}
	if i := int(b.upTo[b.rank[v]+1]) - 1 - base; i >= 0 && i < blockSize && b.sources[base+i] == v {
		s[i/64] |= 1 << (i % 64)
	}
}

func (s *set) meet(t *set) {
	for i, w := range t {
		s[i] &= w
	}
}

func (s *set) remove(t *set) {
	for i, w := range t {
		s[i] &^= w
	}
}

// each calls f with the members of the set.
func (s *set) each(f func(i int)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			f(64*i + bits.TrailingZeros64(w))
		}
	}
}

// last returns the greatest member of the set, or -1.
func (s *set) last() int {
	for i := width - 1; i >= 0; i-- {
		if s[i] != 0 {
			return 64*i + 63 - bits.LeadingZeros64(s[i])
		}
	}
	return -1
}

// cut leaves the members of the set from low up to high, excluding high.
func (s *set) cut(low, high int) {
	for i := range s {
		if from := low - 64*i; from >= 64 {
			s[i] = 0
		} else if from > 0 {
			s[i] &= ^uint64(0) << from
		}
		if to := high - 64*i; to <= 0 {
			s[i] = 0
		} else if to < 64 {
			s[i] &= 1<<to - 1
		}
	}
}

// last keeps the edge from the last writer, if that is against the order.
func (b *blocks) last(base int, r *execution.Read, s *set) {
	writer := b.sources[base+s.last()]
	if b.rank[writer] > b.rank[r.From] {
		b.force(writer, r.From)
	}
}

// widen makes a window of the edges against rank. The one from the last writer has all others in it.
func (b *blocks) widen(base int, r *execution.Read, s *set) {
	to := b.rank[r.From]
	s.cut(int(b.upTo[to+1])-base, blockSize)
	if last := s.last(); last >= 0 {
		b.opened[to]++
		b.closed[b.rank[b.sources[base+last]]]++
	}
}

// windows returns for each rank the first rank of its window. A rank in no window has one of its own.
func (b *blocks) windows() []int32 {
	first := make([]int32, b.total)
	open, start := int32(0), int32(0)
	for i := range b.total {
		if open == 0 {
			start = i
		}
		open += b.opened[i]
		first[i] = start
		open -= b.closed[i]
	}
	return first
}

// keep keeps the edges within windows.
func (b *blocks) keep(base int, r *execution.Read, s *set) {
	to := b.rank[r.From]
	start := b.window[to]
	end, _ := slices.BinarySearch(b.window, start+1)
	s.cut(int(b.upTo[start])-base, int(b.upTo[end])-base)
	s.each(func(i int) { b.force(b.sources[base+i], r.From) })
}

// within puts an order of the vertices that respects all edges kept in the order of the windows, so that
// it respects those too that were not kept.
func (g *graph) within(order []int32) []int32 {
	if g.window == nil {
		return order
	}
	next := make([]int32, g.total)
	for i := range next {
		next[i] = int32(i)
	}
	sorted := make([]int32, g.total)
	for _, v := range order {
		at := &next[g.window[g.rank[v]]]
		sorted[*at] = v
		*at++
	}
	return sorted
}
