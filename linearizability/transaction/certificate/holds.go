package certificate

import (
	"fmt"
	"math"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Holds verifies that p proves that h satisfies level l, and returns an error that says what is
// wrong if it does not. It is ErrTooLarge if that would take too long. Snapshot isolation is proved
// by Holds.Schedule, the other levels by Holds.Order; Holds.Versions follows from that.
func Holds(h *txn.History, l isolation.Level, p *proof.Holds) error {
	if p == nil {
		return fmt.Errorf("%s: there is no proof", l)
	}
	c := &checker{reader: newReader(h), order: l.Order, at: make([]int32, len(h.Txns))}
	if l.Base == isolation.SnapshotIsolation {
		return c.schedule(p.Schedule)
	}
	if err := c.place(p.Order); err != nil {
		return err
	}
	if l.Base == isolation.Serializable {
		return c.serial(p.Order)
	}
	if err := c.reads(l.Base); err != nil {
		return err
	}
	if err := c.lists(p.Order); err != nil {
		return err
	}
	c.writers()
	switch l.Base {
	case isolation.ReadUncommitted, isolation.ReadCommitted:
		return nil
	case isolation.MonotonicAtomicView:
		return c.atomic(true)
	case isolation.ReadAtomic:
		if err := c.atomic(false); err != nil {
			return err
		}
		return c.ordered()
	case isolation.Causal, isolation.ParallelSnapshotIsolation:
		return c.visible(p.Order, l.Base)
	}
	return fmt.Errorf("%s: there is no such level", l)
}

// checker verifies one proof that a level holds.
type checker struct {
	*reader
	order isolation.Order
	// at has the place of each committed transaction in the order of commits. Initial versions come
	// before all.
	at []int32
	// wrote lists the keys that each transaction wrote, in order.
	wrote [][]txn.Key
}

const before = -1 // the place of the initial state

// place verifies that an order has all committed transactions once, and respects sessions and real
// time.
func (c *checker) place(order []int32) error {
	for t := range c.at {
		c.at[t] = math.MinInt32
	}
	latest := int64(math.MinInt64) // the latest call so far
	for i, t := range order {
		if err := c.committed(t); err != nil {
			return fmt.Errorf("order: %w", err)
		}
		if c.at[t] >= 0 {
			return fmt.Errorf("order: %s stands twice", c.h.Name(t))
		}
		c.at[t] = int32(i)
		if c.order == isolation.RealTime && c.h.Timed() && c.h.Txns[t].Return < latest {
			return fmt.Errorf("order: %s stands after a transaction that was called after it had returned", c.h.Name(t))
		}
		latest = max(latest, c.h.Txns[t].Call)
	}
	for _, session := range c.h.Sessions {
		last := int32(before)
		for _, t := range session {
			switch {
			case !c.h.Txns[t].Committed:
			case c.at[t] < 0:
				return fmt.Errorf("order: %s is missing", c.h.Name(t))
			case c.order != isolation.Unordered && c.at[t] < last:
				return fmt.Errorf("order: %s stands before a transaction that its session had done before", c.h.Name(t))
			default:
				last = c.at[t]
			}
		}
	}
	return nil
}

func (c *checker) committed(t int32) error {
	if t < 0 || int(t) >= len(c.h.Txns) || !c.h.Txns[t].Committed {
		return fmt.Errorf("transaction %d is none that committed", t)
	}
	return nil
}

// reads verifies that no read rules the level out by itself, and, from read committed on, that what
// was read had been committed.
func (c *checker) reads(base isolation.Base) (err error) {
	for t := range c.h.Txns {
		if !c.h.Txns[t].Committed {
			continue
		}
		c.look(int32(t), func(r read) {
			if base >= isolation.ReadCommitted && c.source(r) >= c.at[t] {
				err = fmt.Errorf("order: %s stands before %s, whose %s it read", c.h.Name(int32(t)), c.h.Name(r.from), c.h.FormatOp(int32(t), r.op))
			}
		}, func(op int32, a isolation.Anomaly) {
			if ruledOut(a) <= base {
				err = fmt.Errorf("%s: %s is %s", c.h.Name(int32(t)), c.h.FormatOp(int32(t), op), a)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) source(r read) int32 {
	if r.from == txn.Nobody {
		return before
	}
	return c.at[r.from]
}

// lists verifies that lists that were read are beginnings of what is appended in the given order.
// Elements of transactions that failed do not count: from read committed on, reads saw to it that
// there are none.
func (c *checker) lists(order []int32) error {
	if c.h.Model != txn.Lists {
		return nil
	}
	whole := make([][]txn.Version, len(c.h.Keys))
	for _, t := range order {
		for _, op := range c.h.Txns[t].Ops {
			if op.Kind == txn.Append {
				whole[op.Key] = append(whole[op.Key], op.Version)
			}
		}
	}
	for _, t := range order {
		for k, op := range c.h.Txns[t].Ops {
			if op.Kind == txn.Read && !c.begins(whole[op.Key], op.List) {
				return fmt.Errorf("order: %s did %s, which is not the beginning of what is appended in this order", c.h.Name(t), c.h.FormatOp(t, int32(k)))
			}
		}
	}
	return nil
}

// begins reports whether a list, without what failed transactions appended, is the beginning of the
// whole one.
func (c *checker) begins(whole, list []txn.Version) bool {
	n := 0
	for _, v := range list {
		if w := c.writer(v); w != txn.Nobody && !c.h.Txns[w].Committed {
			continue
		}
		if n == len(whole) || whole[n] != v {
			return false
		}
		n++
	}
	return true
}
