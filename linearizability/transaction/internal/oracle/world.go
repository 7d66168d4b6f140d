package oracle

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// world has the committed transactions of a history, numbered from 0.
type world struct {
	h       *txn.History
	n       int
	txns    []*txn.Txn
	number  []int // transaction of the history -> its number; -1 if it did not commit
	so      [isolation.RealTime + 1]relation
	wr      relation
	reads   [][]read // of each transaction, what it read of others, in program order
	writers [][]int  // of each key, who wrote it
}

// initial stands for the writer of initial versions.
const initial = -1

// read says who wrote what a transaction read.
type read struct {
	op, key, from int
}

func newWorld(h *txn.History) *world {
	w := &world{h: h, writers: make([][]int, len(h.Keys))}
	for t := range h.Txns {
		w.number = append(w.number, -1)
		if h.Txns[t].Committed {
			w.number[t] = w.n
			w.n++
			w.txns = append(w.txns, &h.Txns[t])
		}
	}
	if w.n > MaxTransactions {
		return w
	}
	w.orders()
	for t := range w.txns {
		w.reads = append(w.reads, w.external(t))
		for _, r := range w.reads[t] {
			if r.from != initial {
				w.wr.add(r.from, t)
			}
		}
		for _, op := range w.txns[t].Ops {
			if op.Kind != txn.Read && !slices.Contains(w.writers[op.Key], t) {
				w.writers[op.Key] = append(w.writers[op.Key], t)
			}
		}
	}
	return w
}

// orders finds session order and real-time order. The latter has the former in it, since a session
// waits for its transactions; what is unknown of a transaction is only whether it happened.
func (w *world) orders() {
	for a := range w.txns {
		for b := range w.txns {
			if a < b && w.txns[a].Session == w.txns[b].Session {
				w.so[isolation.Session].add(a, b)
				w.so[isolation.RealTime].add(a, b)
			}
			if w.h.Timed() && w.txns[a].Return < w.txns[b].Call {
				w.so[isolation.RealTime].add(a, b)
			}
		}
	}
	w.so[isolation.RealTime] = w.so[isolation.RealTime].closed()
}

// external lists the reads of a transaction that show what other committed transactions wrote. What
// it appended itself is at the end of the lists that it read.
func (w *world) external(t int) []read {
	var reads []read
	for k, op := range w.txns[t].Ops {
		if op.Kind != txn.Read {
			continue
		}
		seen := []txn.Version{op.Version}
		if w.h.Model == txn.Lists {
			seen = op.List
		}
		for len(seen) > 0 && w.writer(seen[len(seen)-1]) == t {
			seen = seen[:len(seen)-1]
		}
		switch {
		case len(seen) > 0 && seen[len(seen)-1] != txn.Initial:
			if from := w.writer(seen[len(seen)-1]); from >= 0 {
				reads = append(reads, read{k, int(op.Key), from})
			}
		case w.h.Model == txn.Lists || len(seen) > 0:
			reads = append(reads, read{k, int(op.Key), initial})
		}
	}
	return reads
}

// writer returns the transaction that wrote a version, or -1 if no committed one did.
func (w *world) writer(v txn.Version) int {
	if v == txn.Initial || w.h.Versions[v].Txn == txn.Nobody {
		return -1
	}
	return w.number[w.h.Versions[v].Txn]
}

// fits reports whether lists that were read of a key, without what failed transactions appended,
// are what transactions append in the given order. Of registers nothing is shown.
func (w *world) fits(key int, order []int) bool {
	if w.h.Model == txn.Registers {
		return true
	}
	var whole []txn.Version
	for _, t := range order {
		for _, op := range w.txns[t].Ops {
			if op.Kind == txn.Append && int(op.Key) == key {
				whole = append(whole, op.Version)
			}
		}
	}
	for _, t := range w.txns {
		for _, op := range t.Ops {
			if op.Kind != txn.Read || int(op.Key) != key {
				continue
			}
			list := slices.DeleteFunc(slices.Clone(op.List), w.failed)
			if len(list) > len(whole) || !slices.Equal(list, whole[:len(list)]) {
				return false
			}
		}
	}
	return true
}

func (w *world) failed(v txn.Version) bool {
	if v == txn.Initial || w.h.Versions[v].Txn == txn.Nobody {
		return false
	}
	return w.h.Txns[w.h.Versions[v].Txn].Status == history.Fail
}
