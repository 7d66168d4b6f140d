package solve

import (
	"context"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// refuter looks for a refutation of a part: a case distinction on choices, in which every case ends
// with a cycle. It draws all conclusions that a single cycle allows before it distinguishes.
type refuter struct {
	*part
	ctx  context.Context
	kept []bool // member -> whether it may be used
	// leaves and steps are still allowed.
	leaves, steps int

	words int
	arcs  [][]arc // vertex -> where links lead
}

// arc leads to a vertex by a link; link is nil from one vertex of a member to the other.
type arc struct {
	to   int32
	link *link
}

// state is what was assumed so far: what is open, and the transitive closure of the rest.
type state struct {
	open    []int32 // choices
	reaches []uint64
}

func newRefuter(ctx context.Context, p *part, kept []bool, leaves, steps int) *refuter {
	n := len(p.members)
	if p.level.Base != isolation.Serializable {
		n *= 2
	}
	r := &refuter{part: p, ctx: ctx, kept: kept, leaves: leaves, steps: steps, words: (n + 63) / 64, arcs: make([][]arc, n)}
	return r
}

// run returns a refutation, or nil if there is none or it was not found within the limits.
func (r *refuter) run() *tree {
	n := len(r.arcs)
	s := &state{reaches: make([]uint64, n*r.words)}
	for v := range n {
		s.reaches[v*r.words+v/64] |= 1 << (v % 64)
	}
	if r.level.Base != isolation.Serializable {
		for m := range r.members {
			r.connect(s, int32(2*m), int32(2*m+1), nil)
		}
	}
	for i := range r.known {
		if l := &r.known[i]; r.kept[l.from] && r.kept[l.to] {
			if r.closes(s, l) {
				return r.leaf(l)
			}
			r.add(s, l)
		}
	}
	for i := range r.choices {
		if c := &r.choices[i]; r.kept[c.a] && r.kept[c.b] {
			s.open = append(s.open, int32(i))
		}
	}
	return r.refute(s)
}

// ends returns the vertices between which a link leads, in up to two places: for snapshot isolation
// the ends and beginnings of members (as in Decide), for parallel snapshot isolation members before
// an anti-dependency was used and after it.
func (r *refuter) ends(l *link) (from, to int32, again bool) {
	anti := l.edge.Reason == proof.RW
	switch {
	case r.level.Base == isolation.Serializable:
		return l.from, l.to, false
	case r.level.Base == isolation.SnapshotIsolation && anti:
		return 2 * l.from, 2*l.to + 1, false
	case r.level.Base == isolation.SnapshotIsolation:
		return 2*l.from + 1, 2 * l.to, false
	case anti:
		return 2 * l.from, 2*l.to + 1, false
	default:
		return 2 * l.from, 2 * l.to, true
	}
}

// back returns the vertices of the way that closes a forbidden cycle with a link.
func (r *refuter) back(l *link) (from, to int32) {
	if r.level.Base != isolation.ParallelSnapshotIsolation {
		from, to, _ = r.ends(l)
		return to, from
	}
	if l.edge.Reason == proof.RW {
		return 2 * l.to, 2 * l.from
	}
	return 2 * l.to, 2*l.from + 1
}

func (r *refuter) closes(s *state, l *link) bool {
	from, to := r.back(l)
	return s.reaches[int(from)*r.words+int(to/64)]>>(to%64)&1 == 1
}

// add adds a link to what is known.
func (r *refuter) add(s *state, l *link) {
	from, to, again := r.ends(l)
	r.connect(s, from, to, l)
	if again {
		r.connect(s, from+1, to+1, l)
	}
}

func (r *refuter) connect(s *state, from, to int32, l *link) {
	r.arcs[from] = append(r.arcs[from], arc{to, l})
	r.close(s, from, to)
}

// close adds what an edge adds to the transitive closure.
func (r *refuter) close(s *state, from, to int32) {
	if s.reaches[int(from)*r.words+int(to/64)]>>(to%64)&1 == 1 {
		return
	}
	target := s.reaches[int(to)*r.words : (int(to)+1)*r.words]
	word, bit := int(from/64), from%64
	for v := 0; v < len(s.reaches); v += r.words {
		if s.reaches[v+word]>>bit&1 == 1 {
			for w, bits := range target {
				s.reaches[v+w] |= bits
			}
		}
	}
}

// remove takes the latest links away.
func (r *refuter) remove(links []link) {
	for i := len(links) - 1; i >= 0; i-- {
		l := &links[i]
		if !r.kept[l.from] {
			continue
		}
		from, _, again := r.ends(l)
		r.arcs[from] = r.arcs[from][:len(r.arcs[from])-1]
		if again {
			r.arcs[from+1] = r.arcs[from+1][:len(r.arcs[from+1])-1]
		}
	}
}

// blocked returns a link of one side of a choice that closes a cycle, or nil.
func (r *refuter) blocked(s *state, c int32, side int) *link {
	links := r.choices[c].links[side]
	for i := range links {
		if l := &links[i]; r.kept[l.from] && r.closes(s, l) {
			return l
		}
	}
	return nil
}

func (r *refuter) assume(s *state, c int32, side int) {
	links := r.choices[c].links[side]
	for i := range links {
		if l := &links[i]; r.kept[l.from] {
			r.add(s, l)
		}
	}
}
