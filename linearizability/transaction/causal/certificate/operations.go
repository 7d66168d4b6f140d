package certificate

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// operations are those of a history that took effect, numbered as in History.Txns.
type operations struct {
	h *txn.History
	// place says where in its session an operation stands, from 0 among those that took effect; -1 for the
	// others.
	place []int32
	// from is the write that a read returned, or initial; none for others than reads.
	from []int32
	// order lists them in an order that extends co.
	order []int32
}

const (
	initial int32 = -1
	none    int32 = -2
)

func (o *operations) op(t int32) *txn.Op    { return &o.h.Txns[t].Ops[0] }
func (o *operations) key(t int32) txn.Key   { return o.op(t).Key }
func (o *operations) writes(t int32) bool   { return o.place[t] >= 0 && o.op(t).Kind != txn.Read }
func (o *operations) session(t int32) int32 { return o.h.Txns[t].Session }
func (o *operations) so(a, b int32) bool {
	return o.session(a) == o.session(b) && o.place[a] < o.place[b]
}
func (o *operations) happened(t int32) error { return o.inside(t, "operation") }

func (o *operations) inside(t int32, what string) error {
	if t < 0 || int(t) >= len(o.place) || o.place[t] < 0 {
		return fmt.Errorf("%s %d: there is none that took effect", what, t)
	}
	return nil
}

// newOperations returns an error if a transaction is no single operation.
func newOperations(h *txn.History) (*operations, error) {
	if h.Model != txn.Registers {
		return nil, errors.New("expected a history of registers")
	}
	o := &operations{h: h, place: make([]int32, len(h.Txns)), from: make([]int32, len(h.Txns))}
	for t := range h.Txns {
		o.place[t], o.from[t] = -1, none
	}
	for _, session := range h.Sessions {
		place := int32(0)
		for _, t := range session {
			if !h.Txns[t].Committed {
				continue
			}
			if len(h.Txns[t].Ops) != 1 {
				return nil, fmt.Errorf("transaction %d has %d operations: expected one", t, len(h.Txns[t].Ops))
			}
			o.place[t] = place
			place++
		}
	}
	for t := range h.Txns {
		if o.place[t] < 0 || o.op(int32(t)).Kind != txn.Read {
			continue
		}
		o.from[t] = initial
		if v := o.op(int32(t)).Version; v != txn.Initial {
			o.from[t] = h.Versions[v].Txn
		}
	}
	return o, nil
}

// sound reports an error if a read returned what no operation that took effect wrote, or if co has a cycle. It
// fills in order.
func (o *operations) sound() error {
	for t, w := range o.from {
		if w >= 0 && !o.writes(w) || w == txn.Nobody && o.op(int32(t)).Version != txn.Initial {
			return fmt.Errorf("operation %d read what was not written", t)
		}
	}
	return o.sort()
}

// sort goes through the sessions, and leaves each at a read whose write does not stand in order yet.
func (o *operations) sort() error {
	h := o.h
	at := make([]int, len(h.Sessions))
	waiting := make([][]int32, len(h.Txns)) // write -> the sessions that wait for it
	placed := make([]bool, len(h.Txns))
	ready := make([]int32, len(h.Sessions))
	for s := range ready {
		ready[s] = int32(s)
	}
	for len(ready) > 0 {
		s := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		for ; at[s] < len(h.Sessions[s]); at[s]++ {
			t := h.Sessions[s][at[s]]
			if o.place[t] < 0 {
				continue
			}
			if w := o.from[t]; w >= 0 && !placed[w] {
				waiting[w] = append(waiting[w], s)
				break
			}
			placed[t] = true
			o.order = append(o.order, t)
			ready = append(ready, waiting[t]...)
		}
	}
	for t, place := range o.place {
		if place >= 0 && !placed[t] {
			return fmt.Errorf("operation %d is causally before itself, or after one that is", t)
		}
	}
	return nil
}

// previous returns the operation before each one in its session, or none.
func (o *operations) previous() []int32 {
	previous := make([]int32, len(o.place))
	for _, session := range o.h.Sessions {
		last := none
		for _, t := range session {
			if o.place[t] >= 0 {
				previous[t], last = last, t
			}
		}
	}
	return previous
}
