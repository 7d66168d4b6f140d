package solve

import (
	"cmp"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// parallel decides parallel snapshot isolation. An order of versions breaks it if a way of dependencies
// leads from a write to a transaction that has read an older version: a cycle with one
// anti-dependency. That is no cycle of the graph, which has the dependencies only, so it is looked for
// whenever the order of the graph is replayed, and each such way becomes a clause.
type parallel struct {
	solver *solver
	// chains lists the chains of each key in the order of the graph.
	chains [][]int32
	// after is the slot that follows each slot in that order, and starts that of each key.
	after  []int32
	starts []int32
	// found says that something was added, and failed is a clause that does not hold.
	found  bool
	failed int32
	mark   []int32
	round  int32
	parent []int32
	byKey  []bool // whether the step to a vertex is from one version of a key to the next
	queue  []int32
}

func newParallel(s *solver) *parallel {
	p := &parallel{
		solver: s, after: make([]int32, len(s.slots)), starts: make([]int32, len(s.execution.History.Keys)),
		mark: make([]int32, s.vertices()), parent: make([]int32, s.vertices()), byKey: make([]bool, s.vertices()),
	}
	for k := range p.starts {
		var chains []int32
		from, to := s.chainsOf(txn.Key(k))
		for c := from; c < to; c++ {
			if s.chains[c].head != none {
				chains = append(chains, c)
			}
		}
		p.chains = append(p.chains, chains)
	}
	return p
}

// run returns satisfied if the order of versions that the graph's order gives has no violation.
func (p *parallel) run() verdict {
	p.found, p.failed = false, none
	for k := range p.chains {
		p.arrange(txn.Key(k))
	}
	if p.found {
		return undecided
	}
	for k := range p.chains {
		p.check(read{txn.Key(k), none}, p.starts[k])
		for _, c := range p.chains[k] {
			for s := p.solver.chains[c].head; s != none; s = p.next(s) {
				p.check(read{txn.Key(k), s}, p.after[s])
			}
		}
		if p.solver.ctx.Err() != nil {
			return undecided
		}
	}
	switch {
	case p.failed != none:
		return p.solver.contradict(p.failed)
	case p.found:
		return undecided
	}
	return satisfied
}

// next returns the slot after s in its chain.
func (p *parallel) next(s int32) int32 {
	if p.solver.chains[p.solver.chainOf[s]].tail == s {
		return none
	}
	return p.solver.next[s]
}

// arrange puts the chains of a key in order. Of chains that overlap it is to be decided which one
// comes first.
func (p *parallel) arrange(k txn.Key) {
	s := p.solver
	position := func(slot int32) int32 { return s.graph.position[s.end(s.slots[slot].node)] }
	slices.SortFunc(p.chains[k], func(a, b int32) int {
		return cmp.Compare(position(s.chains[a].head), position(s.chains[b].head))
	})
	last := none
	p.starts[k] = none
	for i, c := range p.chains[k] {
		if last == none {
			p.starts[k] = s.chains[c].head
		} else {
			if position(s.chains[last].tail) > position(s.chains[c].head) {
				s.number(last, c)
				p.found = true
			}
			p.after[s.chains[last].tail] = s.chains[c].head
		}
		for slot := s.chains[c].head; slot != none; slot = p.next(slot) {
			p.after[slot] = p.next(slot)
		}
		last = p.chains[k][i]
	}
}

// check looks for ways from a write to those that have read the version before it.
func (p *parallel) check(r read, write int32) {
	if write == none || p.failed != none {
		return
	}
	s := p.solver
	from := s.slots[write].node
	var late []int32
	limit := int32(0)
	for _, reader := range s.readersOf(r) {
		if at := s.graph.position[reader]; reader != from && at > s.graph.position[from] {
			late = append(late, reader)
			limit = max(limit, at)
		}
	}
	if len(late) == 0 {
		return
	}
	p.search(from, limit)
	for _, reader := range late {
		if p.mark[reader] == p.round {
			p.forbid(r, write, reader)
		}
	}
}

// search marks what dependencies lead to from a vertex, as far as a place in the order.
func (p *parallel) search(from, limit int32) {
	s := p.solver
	p.round++
	p.mark[from], p.parent[from] = p.round, none
	p.queue = append(p.queue[:0], from)
	for i := 0; i < len(p.queue); i++ {
		v := p.queue[i]
		for _, w := range s.graph.out[s.graph.outAt[v]:s.graph.outAt[v+1]] {
			p.visit(v, w, limit, false)
		}
		if s.owner[v] == none {
			continue
		}
		for slot, to := s.slotsOf(s.owner[v]); slot < to; slot++ {
			if after := p.after[slot]; after != none && s.chainOf[after] != s.chainOf[slot] {
				p.visit(v, s.slots[after].node, limit, true)
			}
		}
	}
}

func (p *parallel) visit(from, to, limit int32, byKey bool) {
	if p.mark[to] != p.round && p.solver.graph.position[to] <= limit {
		p.mark[to], p.parent[to], p.byKey[to] = p.round, from, byKey
		p.queue = append(p.queue, to)
	}
}

// forbid makes a clause of a way from a write to a reader of the version before.
func (p *parallel) forbid(r read, write, reader int32) {
	s := p.solver
	c := clause{nodes: []int32{reader}}
	add := func(a, b int32) {
		c.chains = append(c.chains, a, b)
		if s.chains[a].initial || a == b {
			return
		}
		if l := s.number(a, b).not(); !slices.Contains(c.literals, l) {
			c.literals = append(c.literals, l)
		}
	}
	if r.slot != none {
		add(s.chainOf[r.slot], s.chainOf[write])
	}
	for v := reader; v != none; v = p.parent[v] {
		c.pass(s.problem, v)
		if from := p.parent[v]; from != none && p.byKey[v] {
			a, b := p.step(from, v)
			add(a, b)
		}
	}
	p.found = true
	n := s.addClause(c)
	for _, l := range c.literals {
		if s.is(l) >= 0 {
			s.wishes = append(s.wishes, n)
			return
		}
	}
	p.failed = n
}

// step returns the chains of a step from one version of a key to the next.
func (p *parallel) step(from, to int32) (a, b int32) {
	s := p.solver
	for slot, end := s.slotsOf(from); slot < end; slot++ {
		if after := p.after[slot]; after != none && s.slots[after].node == to && s.chainOf[after] != s.chainOf[slot] {
			return s.chainOf[slot], s.chainOf[after]
		}
	}
	return none, none
}

// versions lists the versions of each key in the order that was found.
func (s *solver) versions() [][]txn.Version {
	p := newParallel(s)
	versions := make([][]txn.Version, len(p.chains))
	for k := range p.chains {
		p.arrange(txn.Key(k))
		versions[k] = s.versionsOf(txn.Key(k), p)
	}
	return versions
}

// versionsOf lists those of one key: of lists the elements that were read, and then the others.
func (s *solver) versionsOf(k txn.Key, p *parallel) []txn.Version {
	h := s.execution.History
	if h.Model == txn.Registers {
		var versions []txn.Version
		for slot := p.starts[k]; slot != none; slot = p.after[slot] {
			versions = append(versions, s.versionOf(slot))
		}
		return versions
	}
	versions := slices.Clone(s.orders.Chains[k])
	rest := slices.Clone(s.orders.Rest[k])
	position := func(v txn.Version) int32 { return s.graph.position[s.end(s.execution.Writer(v))] }
	slices.SortStableFunc(rest, func(a, b txn.Version) int {
		return cmp.Or(cmp.Compare(position(a), position(b)), cmp.Compare(h.Versions[a].Op, h.Versions[b].Op))
	})
	return append(versions, rest...)
}

// versionOf returns the version that a slot leaves.
func (s *solver) versionOf(slot int32) txn.Version {
	node := s.slots[slot].node
	return s.execution.Writes(node)[slot-s.slotsAt[node]].Version
}
