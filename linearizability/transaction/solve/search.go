package solve

import (
	"context"
	"math"
	"slices"
)

// literal says which of two chains of a key comes first: 2*v is that the first of variable v does,
// 2*v+1 the second.
type literal int32

// noLiteral stands for a literal that there is not.
const noLiteral literal = -1

func (l literal) variable() int32 { return int32(l) >> 1 }
func (l literal) not() literal    { return l ^ 1 }

// variable is a choice between two chains of a key.
type variable struct{ first, second int32 }

// clause is a disjunction of literals that follows from the problem. The first two are watched.
type clause struct {
	literals []literal
	// nodes are those on the cycle that shows the clause, and chains those of its choices; nil if the
	// clause was learned from others, from.
	nodes  []int32
	chains []int32
	from   []int32
}

// solver decides a problem by conflict-driven clause learning modulo the absence of cycles (as
// MonoSAT does: Bayless et al., AAAI 2015). There are variables only for chains whose order has
// turned out to matter: when the order of the graph agrees with one value of each variable, it is
// replayed, and each read that does not see what it has read shows two more such chains.
type solver struct {
	*problem
	graph  *graph
	ctx    context.Context
	budget int // conflicts that are still allowed

	variables []variable
	numbers   map[variable]int32
	activity  []float64
	increment float64
	// value is 1 if the first chain comes first, -1 if the second does, 0 if it is open.
	value  []int8
	levels []int32
	reason []int32
	seen   []bool
	open   variableHeap
	// wishes are clauses that the order of the graph contradicts, though they have open literals.
	wishes []int32

	clauses []clause
	watches [][]int32 // literal -> clauses that watch it

	trail []literal
	// edgesAt is, for each literal on the trail whose edges were added, the number of edges before.
	edgesAt []int
	limits  []int // decision level -> length of the trail before it
	failed  int32 // the clause that refutes everything
	// stuck says why no variable is left though the order does not explain all reads.
	stuck string

	scratch []edge
}

func newSolver(ctx context.Context, p *problem, g *graph, budget int) *solver {
	return &solver{
		problem: p, graph: g, ctx: ctx, budget: budget, numbers: map[variable]int32{}, increment: 1, failed: none,
	}
}

// number returns the literal that chain a comes before chain b.
func (s *solver) number(a, b int32) literal {
	v, flip := variable{a, b}, literal(0)
	if a > b {
		v, flip = variable{b, a}, 1
	}
	n, known := s.numbers[v]
	if !known {
		n = int32(len(s.variables))
		s.numbers[v] = n
		s.variables = append(s.variables, v)
		s.activity = append(s.activity, 0)
		s.value = append(s.value, 0)
		s.levels = append(s.levels, 0)
		s.reason = append(s.reason, none)
		s.seen = append(s.seen, false)
		s.watches = append(s.watches, nil, nil)
		s.open.position = append(s.open.position, none)
	}
	s.reopen(n)
	return literal(2*n) | flip
}

// chainsBy returns the chains that a literal puts in order.
func (s *solver) chainsBy(l literal) (before, after int32) {
	v := s.variables[l.variable()]
	if l&1 == 0 {
		return v.first, v.second
	}
	return v.second, v.first
}

// is returns 1 if a literal holds, -1 if its negation does, and 0 if neither is known.
func (s *solver) is(l literal) int8 {
	if l&1 == 0 {
		return s.value[l.variable()]
	}
	return -s.value[l.variable()]
}

func (s *solver) depth() int32 { return int32(len(s.limits)) }

func (s *solver) assign(l literal, reason int32) {
	v := l.variable()
	s.value[v] = 1 - 2*int8(l&1)
	s.levels[v] = s.depth()
	s.reason[v] = reason
	s.trail = append(s.trail, l)
}

// verdict is what a search has come to.
type verdict uint8

const (
	undecided verdict = iota
	satisfied
	unsatisfied
)

