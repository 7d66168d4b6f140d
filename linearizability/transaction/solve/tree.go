package solve

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/proof"
)

// tree is a refutation with the choices whose assumption its cycles use, and the members that occur.
type tree struct {
	*proof.Refutation
	uses    []uint64
	members []bool
}

// leaf returns the refutation that is the cycle of a link and a shortest way back.
func (r *refuter) leaf(l *link) *tree {
	r.leaves--
	t := &tree{Refutation: &proof.Refutation{}, uses: make([]uint64, len(r.choices)/64+1), members: make([]bool, len(r.members))}
	from, to := r.back(l)
	for _, via := range append(r.way(from, to), l) {
		t.Cycle = append(t.Cycle, via.edge)
		t.members[via.from], t.members[via.to] = true, true
		if via.choice != none {
			t.uses[via.choice/64] |= 1 << (via.choice % 64)
		}
	}
	return t
}

// way returns the links of a shortest way from a vertex to another.
func (r *refuter) way(from, to int32) []*link {
	type step struct {
		from int32
		link *link
	}
	by := make([]step, len(r.arcs))
	for v := range by {
		by[v].from = none
	}
	by[from].from = from
	queue := []int32{from}
	for i := 0; i < len(queue) && by[to].from == none; i++ {
		for _, a := range r.arcs[queue[i]] {
			if by[a.to].from == none {
				by[a.to] = step{queue[i], a.link}
				queue = append(queue, a.to)
			}
		}
	}
	var links []*link
	for v := to; v != from; v = by[v].from {
		if by[v].link != nil {
			links = append(links, by[v].link)
		}
	}
	slices.Reverse(links)
	return links
}

// node returns the refutation that distinguishes the cases of a choice.
func (r *refuter) node(c int32, first, second *tree) *tree {
	ch := &r.choices[c]
	t := &tree{
		Refutation: &proof.Refutation{
			Key: ch.key, A: r.execution.Txns[r.part.members[ch.a]], B: r.execution.Txns[r.part.members[ch.b]],
			AFirst: first.Refutation, BFirst: second.Refutation,
		},
		uses: slices.Clone(first.uses), members: slices.Clone(first.members),
	}
	for i := range t.uses {
		t.uses[i] |= second.uses[i]
	}
	t.uses[c/64] &^= 1 << (c % 64)
	for i := range t.members {
		t.members[i] = t.members[i] || second.members[i]
	}
	t.members[ch.a], t.members[ch.b] = true, true
	return t
}

func (t *tree) usesChoice(c int32) bool { return t.uses[c/64]>>(c%64)&1 == 1 }

// forced is a choice of which one side closes a cycle.
type forced struct {
	choice int32
	side   int
	leaf   *tree
}

// refute returns a refutation of a state, or nil.
func (r *refuter) refute(s *state) *tree {
	steps, t := r.conclude(s)
	if t == nil && len(s.open) > 0 && !r.exhausted() {
		t = r.distinguish(s)
	}
	for i := len(steps) - 1; i >= 0; i-- {
		f := &steps[i]
		r.remove(r.choices[f.choice].links[1-f.side])
		if t == nil || !t.usesChoice(f.choice) {
			continue
		}
		if f.side == 0 {
			t = r.node(f.choice, f.leaf, t)
		} else {
			t = r.node(f.choice, t, f.leaf)
		}
	}
	return t
}

func (r *refuter) exhausted() bool { return r.leaves < 0 || r.steps < 0 || r.ctx.Err() != nil }

// conclude makes the choices that single cycles force, and returns them; and a refutation, if there
// is a choice of which both sides close cycles.
func (r *refuter) conclude(s *state) (steps []forced, t *tree) {
	for before := -1; before != len(steps) && !r.exhausted(); {
		before = len(steps)
		open := s.open[:0]
		for i, c := range s.open {
			r.steps--
			first, second := r.blocked(s, c, 0), r.blocked(s, c, 1)
			switch {
			case first != nil && second != nil:
				return steps, r.node(c, r.leaf(first), r.leaf(second))
			case first != nil:
				steps = append(steps, forced{c, 0, r.leaf(first)})
				r.assume(s, c, 1)
			case second != nil:
				steps = append(steps, forced{c, 1, r.leaf(second)})
				r.assume(s, c, 0)
			default:
				open = append(open, s.open[i])
			}
		}
		s.open = open
	}
	return steps, nil
}

// distinguish refutes both cases of a choice.
func (r *refuter) distinguish(s *state) *tree {
	c := r.pick(s)
	var cases [2]*tree
	for side := range cases {
		child := &state{reaches: slices.Clone(s.reaches), open: make([]int32, 0, len(s.open))}
		for _, o := range s.open {
			if o != c {
				child.open = append(child.open, o)
			}
		}
		r.assume(child, c, side)
		cases[side] = r.refute(child)
		r.remove(r.choices[c].links[side])
		if cases[side] == nil || !cases[side].usesChoice(c) {
			return cases[side] // what does without the assumption refutes the other case too
		}
	}
	return r.node(c, cases[0], cases[1])
}

// pick returns the choice, of some with many edges, that forces most others in both cases.
func (r *refuter) pick(s *state) int32 {
	const looks = 8
	candidates := slices.Clone(s.open)
	weight := func(c int32) int { return len(r.choices[c].links[0]) * len(r.choices[c].links[1]) }
	slices.SortStableFunc(candidates, func(a, b int32) int { return weight(b) - weight(a) })
	best, score := candidates[0], -1
	for _, c := range candidates[:min(looks, len(candidates))] {
		a, b := r.forces(s, c, 0), r.forces(s, c, 1)
		if n := a*b*len(s.open) + a + b; n > score {
			best, score = c, n
		}
	}
	return best
}

// forces counts the choices that one side of a choice forces at once.
func (r *refuter) forces(s *state, c int32, side int) int {
	after := &state{reaches: slices.Clone(s.reaches)}
	links := r.choices[c].links[side]
	for i := range links {
		if l := &links[i]; r.kept[l.from] {
			from, to, again := r.ends(l)
			r.close(after, from, to)
			if again {
				r.close(after, from+1, to+1)
			}
		}
	}
	count := 0
	for _, o := range s.open {
		r.steps--
		if o != c && (r.blocked(after, o, 0) != nil || r.blocked(after, o, 1) != nil) {
			count++
		}
	}
	return count
}
