package certificate

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// DefaultBudget is a budget for BruteForce that takes some seconds at most, and some hundred
// megabytes.
const DefaultBudget = 1 << 20

// Op is an operation to be placed in an order.
type Op struct {
	Action model.Action
	// Call and Return are as in history.Operation. An operation that did not return has the
	// Return history.Never.
	Call, Return int64
	// Optional is true if the operation may be left out, because nobody knows whether it
	// happened. Its Return does not count.
	Optional bool
}

// BruteForce decides whether ops are linearizable under m by trying orders: depth first, at each
// step every operation that no other operation still to be placed must precede. It remembers the
// configurations it has seen, a configuration being the set of operations placed and the state
// that they lead to. ops must be in order of Call; otherwise it does not decide.
//
// It gives up, and decided is false, when ctx ends or the budget is spent: one for each
// configuration it comes to and, so that memory is bounded too, one more for each 64 bytes of its
// encoding. If linearizable, order lists the positions in ops of those placed.
func BruteForce(ctx context.Context, m model.Model, ops []Op, budget int) (decided, linearizable bool, order []int) {
	if !slices.IsSortedFunc(ops, func(a, b Op) int { return cmp.Compare(a.Call, b.Call) }) {
		return false, false, nil
	}
	s := search{ctx: ctx, ops: ops, placed: make([]bool, len(ops)), seen: map[string]bool{}, budget: budget}
	required := 0 // operations that must be placed
	for i := range ops {
		if !ops[i].Optional {
			required++
		}
	}
	linearizable = s.place(m.Init(), 0, -1, required)
	return linearizable || !s.stopped, linearizable, s.order
}

type search struct {
	ctx     context.Context
	ops     []Op
	placed  []bool
	order   []int // what is placed
	seen    map[string]bool
	key     []byte
	budget  int
	stopped bool
}

// place tries to place what is left, of which required must be. All operations before first are
// placed, and none after last.
func (s *search) place(state model.State, first, last, required int) bool {
	if required == 0 {
		return true
	}
	for s.placed[first] {
		first++
	}
	if s.beenHere(state, first, last) || s.stopped {
		return false
	}
	due := int64(history.Never) // the first return of an operation that must still be placed
	for i := first; i < len(s.ops) && s.ops[i].Call <= due; i++ {
		if s.placed[i] {
			continue
		}
		left := required
		if !s.ops[i].Optional {
			left--
			due = min(due, s.ops[i].Return)
		}
		next, allowed := state.Step(s.ops[i].Action)
		if !allowed {
			continue
		}
		s.placed[i], s.order = true, append(s.order, i)
		if s.place(next, first, max(last, i), left) {
			return true
		}
		s.placed[i], s.order = false, s.order[:len(s.order)-1]
	}
	return false
}

// beenHere reports whether the search was in this configuration before.
func (s *search) beenHere(state model.State, first, last int) bool {
	// What is placed is 0..last without what is listed.
	s.key = binary.AppendUvarint(s.key[:0], uint64(last+1))
	for i := first; i < last; i++ {
		if !s.placed[i] {
			s.key = binary.AppendUvarint(s.key, uint64(i+1))
		}
	}
	s.key = state.AppendKey(append(s.key, 0))
	s.budget -= 1 + len(s.key)/64
	s.stopped = s.stopped || s.budget < 0 || s.ctx.Err() != nil
	if s.stopped || s.seen[string(s.key)] {
		return true
	}
	s.seen[string(s.key)] = true
	return false
}
