package certificate

import (
	"fmt"
	"math"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// state is what a database holds: of each list its elements, of each register its last version.
type state [][]txn.Version

// serial executes transactions one after the other.
func (c *checker) serial(order []int32) error {
	s := make(state, len(c.h.Keys))
	for _, t := range order {
		if err := c.execute(s, t); err != nil {
			return err
		}
		c.apply(s, t)
	}
	return nil
}

// execute verifies that transaction t reads what it does in a state, to which it adds its own
// writes.
func (c *checker) execute(s state, t int32) error {
	c.turn++
	for k := range c.h.Txns[t].Ops {
		op := &c.h.Txns[t].Ops[k]
		own := c.written(op.Key)
		if op.Kind != txn.Read {
			c.own[op.Key] = append(own, op.Version)
			continue
		}
		now := s[op.Key]
		if c.h.Model == txn.Registers && len(own) > 0 {
			now, own = nil, own[len(own)-1:]
		}
		versions := c.versions(op)
		if n := len(now); len(versions) != n+len(own) || !slices.Equal(versions[:n], now) || !slices.Equal(versions[n:], own) {
			return fmt.Errorf("%s did %s, which is not what it reads in this order", c.h.Name(t), c.h.FormatOp(t, int32(k)))
		}
	}
	return nil
}

// apply changes a state as transaction t does.
func (c *checker) apply(s state, t int32) {
	for k := range c.h.Txns[t].Ops {
		switch op := &c.h.Txns[t].Ops[k]; op.Kind {
		case txn.Write:
			s[op.Key] = append(s[op.Key][:0], op.Version)
		case txn.Append:
			s[op.Key] = append(s[op.Key], op.Version)
		}
	}
}

// schedule verifies a schedule of snapshot isolation (Berenson et al., SIGMOD 1995, §4.2; with the
// order of sessions or of real time, what comes before a transaction commits before it begins, as in
// Daudjee and Salem, VLDB 2006).
func (c *checker) schedule(schedule []proof.Moment) error {
	began, err := c.moments(schedule)
	if err != nil {
		return err
	}
	s := make(state, len(c.h.Keys))
	changed := make([]int32, len(c.h.Keys)) // when a key was last committed
	for i, m := range schedule {
		if !m.Commit {
			if err := c.execute(s, m.Txn); err != nil {
				return err
			}
			continue
		}
		ops := c.h.Txns[m.Txn].Ops
		for k := range ops {
			if ops[k].Kind != txn.Read && changed[ops[k].Key] > began[m.Txn] {
				return fmt.Errorf("schedule: %s commits key %v, which has changed since it began", c.h.Name(m.Txn), c.h.Keys[ops[k].Key])
			}
		}
		for k := range ops {
			if ops[k].Kind != txn.Read {
				changed[ops[k].Key] = int32(i)
			}
		}
		c.apply(s, m.Txn)
	}
	return nil
}

// moments verifies that each committed transaction begins and then commits, after those that come
// before it. It returns when each began.
func (c *checker) moments(schedule []proof.Moment) ([]int32, error) {
	began, ended := make([]int32, len(c.h.Txns)), make([]int32, len(c.h.Txns))
	for t := range began {
		began[t] = before
	}
	var commits []int32
	latest := int64(math.MinInt64) // the latest call of those that have begun
	for i, m := range schedule {
		if err := c.committed(m.Txn); err != nil {
			return nil, fmt.Errorf("schedule: %w", err)
		}
		if m.Commit == (began[m.Txn] == before) {
			return nil, fmt.Errorf("schedule: %s does not begin once, and then commit", c.h.Name(m.Txn))
		}
		t := &c.h.Txns[m.Txn]
		if !m.Commit {
			began[m.Txn] = int32(i)
			latest = max(latest, t.Call)
			continue
		}
		if c.order == isolation.RealTime && c.h.Timed() && t.Return < latest {
			return nil, fmt.Errorf("schedule: %s commits after one has begun that was called after it had returned", c.h.Name(m.Txn))
		}
		ended[m.Txn] = int32(i)
		commits = append(commits, m.Txn)
	}
	if err := c.place(commits); err != nil {
		return nil, err
	}
	for _, session := range c.h.Sessions {
		last := int32(before)
		for _, t := range session {
			switch {
			case !c.h.Txns[t].Committed:
			case c.order != isolation.Unordered && began[t] < last:
				return nil, fmt.Errorf("schedule: %s begins before another of its session commits that it had done before", c.h.Name(t))
			default:
				last = ended[t]
			}
		}
	}
	return began, nil
}
