package certificate

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// circular reports whether pairs of operations, of which the first has the older version by what the
// caller vouches for, lead from a version of a key back to itself, or to the initial one.
func (a *accuser) circular(ops []proof.Place) bool {
	if len(ops) == 0 || len(ops)%2 != 0 {
		return false
	}
	start, key, _ := a.accessed(ops[0])
	last := start
	for i := 0; i < len(ops); i += 2 {
		older, k, ok := a.accessed(ops[i])
		newer, same, too := a.accessed(ops[i+1])
		if !ok || !too || k != key || same != key || older != last || older == newer || older == txn.Initial || !a.follows(ops[i], ops[i+1]) {
			return false
		}
		last = newer
	}
	return last == start || last == txn.Initial
}

// follows reports whether what the caller vouches for makes the version of the second operation the newer
// one, if they have different ones.
func (a *accuser) follows(first, second proof.Place) bool {
	vouched := func(b proof.Basis) bool { return slices.Contains(a.vouched, b) }
	s, t := &a.h.Txns[first.Txn], &a.h.Txns[second.Txn]
	switch {
	case first.Txn == second.Txn:
		reads, writes := s.Ops[first.Op].Kind == txn.Read, t.Ops[second.Op].Kind != txn.Read
		return vouched(proof.ByReadBeforeWrite) && first.Op < second.Op && reads && writes
	case s.Session == t.Session && first.Txn < second.Txn && vouched(proof.BySessionOrder):
		return true
	}
	return vouched(proof.ByRealTimeOrder) && a.h.Before(first.Txn, second.Txn)
}

// accessed returns the version that an operation wrote, or read of others.
func (a *accuser) accessed(p proof.Place) (txn.Version, txn.Key, bool) {
	if op := a.op(p.Txn, p.Op); op.Kind != txn.Read {
		return op.Version, op.Key, true
	}
	r, ok := a.reads(p.Txn, p.Op)
	return r.version, r.key, ok
}
