package oracle

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// weakestRuledOut returns the weakest base that the reads rule out, each looked at alone; one more
// than the last if they rule out none. Levels that are executed literally need no such rules.
//
//   - A value from nowhere, or twice in one list, has no place in any order of versions: all levels
//     (Elle's PL-1).
//   - Reads of what was aborted, of what its writer replaced, and of what the reader is to write
//     later are dirty: read committed (Adya's G1).
//   - What a transaction has written it reads back: monotonic atomic view, as it is the weakest level
//     that speaks of what a transaction sees (Cerone et al., CONCUR 2015, axiom INT).
func (w *world) weakestRuledOut() isolation.Base {
	weakest := isolation.Serializable + 1
	for t := range w.txns {
		for k, op := range w.txns[t].Ops {
			if op.Kind != txn.Read {
				continue
			}
			switch {
			case w.garbage(op):
				return isolation.ReadUncommitted
			case w.dirty(t, k):
				weakest = min(weakest, isolation.ReadCommitted)
			case w.mismatch(t, k):
				weakest = min(weakest, isolation.MonotonicAtomicView)
			}
		}
	}
	return weakest
}

// versions returns the versions that a read has seen, but for the initial one.
func versions(op txn.Op) []txn.Version {
	if op.List != nil || op.Version == txn.Initial {
		return op.List
	}
	return []txn.Version{op.Version}
}

func (w *world) garbage(op txn.Op) bool {
	seen := versions(op)
	for i, v := range seen {
		if v == txn.Initial || w.h.Versions[v].Txn == txn.Nobody || slices.Contains(seen[:i], v) {
			return true
		}
	}
	return false
}

// dirty reports whether operation k of t read what failed, or of t's future, or what it read last of
// another transaction was not the last that that one wrote.
func (w *world) dirty(t, k int) bool {
	op := w.txns[t].Ops[k]
	for _, v := range versions(op) {
		if from := w.writer(v); from < 0 || from == t && int(w.h.Versions[v].Op) > k {
			return true
		}
	}
	for _, r := range w.reads[t] {
		if r.op != k || r.from == initial {
			continue
		}
		var left txn.Version
		for _, other := range w.txns[r.from].Ops {
			if other.Kind != txn.Read && other.Key == op.Key {
				left = other.Version
			}
		}
		if !slices.Contains(versions(op), left) {
			return true
		}
	}
	return false
}

// mismatch reports whether operation k of t did not read what t had written.
func (w *world) mismatch(t, k int) bool {
	op := w.txns[t].Ops[k]
	var own []txn.Version
	for _, earlier := range w.txns[t].Ops[:k] {
		if earlier.Kind != txn.Read && earlier.Key == op.Key {
			own = append(own, earlier.Version)
		}
	}
	if len(own) == 0 {
		return false
	}
	if w.h.Model == txn.Registers {
		return op.Version != own[len(own)-1]
	}
	n := len(op.List) - len(own)
	return n < 0 || !slices.Equal(op.List[n:], own)
}