// run searches until the order of the graph explains all reads, or there is none that does.
func (s *solver) run(replay func() verdict) verdict {
	restart := restarts{}
	for round := 0; ; round++ {
		if conflict := s.propagate(); conflict != none {
			if v := s.resolve(conflict); v != satisfied {
				return v
			}
			if restart.due() {
				s.backtrack(0)
			}
			continue
		}
		if round%16 == 0 && s.ctx.Err() != nil {
			return undecided
		}
		if l := s.choose(); l != noLiteral {
			s.limits = append(s.limits, len(s.trail))
			s.assign(l, none)
			continue
		}
		if v := replay(); v != undecided {
			return v
		}
		if s.budget < 0 || s.ctx.Err() != nil {
			return undecided
		}
		if len(s.open.heap) == 0 && len(s.wishes) == 0 && len(s.edgesAt) == len(s.trail) {
			s.stuck = "the order of what was read and written is contradictory in itself"
			return undecided
		}
	}
}

// resolve learns from a conflict. It returns satisfied if the search can go on.
func (s *solver) resolve(conflict int32) verdict {
	if !s.learn(conflict) {
		s.failed = conflict
		return unsatisfied
	}
	s.budget--
	if s.budget < 0 || s.ctx.Err() != nil {
		return undecided
	}
	return satisfied
}

// choose returns a literal to assume, or noLiteral: of an open variable of which neither order of its
// chains agrees with that of the graph, that which changes less of it. Variables that were in
// conflicts of late come first. What agrees with the graph anyway is left open, so that it is in
// nobody's way.
func (s *solver) choose() literal {
	for len(s.wishes) > 0 {
		n := s.wishes[len(s.wishes)-1]
		s.wishes = s.wishes[:len(s.wishes)-1]
		if l := s.fulfill(n); l != noLiteral {
			return l
		}
	}
	for len(s.open.heap) > 0 {
		v := s.open.pop(s.activity)
		if s.value[v] != 0 {
			continue
		}
		first, second := s.disorder(literal(2*v)), s.disorder(literal(2*v+1))
		switch {
		case first == 0 || second == 0:
		case first <= second:
			return literal(2 * v)
		default:
			return literal(2*v + 1)
		}
	}
	return noLiteral
}

// fulfill returns the open literal of a clause that changes the order of the graph least, or
// noLiteral if the clause is true already, or is as long as the order stays.
func (s *solver) fulfill(n int32) literal {
	best, least := noLiteral, int32(math.MaxInt32)
	for _, l := range s.clauses[n].literals {
		if s.is(l) > 0 {
			return noLiteral
		}
		if s.is(l) < 0 {
			continue
		}
		if d := s.disorder(l); d == 0 {
			return noLiteral
		} else if d < least {
			best, least = l, d
		}
	}
	return best
}

// disorder says how far the edges of a literal go backward in the order of the graph.
func (s *solver) disorder(l literal) int32 {
	worst := int32(0)
	a, b := s.chainsBy(l)
	s.scratch = s.before(s.scratch[:0], a, b)
	for _, e := range s.scratch {
		worst = max(worst, s.graph.position[e.from]-s.graph.position[e.to])
	}
	return worst
}

// propagate draws conclusions from the literals on the trail, and returns a clause that does not
// hold, or none.
func (s *solver) propagate() int32 {
	for len(s.edgesAt) < len(s.trail) {
		l := s.trail[len(s.edgesAt)]
		s.edgesAt = append(s.edgesAt, len(s.graph.chosen))
		if conflict := s.addEdges(l); conflict != none {
			return conflict
		}
		if conflict := s.visitWatches(l.not()); conflict != none {
			return conflict
		}
	}
	return none
}

// addEdges adds the edges of a literal to the graph, or makes a clause of the cycle that they close.
func (s *solver) addEdges(l literal) int32 {
	a, b := s.chainsBy(l)
	s.scratch = s.before(s.scratch[:0], a, b)
	for _, e := range s.scratch {
		if !s.graph.add(e, l) {
			return s.explain(l, e)
		}
	}
	return none
}

