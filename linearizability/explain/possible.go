package explain

import (
	"context"
	"encoding/binary"
	"sort"

	"github.com/tenet-go/tenet/linearizability/certificate"
	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// possibleBudget is the number of configurations that possible looks at, counted as the brute
// force counts them.
const possibleBudget = 50_000

// possible is what is known of the states in which an object may have been when an operation ran.
type possible struct {
	states []string // in no particular order of time
	// accepting is true if the operation can happen in one of them.
	accepting bool
}

// whenRan finds the states in which the object may have been when operation i of p ran, given only
// what happened in a problem derived from p: the states in which an order of the others is, that
// explains their results, after all that was before i. ok is false if there are too many orders.
func whenRan(ctx context.Context, p, problem *engine.Problem, i int32) (found possible, ok bool) {
	e := explorer{ctx: ctx, ops: placeable(problem), op: -1, seen: map[string]bool{}, states: map[string]model.State{}, budget: possibleBudget}
	for k, at := range problem.Index {
		if at == p.Index[i] {
			e.op = k
		}
	}
	if e.op < 0 {
		return possible{}, false
	}
	// Nothing is known of the operation but its call.
	e.action = e.ops[e.op].Action
	pending, err := decodePending(p, i)
	if err != nil {
		return possible{}, false
	}
	e.ops[e.op] = certificate.Op{Action: pending, Call: e.ops[e.op].Call, Return: history.Never, Optional: true}
	e.placed = make([]bool, len(e.ops))
	e.placed[e.op] = pending.Op == model.Skip
	e.skipped = e.placed[e.op]
	required := 0
	for k := range e.ops {
		if !e.ops[k].Optional {
			required++
		}
	}
	e.visit(problem.Model.Init(), 0, -1, required)
	if e.budget < 0 || ctx.Err() != nil || len(e.states) == 0 {
		return possible{}, false
	}
	return e.result(), true
}

// explorer goes through all configurations of a problem, as the brute force does until it finds
// an order.
type explorer struct {
	ctx     context.Context
	ops     []certificate.Op
	placed  []bool
	op      int // the operation asked about
	action  model.Action
	skipped bool            // without its outcome, it has no effect
	seen    map[string]bool // configuration -> whether an order goes through it
	key     []byte
	states  map[string]model.State
	budget  int
}

// visit reports whether an order goes through a configuration, of which required operations are
// still to be placed; all before first are placed, and none after last.
func (e *explorer) visit(state model.State, first, last, required int) bool {
	for first < len(e.ops) && e.placed[first] {
		first++
	}
	key := e.configuration(state, first, last)
	if through, seen := e.seen[key]; seen {
		return through
	}
	e.budget -= 1 + len(key)/64
	if e.budget < 0 || e.ctx.Err() != nil {
		return false
	}
	through := required == 0
	due := int64(history.Never)
	for k := first; k < len(e.ops) && e.ops[k].Call <= due; k++ {
		if e.placed[k] {
			continue
		}
		left := required
		if !e.ops[k].Optional {
			left--
			due = min(due, e.ops[k].Return)
		}
		if next, allowed := state.Step(e.ops[k].Action); allowed {
			e.placed[k] = true
			if e.visit(next, first, max(last, k), left) {
				through = true
			}
			e.placed[k] = false
		}
	}
	if through && (e.skipped || !e.placed[e.op]) && e.ops[e.op].Call <= due {
		e.states[string(state.AppendKey(nil))] = state
	}
	e.seen[key] = through
	return through
}

func (e *explorer) configuration(state model.State, first, last int) string {
	e.key = binary.AppendUvarint(e.key[:0], uint64(last+1))
	for k := first; k < last; k++ {
		if !e.placed[k] {
			e.key = binary.AppendUvarint(e.key, uint64(k+1))
		}
	}
	e.key = state.AppendKey(append(e.key, 0))
	return string(e.key)
}

func (e *explorer) result() possible {
	keys := make([]string, 0, len(e.states))
	for key := range e.states {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	var r possible
	for _, key := range keys {
		r.states = append(r.states, e.states[key].String())
		if _, allowed := e.states[key].Step(e.action); allowed {
			r.accepting = true
		}
	}
	return r
}
