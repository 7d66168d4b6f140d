package page

import "github.com/tenet-go/tenet/linearizability/history"

// order is where a linearization puts the operations that are drawn.
type order struct {
	number map[int32]int   // position in the linearization, from 1
	moment map[int32]int64 // on the history's clock; empty if the order does not follow real time
}

// place finds a moment for each operation of p.Order, no earlier than those of the operations
// before it: the earliest possible, which is the greatest Call so far. Moments are given only if
// they all lie within their operations. They need not when the orders of several keys follow one
// another; then each key has its own sequence of moments.
func (p *Page) place(drawn []int32) order {
	o := order{number: make(map[int32]int, len(drawn)), moment: make(map[int32]int64, len(drawn))}
	if p.Verdict != valid {
		return o
	}
	isDrawn := members(drawn)
	for k, i := range p.Order {
		if isDrawn[i] {
			o.number[i] = k + 1
		}
	}
	one := func(*history.Operation) history.Value { return history.Nil }
	byKey := func(op *history.Operation) history.Value { return op.Key }
	if !p.moments(isDrawn, o.moment, one) && !p.moments(isDrawn, o.moment, byKey) {
		o.moment = nil
	}
	return o
}

// moments fills in the moments, with a sequence for each group, and reports whether they fit.
func (p *Page) moments(isDrawn map[int32]bool, moment map[int32]int64, group func(*history.Operation) history.Value) bool {
	last := map[history.Value]int64{}
	for _, i := range p.Order {
		op := &p.History.Operations[i]
		g := group(op)
		m, seen := last[g]
		if !seen || m < op.Call {
			m = op.Call
		}
		last[g] = m
		if op.Status != history.Info && m > op.Return {
			return false
		}
		if isDrawn[i] {
			moment[i] = m
		}
	}
	return true
}

func members(ops []int32) map[int32]bool {
	set := make(map[int32]bool, len(ops))
	for _, i := range ops {
		set[i] = true
	}
	return set
}