// explain adds the clause that an edge of a literal closes the cycle that was just found.
func (s *solver) explain(l literal, e edge) int32 {
	a, b := s.chainsBy(l)
	c := clause{literals: []literal{l.not()}, chains: []int32{a, b}}
	s.graph.path(e.from, func(v, through int32) {
		c.pass(s.problem, v)
		if through == none {
			return
		}
		chosen := s.graph.chosen[through].literal
		if !slices.Contains(c.literals, chosen.not()) {
			c.literals = append(c.literals, chosen.not())
			c.chains = append(c.chains, s.variables[chosen.variable()].first, s.variables[chosen.variable()].second)
		}
	})
	return s.addClause(c)
}

// pass notes a vertex on the cycle of a clause.
func (c *clause) pass(p *problem, v int32) {
	if node := p.owner[v]; node != none {
		c.nodes = append(c.nodes, node)
	}
}

// addClause adds a clause and returns its number. It watches literals that are not false, or became
// so last, and if only the first is not false, it follows.
func (s *solver) addClause(c clause) int32 {
	n := int32(len(s.clauses))
	for i := 0; i < 2 && i < len(c.literals); i++ {
		best := i
		for k := i + 1; k < len(c.literals); k++ {
			if s.later(c.literals[k], c.literals[best]) {
				best = k
			}
		}
		c.literals[i], c.literals[best] = c.literals[best], c.literals[i]
		s.watches[c.literals[i]] = append(s.watches[c.literals[i]], n)
	}
	s.clauses = append(s.clauses, c)
	if len(c.literals) > 0 && s.is(c.literals[0]) == 0 && (len(c.literals) == 1 || s.is(c.literals[1]) < 0) {
		s.assign(c.literals[0], n)
	}
	return n
}

// later reports whether literal a should rather be watched than b: literals that are not false
// first, then those of later levels.
func (s *solver) later(a, b literal) bool {
	if falseA, falseB := s.is(a) < 0, s.is(b) < 0; falseA != falseB {
		return falseB
	}
	return s.levels[a.variable()] > s.levels[b.variable()]
}

// visitWatches looks at the clauses that watch a literal that became false.
func (s *solver) visitWatches(l literal) int32 {
	watching := s.watches[l]
	kept := watching[:0]
	for i, n := range watching {
		c := s.clauses[n].literals
		if len(c) > 1 && c[0] == l {
			c[0], c[1] = c[1], c[0]
		}
		if s.is(c[0]) > 0 {
			kept = append(kept, n)
			continue
		}
		if s.moveWatch(n) {
			continue
		}
		kept = append(kept, n)
		if len(c) == 1 || s.is(c[0]) < 0 {
			kept = append(kept, watching[i+1:]...)
			s.watches[l] = kept
			return n
		}
		s.assign(c[0], n)
	}
	s.watches[l] = kept
	return none
}

// moveWatch lets a clause watch another literal than its second one, which is false.
func (s *solver) moveWatch(n int32) bool {
	c := s.clauses[n].literals
	for k := 2; k < len(c); k++ {
		if s.is(c[k]) >= 0 {
			c[1], c[k] = c[k], c[1]
			s.watches[c[1]] = append(s.watches[c[1]], n)
			return true
		}
	}
	return false
}

// backtrack takes back all levels above one.
func (s *solver) backtrack(level int32) {
	if s.depth() <= level {
		return
	}
	n := s.limits[level]
	if n < len(s.edgesAt) {
		s.graph.truncate(s.edgesAt[n])
		s.edgesAt = s.edgesAt[:n]
	}
	for _, l := range s.trail[n:] {
		v := l.variable()
		s.value[v], s.reason[v] = 0, none
		s.reopen(v)
	}
	s.trail, s.limits = s.trail[:n], s.limits[:level]
}

// reopen lets an open variable be looked at again.
func (s *solver) reopen(v int32) {
	if s.value[v] == 0 && s.open.position[v] == none {
		s.open.push(s.activity, v)
	}
}
