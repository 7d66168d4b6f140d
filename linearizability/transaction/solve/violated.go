package solve

import (
	"context"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/engine"
)

// Bounds of proofs. The largest part of an execution for which one is looked for has maxMembers
// nodes, and the work is bounded by steps, each of which looks at one choice.
const (
	maxMembers  = 600
	maxSteps    = 20_000_000
	shrinkSteps = 2_000_000
)

// violated returns the result for a level that is violated by some nodes alone, with a small proof.
func (p *problem) violated(ctx context.Context, nodes []int32, options Options) Result {
	nodes = distinct(nodes)
	result := Result{Outcome: engine.Invalid, Conflict: p.transactions(nodes)}
	if len(nodes) > maxMembers {
		result.Why = fmt.Sprintf("%d transactions are involved, too many for a proof", len(nodes))
		return result
	}
	m := &minimizer{part: newPart(p.execution, p.orders, p.level, nodes), ctx: ctx, leaves: options.Leaves, steps: maxSteps}
	t := m.run()
	if t == nil {
		result.Why = fmt.Sprintf("no proof of at most %d cases was found in time for the %d transactions that are involved", options.Leaves, len(nodes))
		return result
	}
	if t.Cycle != nil {
		result.Cycle = t.Cycle
	} else {
		result.Refutation = t.Refutation
	}
	var involved []int32
	for i, in := range t.members {
		if in {
			involved = append(involved, nodes[i])
		}
	}
	result.Conflict = p.transactions(involved)
	return result
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

// run returns a refutation from which no member can be left out, as far as the work allows.
func (m *minimizer) run() *tree {
	kept := make([]bool, len(m.members))
	for i := range kept {
		kept[i] = true
	}
	m.best = m.try(kept, m.steps)
	if m.best == nil {
		return nil
	}
	m.steps = shrinkSteps
	for size := m.count() / 2; size > 0; {
		if !m.shrink(size) {
			size /= 2
		} else {
			size = min(size, m.count()/2)
		}
	}
	return m.best
}

// try looks for a refutation with some members only.
func (m *minimizer) try(kept []bool, steps int) *tree {
	r := newRefuter(m.ctx, m.part, kept, m.leaves, steps)
	t := r.run()
	m.steps -= steps - r.steps
	if r.leaves < 0 {
		return nil
	}
	return t
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
			if t := m.try(kept, min(m.steps, shrinkSteps/20)); t != nil {
				m.best, shrunk = t, true
			}
		}
		from = next
	}
	return shrunk
}
