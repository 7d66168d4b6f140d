package container

import (
	"context"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/model"
)

// solver orders what an instance went through, or finds out why it cannot. In the order, a value
// that no known operation removed is removed by the complement of its insert. If ctx ends the
// results mean nothing.
type solver func(ctx context.Context, in *instance) (order []int32, bad *violation)

// decide solves p.
//
// A remove of unknown outcome may have removed any value that no known operation removed, or
// none. If there is an order without such removes, it is one. Otherwise, suppose first that every
// value whose insert returned has a known remove: then removes of unknown outcome can only have
// taken values whose inserts are of unknown outcome too, and leaving out both leaves the problem
// that has no order. Suppose then that there are others. In any linearization each of them is
// removed by one of the removes of unknown outcome, which is after the call of the first of these,
// or stays inside; and a container can be emptied after all operations. So if there is no order
// when all of them can be removed at any time after that call, the history is not linearizable. If
// there is one, and it does with the removes that there are, it is linearizable. Otherwise the
// question is left open.
func decide(ctx context.Context, p *engine.Problem, name string, shape model.Shape, solve solver) engine.Result {
	if why := applies(p, name, shape); why != "" {
		return engine.Result{Why: why}
	}
	if _, empty := p.Model.Init().Step(model.Action{Op: model.RemoveEmpty, Known: true, ReadOnly: true}); !empty {
		return engine.Result{Why: "it is not empty at first"}
	}
	// Such an operation may have taken any value, so that it cannot be left out with one.
	unknownRemove := func(i int32) bool { return p.Action(i).Op == model.Remove && !p.Action(i).Known }
	in, bad, why := load(p)
	if why != "" {
		return engine.Result{Why: why}
	}
	if bad != nil {
		return invalid(p, bad, unknownRemove)
	}
	order, bad := solve(ctx, in)
	switch {
	case ctx.Err() != nil:
		return stopped(ctx)
	case bad == nil:
		return engine.Result{Outcome: engine.Valid, Order: known(order)}
	case len(in.pending) == 0 || !in.relax():
		return invalid(p, bad, unknownRemove)
	}
	order, bad = solve(ctx, in)
	switch {
	case ctx.Err() != nil:
		return stopped(ctx)
	case bad != nil:
		return invalid(p, bad, unknownRemove)
	}
	if order, ok := in.assign(order); ok {
		return engine.Result{Outcome: engine.Valid, Order: order}
	}
	return engine.Result{Why: fmt.Sprintf("%d removes of unknown outcome may or may not explain the history", len(in.pending))}
}

// known drops the removes that no known operation did.
func known(order []int32) []int32 {
	kept := order[:0]
	for _, op := range order {
		if op >= 0 {
			kept = append(kept, op)
		}
	}
	return kept
}

// relax lets the values that no known operation removed be removed at any time after the call of
// the first remove of unknown outcome. It returns false if there are no such values.
func (in *instance) relax() bool {
	first := in.p.Call[in.pending[0]]
	found := false
	for k := range in.values {
		if v := &in.values[k]; v.remove == none {
			v.rem.lo = first
			v.tighten()
			found = true
		}
	}
	return found
}

// assign puts removes of unknown outcome in the places of removes that no known operation did, as
// early as possible. Those after the last known remove are not needed.
func (in *instance) assign(order []int32) (assigned []int32, ok bool) {
	p := in.p
	last := -1
	for k, op := range order {
		if op >= 0 && p.Action(op).Op != model.Insert {
			last = k
		}
	}
	// latest[k] is the least return of the operations from place k on: an operation called before
	// it can be in place k.
	latest := make([]int32, len(order)+1)
	latest[len(order)] = engine.Never
	for k := len(order) - 1; k >= 0; k-- {
		latest[k] = latest[k+1]
		if op := order[k]; op >= 0 {
			latest[k] = min(latest[k], p.Return[op])
		}
	}
	left := in.pending
	for k, op := range order {
		switch {
		case op >= 0:
			assigned = append(assigned, op)
		case k > last:
		case len(left) == 0 || p.Call[left[0]] >= latest[k]:
			return nil, false
		default:
			assigned, left = append(assigned, left[0]), left[1:]
		}
	}
	return assigned, true
}
