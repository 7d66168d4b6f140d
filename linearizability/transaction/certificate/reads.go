package certificate

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// ruledOut returns the weakest level that a read rules out by itself.
//
//   - What nobody wrote, or stands in a list twice, is in no order of versions.
//   - G1a, G1b and future reads are of what was never committed, or not yet (Adya 1999, §4.2).
//   - What a transaction does not see of itself is a matter of what transactions see.
func ruledOut(a isolation.Anomaly) isolation.Base {
	switch a {
	case isolation.GarbageRead, isolation.DuplicateElements:
		return isolation.ReadUncommitted
	case isolation.Internal:
		return isolation.MonotonicAtomicView
	}
	return isolation.ReadCommitted
}

// read is a read of what others have written.
type read struct {
	op, from int32 // from is txn.Nobody if the version is the initial one
	key      txn.Key
	version  txn.Version
}

// reader looks at what transactions have read, one transaction after the other.
type reader struct {
	h *txn.History
	// final says of a version that it is the last of its key that its transaction wrote.
	final []bool
	// own has what the transaction has written to each key so far: of a register, its last value. It is
	// valid if it is of the present turn: what happened to the key before is of other transactions.
	own  [][]txn.Version
	of   []int
	turn int
	// met has the number of the last list in which a version was met.
	met  []int32
	list int32
	one  [1]txn.Version
}

func newReader(h *txn.History) *reader {
	r := &reader{
		h: h, final: make([]bool, len(h.Versions)), met: make([]int32, len(h.Versions)),
		own: make([][]txn.Version, len(h.Keys)), of: make([]int, len(h.Keys)),
	}
	last := make([]int32, len(h.Keys)) // of each key, the last transaction met that wrote it, and one
	for t := range h.Txns {
		ops := h.Txns[t].Ops
		for k := len(ops) - 1; k >= 0; k-- {
			if op := &ops[k]; op.Kind != txn.Read && last[op.Key] != int32(t)+1 {
				last[op.Key] = int32(t) + 1
				r.final[op.Version] = r.final[op.Version] || h.Versions[op.Version].Txn == int32(t)
			}
		}
	}
	return r
}

// writer returns the transaction that wrote a version, or txn.Nobody.
func (r *reader) writer(v txn.Version) int32 {
	if v == txn.Initial {
		return txn.Nobody
	}
	return r.h.Versions[v].Txn
}

// look calls seen for what transaction t read of others, and odd for what is wrong with its reads
// whatever the others did.
func (r *reader) look(t int32, seen func(read), odd func(op int32, a isolation.Anomaly)) {
	r.turn++
	for k := range r.h.Txns[t].Ops {
		op := &r.h.Txns[t].Ops[k]
		switch own := r.written(op.Key); op.Kind {
		case txn.Write:
			r.own[op.Key] = append(own[:0], op.Version)
		case txn.Append:
			r.own[op.Key] = append(own, op.Version)
		case txn.Read:
			versions := r.versions(op)
			r.judge(t, int32(k), versions, own, odd)
			r.external(t, int32(k), versions, seen, odd)
		}
	}
}

// written returns what the transaction whose turn it is has written to a key so far.
func (r *reader) written(k txn.Key) []txn.Version {
	if r.of[k] != r.turn {
		r.of[k], r.own[k] = r.turn, r.own[k][:0]
	}
	return r.own[k]
}

// versions returns all that a read saw: none, if it is the initial version.
func (r *reader) versions(op *txn.Op) []txn.Version {
	if r.h.Model == txn.Lists || op.Version == txn.Initial {
		return op.List
	}
	r.one[0] = op.Version
	return r.one[:]
}

// judge looks at what operation k of t has read, having written its own versions: they must be at the
// end, and nowhere else.
func (r *reader) judge(t, k int32, versions, own []txn.Version, odd func(int32, isolation.Anomaly)) {
	r.list++
	n := len(versions) - len(own)
	for i, v := range versions {
		if v != txn.Initial {
			if r.met[v] == r.list {
				odd(k, isolation.DuplicateElements)
			}
			r.met[v] = r.list
		}
		switch w := r.writer(v); {
		case w == txn.Nobody:
			odd(k, isolation.GarbageRead)
		case w == t && r.h.Versions[v].Op > k:
			odd(k, isolation.FutureRead)
		case w == t && i < n:
			odd(k, isolation.Internal)
		case !r.h.Txns[w].Committed:
			odd(k, isolation.G1a)
		}
	}
	if len(own) > 0 && (n < 0 || !slices.Equal(versions[n:], own)) {
		odd(k, isolation.Internal)
	}
}

// external finds out what of others operation k of t has read. The end of a list can be its own.
func (r *reader) external(t, k int32, versions []txn.Version, seen func(read), odd func(int32, isolation.Anomaly)) {
	n := len(versions)
	for n > 0 && r.writer(versions[n-1]) == t {
		n--
	}
	from := read{op: k, from: txn.Nobody, key: r.h.Txns[t].Ops[k].Key, version: txn.Initial}
	if n == 0 && len(versions) > 0 && r.h.Model == txn.Registers {
		return
	}
	if n > 0 {
		from.version = versions[n-1]
		from.from = r.writer(from.version)
		if from.from == txn.Nobody || !r.h.Txns[from.from].Committed {
			return
		}
		if !r.final[from.version] {
			odd(k, isolation.G1b)
		}
	}
	seen(from)
}
