package solve

import (
	"context"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/engine"
)

// The work for a proof is bounded by steps, each of which looks at one choice.
const (
	maxSteps    = 20_000_000
	shrinkSteps = 2_000_000
)

// violated returns the result for a level that is violated by some nodes alone, with a small proof. What
// was certain in the search may rest on nodes that are not among them, so others are added if it takes
// these to show the violation.
func (p *problem) violated(ctx context.Context, nodes []int32, options Options) Result {
	nodes = distinct(nodes)
	result := Result{Outcome: engine.Invalid, Conflict: p.transactions(nodes)}
	for drawn := len(nodes); ; {
		if len(nodes) > options.Members {
			result.Why = tooLarge(drawn, len(nodes), options.Members)
			return result
		}
		m := &minimizer{part: newPart(p.execution, p.orders, p.level, nodes), ctx: ctx, leaves: options.Leaves, steps: maxSteps}
		t, limit := m.run()
		switch {
		case t != nil:
			return p.proved(nodes, t)
		case limit != "":
			result.Why = fmt.Sprintf("%s before a proof was found for the %d transactions that are involved", limit, len(nodes))
			return result
		case len(nodes) == p.execution.Len():
			return Result{Why: fmt.Sprintf("the search says that %v is violated, and the case distinction over all transactions that it is not (a bug in Tenet; please report it)", p.level)}
		}
		for enough := min(2*len(nodes), p.execution.Len()); len(nodes) < enough; {
			nodes = p.widen(nodes)
		}
	}
}

// tooLarge says that no proof is looked for, because there are too many nodes: those from which the
// contradiction was drawn, or those that were added to them.
func tooLarge(drawn, nodes, members int) string {
	if drawn == nodes {
		return fmt.Sprintf("%d transactions are involved: proofs are looked for among at most %d", nodes, members)
	}
	return fmt.Sprintf("the %d transactions that are involved do not show it without others, and with these there are %d: proofs are looked for among at most %d", drawn, nodes, members)
}

// proved returns the result that has a refutation, found among some nodes.
func (p *problem) proved(nodes []int32, t *tree) Result {
	var involved []int32
	for i, in := range t.members {
		if in {
			involved = append(involved, nodes[i])
		}
	}
	result := Result{Outcome: engine.Invalid, Conflict: p.transactions(involved), Cycle: t.Cycle}
	if t.Cycle == nil {
		result.Refutation = t.Refutation
	}
	return result
}

// widen adds to nodes all of the chains in which they have written or read, or all nodes if that adds none.
func (p *problem) widen(nodes []int32) []int32 {
	wider := slices.Clone(nodes)
	if p.conflict == nil { // otherwise there are no chains
		in := make([]bool, len(p.chains))
		add := func(slot int32) {
			if slot == none || p.chainOf[slot] == none || in[p.chainOf[slot]] {
				return
			}
			in[p.chainOf[slot]] = true
			wider = p.whole(wider, p.chainOf[slot])
		}
		for _, n := range nodes {
			for s, to := p.slotsOf(n); s < to; s++ {
				add(s)
			}
			for _, r := range p.readsOf(n) {
				add(r.slot)
			}
		}
	}
	if wider = distinct(wider); len(wider) > len(nodes) {
		return wider
	}
	wider = wider[:0]
	for n := range int32(p.execution.Len()) {
		wider = append(wider, n)
	}
	return wider
}

// transactions returns the transactions of nodes.
func (p *problem) transactions(nodes []int32) []int32 {
	txns := make([]int32, len(nodes))
	for i, n := range nodes {
		txns[i] = p.execution.Txns[n]
	}
	return txns
}

// minimizer looks for a refutation with few members.
type minimizer struct {
	*part
	ctx           context.Context
	leaves, steps int
	best          *tree
}

// run returns a refutation from which no member can be left out, as far as the work allows. If there is none,
// limit says what ended the search, and is empty if nothing did: then the members do not contradict the level.
func (m *minimizer) run() (best *tree, limit string) {
	kept := make([]bool, len(m.members))
	for i := range kept {
		kept[i] = true
	}
	if m.best, limit = m.try(kept, m.steps); m.best == nil {
		return nil, limit
	}
	m.steps = shrinkSteps
	for size := m.count() / 2; size > 0; {
		if !m.shrink(size) {
			size /= 2
		} else {
			size = min(size, m.count()/2)
		}
	}
	return m.best, ""
}

// try looks for a refutation with some members only. If it finds none, limit is as in run.
func (m *minimizer) try(kept []bool, steps int) (t *tree, limit string) {
	r := newRefuter(m.ctx, m.part, kept, m.leaves, steps)
	t = r.run()
	m.steps -= steps - r.steps
	switch {
	case r.leaves < 0:
		return nil, fmt.Sprintf("%d cases were looked at", m.leaves)
	case t != nil:
		return t, ""
	case r.steps < 0:
		return nil, fmt.Sprintf("%d choices were looked at", steps)
	case m.ctx.Err() != nil:
		return nil, "the time was over"
	}
	return nil, ""
}

// count counts the members of the best refutation.
func (m *minimizer) count() int {
	n := 0
	for _, in := range m.best.members {
		if in {
			n++
		}
	}
	return n
}

// shrink tries to leave out each run of so many members of the best refutation, and reports whether
// that succeeded once.
func (m *minimizer) shrink(size int) bool {
	shrunk := false
	for from := 0; from < len(m.members); {
		kept, dropped, next := append([]bool(nil), m.best.members...), 0, from
		for ; next < len(kept) && dropped < size; next++ {
			if kept[next] {
				kept[next] = false
				dropped++
			}
		}
		if dropped > 0 && m.steps > 0 && m.ctx.Err() == nil {
			if t, _ := m.try(kept, min(m.steps, shrinkSteps/20)); t != nil {
				m.best, shrunk = t, true
			}
		}
		from = next
	}
	return shrunk
}
