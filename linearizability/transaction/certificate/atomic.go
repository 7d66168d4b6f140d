package certificate

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// writers lists the keys that each committed transaction wrote.
func (c *checker) writers() {
	c.wrote = make([][]txn.Key, len(c.h.Txns))
	for t := range c.h.Txns {
		if !c.h.Txns[t].Committed {
			continue
		}
		var keys []txn.Key
		for k := range c.h.Txns[t].Ops {
			if op := &c.h.Txns[t].Ops[k]; op.Kind != txn.Read {
				keys = append(keys, op.Key)
			}
		}
		slices.Sort(keys)
		c.wrote[t] = slices.Compact(keys)
	}
}

// external returns what a transaction read of others.
func (c *checker) external(t int32, reads []read) []read {
	c.look(t, func(r read) { reads = append(reads, r) }, func(int32, isolation.Anomaly) {})
	return reads
}

// atomic verifies that whoever reads from a transaction reads nothing older than what that one wrote:
// in its later operations only, if monotonic, and in all otherwise.
func (c *checker) atomic(monotonic bool) error {
	var reads, byKey []read
	first := make([]int32, len(c.h.Txns)) // the latest reader of each transaction, and one
	for t := range c.h.Txns {
		if !c.h.Txns[t].Committed {
			continue
		}
		reads = c.external(int32(t), reads[:0])
		byKey = append(byKey[:0], reads...)
		slices.SortFunc(byKey, func(a, b read) int { return cmp.Compare(a.key, b.key) })
		for _, r := range reads {
			if r.from == txn.Nobody || first[r.from] == int32(t)+1 {
				continue
			}
			first[r.from] = int32(t) + 1
			after := int32(before)
			if monotonic {
				after = r.op
			}
			if err := c.seen(r.from, int32(t), byKey, after); err != nil {
				return err
			}
		}
	}
	return nil
}

// seen verifies that the reads of t, in order of their keys, that come after an operation are of
// nothing older than what the transaction from wrote. It looks the fewer keys up among the others.
func (c *checker) seen(from, t int32, reads []read, after int32) error {
	keys := c.wrote[from]
	if len(keys) > len(reads) {
		for _, r := range reads {
			if _, wrote := slices.BinarySearch(keys, r.key); wrote && r.op > after && c.source(r) < c.at[from] {
				return c.older(t, r, from)
			}
		}
		return nil
	}
	for _, key := range keys {
		i, _ := slices.BinarySearchFunc(reads, key, func(r read, k txn.Key) int { return cmp.Compare(r.key, k) })
		for ; i < len(reads) && reads[i].key == key; i++ {
			if r := reads[i]; r.op > after && c.source(r) < c.at[from] {
				return c.older(t, r, from)
			}
		}
	}
	return nil
}

func (c *checker) older(t int32, r read, from int32) error {
	return fmt.Errorf("order: %s did %s, but sees what %s wrote, which stands after the writer of that", c.h.Name(t), c.h.FormatOp(t, r.op), c.h.Name(from))
}

// ordered verifies that no transaction reads what is older than what another wrote that comes before
// it in its session, or in real time.
func (c *checker) ordered() error {
	if c.order == isolation.Unordered {
		return nil
	}
	var reads []read
	latest := newNewest(len(c.h.Keys))
	check := func(t int32) error {
		reads = c.external(t, reads[:0])
		for _, r := range reads {
			if w := latest.of(r.key); w != txn.Nobody && c.at[w] > c.source(r) {
				return c.older(t, r, w)
			}
		}
		return nil
	}
	for _, session := range c.h.Sessions {
		latest.forget()
		for _, t := range session {
			if !c.h.Txns[t].Committed {
				continue
			}
			if err := check(t); err != nil {
				return err
			}
			latest.add(c, t)
		}
	}
	if c.order != isolation.RealTime || !c.h.Timed() {
		return nil
	}
	latest.forget()
	done := c.completions()
	for t := range c.h.Txns { // in order of their calls
		for ; len(done) > 0 && done[0].moment < c.h.Txns[t].Call; done = done[1:] {
			latest.add(c, done[0].txn)
		}
		if c.h.Txns[t].Committed {
			if err := check(int32(t)); err != nil {
				return err
			}
		}
	}
	return nil
}

// newest has, of each key, the writer that is latest in the order of commits, of those that were added.
type newest struct {
	writer []int32
	round  []int32 // writer is valid if this is the present round
	now    int32
}

func newNewest(keys int) *newest { return &newest{make([]int32, keys), make([]int32, keys), 1} }

func (n *newest) forget() { n.now++ }

func (n *newest) of(k txn.Key) int32 {
	if n.round[k] != n.now {
		return txn.Nobody
	}
	return n.writer[k]
}

func (n *newest) add(c *checker, t int32) {
	for _, k := range c.wrote[t] {
		if w := n.of(k); w == txn.Nobody || c.at[w] < c.at[t] {
			n.writer[k], n.round[k] = t, n.now
		}
	}
}

// completion says since when a transaction is before all that are called later.
type completion struct {
	moment int64
	txn    int32
}

// completions lists the committed transactions in the order in which they are known to be over: when
// they returned, or one of their session that followed.
func (c *checker) completions() []completion {
	var done []completion
	for _, session := range c.h.Sessions {
		over := int64(history.Never)
		for i := len(session) - 1; i >= 0; i-- {
			if t := session[i]; c.h.Txns[t].Committed {
				over = min(over, c.h.Txns[t].Return)
				done = append(done, completion{over, t})
			}
		}
	}
	done = slices.DeleteFunc(done, func(d completion) bool { return d.moment == history.Never })
	slices.SortStableFunc(done, func(a, b completion) int {
		return cmp.Or(cmp.Compare(a.moment, b.moment), cmp.Compare(c.at[a.txn], c.at[b.txn]))
	})
	return done
}
