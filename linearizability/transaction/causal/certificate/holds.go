package certificate

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// VerifyHolds verifies that a history satisfies the model of the given name, and returns an error that says
// what is wrong if the proof does not show it.
func VerifyHolds(h *txn.History, model string, p *proof.Holds) error {
	if p == nil {
		return errors.New("there is no proof")
	}
	o, err := newOperations(h)
	if err != nil {
		return err
	}
	if err := o.sound(); err != nil {
		return err
	}
	switch model {
	case "cc":
		return o.fresh(nil)
	case "cm", "pram":
		return o.views(p.Views, model == "cm")
	}
	at, err := o.positions(p.Order)
	if err != nil {
		return err
	}
	if model == "ccv" {
		return errors.Join(o.extends(at, o.order), o.fresh(at))
	}
	return o.guaranteed(model, at)
}

// positions returns the place of each write in an order that must have all of them once.
func (o *operations) positions(order []int32) ([]int32, error) {
	at := make([]int32, len(o.place))
	for t := range at {
		at[t] = -1
	}
	for i, t := range order {
		if err := o.happened(t); err != nil {
			return nil, err
		}
		if !o.writes(t) || at[t] >= 0 {
			return nil, fmt.Errorf("order: operation %d is no write, or stands twice", t)
		}
		at[t] = int32(i)
	}
	for t := range at {
		if at[t] < 0 && o.writes(int32(t)) {
			return nil, fmt.Errorf("order: write %d is missing", t)
		}
	}
	return at, nil
}

// extends verifies that positions of operations, -1 for those that have none, agree with co. It is given
// an order that extends co.
func (o *operations) extends(at, order []int32) error {
	previous := o.previous()
	latest := make([]int32, len(at)) // the latest position of an operation causally before, or of it itself
	for _, t := range order {
		before := int32(-1)
		if u := previous[t]; u != none {
			before = latest[u]
		}
		if w := o.from[t]; w >= 0 {
			before = max(before, latest[w])
		}
		if at[t] >= 0 && at[t] < before {
			return fmt.Errorf("order: operation %d stands before one that is causally before it", t)
		}
		latest[t] = max(before, at[t])
	}
	return nil
}

// fresh verifies, of each read, that no write w of its key is causally before it and after the write that
// it returned: causally after, or, if positions are given that extend co, after in these. Of each session
// it is enough to look at the last such w.
func (o *operations) fresh(at []int32) error {
	previous := o.previous()
	past, future := make([]int32, len(o.place)), make([]int32, len(o.place))
	keyed := make([][]int32, len(o.h.Keys)) // the writes of one session to each key
	for s, session := range o.h.Sessions {
		for _, t := range session {
			if o.writes(t) {
				keyed[o.key(t)] = append(keyed[o.key(t)], t)
			}
		}
		o.sessionPast(int32(s), previous, past)
		if at == nil {
			o.sessionFuture(int32(s), previous, future)
		}
		if err := o.freshOf(keyed, past, future, at); err != nil {
			return err
		}
		for _, t := range session {
			if o.writes(t) {
				keyed[o.key(t)] = nil
			}
		}
	}
	return nil
}

// freshOf is fresh for the writes of one session.
func (o *operations) freshOf(keyed [][]int32, past, future, at []int32) error {
	for _, t := range o.order {
		if o.writes(t) {
			continue
		}
		list := keyed[o.key(t)]
		n, _ := slices.BinarySearchFunc(list, past[t], func(w, place int32) int {
			if o.place[w] <= place {
				return -1
			}
			return 1
		})
		if n == 0 || list[n-1] == o.from[t] {
			continue
		}
		last, from := list[n-1], o.from[t]
		between := from == initial
		switch {
		case between:
		case at == nil:
			between = future[from] <= o.place[last]
		default:
			between = at[last] > at[from]
		}
		if between {
			return fmt.Errorf("operation %d read %d, and write %d comes between the two", t, from, last)
		}
	}
	return nil
}

// sessionPast finds, for each operation, the place of the last one of session s that is causally before it,
// itself included.
func (o *operations) sessionPast(s int32, previous, past []int32) {
	for _, t := range o.order {
		past[t] = -1
		if o.session(t) == s {
			past[t] = o.place[t]
		}
		if u := previous[t]; u != none {
			past[t] = max(past[t], past[u])
		}
		if w := o.from[t]; w >= 0 {
			past[t] = max(past[t], past[w])
		}
	}
}

// sessionFuture finds, for each operation, the place of the first one of session s that is causally after
// it, itself included.
func (o *operations) sessionFuture(s int32, previous, future []int32) {
	for _, t := range o.order {
		future[t] = math.MaxInt32
		if o.session(t) == s {
			future[t] = o.place[t]
		}
	}
	for _, t := range slices.Backward(o.order) {
		if u := previous[t]; u != none {
			future[u] = min(future[u], future[t])
		}
		if w := o.from[t]; w >= 0 {
			future[w] = min(future[w], future[t])
		}
	}
}

// views verifies that each session has an order of all writes and its reads that agrees with co, or at least
// with the order of each session, and in which each read returns the last write to its key.
func (o *operations) views(views [][]int32, causal bool) error {
	if len(views) != len(o.h.Sessions) {
		return fmt.Errorf("there are %d views: expected one for each of %d sessions", len(views), len(o.h.Sessions))
	}
	for s := range views {
		if !slices.ContainsFunc(o.h.Sessions[s], func(t int32) bool { return o.place[t] >= 0 }) {
			continue
		}
		if err := o.view(int32(s), views[s], causal); err != nil {
			return fmt.Errorf("view of session %d: %w", s, err)
		}
	}
	return nil
}

func (o *operations) view(s int32, view []int32, causal bool) error {
	at := make([]int32, len(o.place))
	for t := range at {
		at[t] = -1
	}
	last := make([]int32, len(o.h.Keys))
	for k := range last {
		last[k] = initial
	}
	for i, t := range view {
		if err := o.happened(t); err != nil {
			return err
		}
		if at[t] >= 0 || !o.writes(t) && o.session(t) != s {
			return fmt.Errorf("operation %d stands twice, or does not belong there", t)
		}
		at[t] = int32(i)
		if o.writes(t) {
			last[o.key(t)] = t
		} else if last[o.key(t)] != o.from[t] {
			return fmt.Errorf("operation %d read %d, and the last write is %d", t, o.from[t], last[o.key(t)])
		}
	}
	for _, t := range o.order {
		if at[t] < 0 && (o.writes(t) || o.session(t) == s) {
			return fmt.Errorf("operation %d is missing", t)
		}
	}
	if causal {
		return o.extends(at, o.order)
	}
	for _, session := range o.h.Sessions {
		before := int32(-1)
		for _, t := range session {
			if o.place[t] >= 0 && at[t] >= 0 && at[t] < before {
				return fmt.Errorf("operation %d stands before an earlier one of its session", t)
			}
			before = max(before, at[t])
		}
	}
	return nil
}
