package certificate

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// single verifies an anomaly that is no cycle.
func (a *accuser) single(f *proof.Finding) error {
	weakest, shown := isolation.ReadUncommitted, false
	switch f.Anomaly {
	case isolation.NonRepeatableRead:
		weakest, shown = isolation.ReadAtomic, a.unrepeated(f.Ops)
	case isolation.LostUpdate:
		weakest, shown = isolation.ParallelSnapshotIsolation, a.lost(f.Ops)
	case isolation.CyclicVersions:
		shown = a.circular(f.Ops)
	case isolation.IncompatibleOrder:
		shown = a.incompatible(f.Ops)
	case isolation.DirtyUpdate:
		weakest, shown = isolation.ReadCommitted, a.dirty(f.Ops)
	default:
		weakest = ruledOut(f.Anomaly)
		shown = slices.ContainsFunc(f.Ops, func(p proof.Place) bool { return a.odd(p, f.Anomaly) })
	}
	if !shown {
		return fmt.Errorf("%s: the operations do not show it", f.Anomaly)
	}
	if weakest > a.level.Base {
		return fmt.Errorf("%s: %s allows it", f.Anomaly, a.level)
	}
	return nil
}

// odd reports whether a read is anomalous by itself.
func (a *accuser) odd(p proof.Place, anomaly isolation.Anomaly) (found bool) {
	if a.committed(p.Txn) {
		a.look(p.Txn, func(read) {}, func(op int32, of isolation.Anomaly) { found = found || op == p.Op && of == anomaly })
	}
	return found
}

// unrepeated reports whether two operations of a transaction read different versions that others had
// left of one key.
func (a *accuser) unrepeated(ops []proof.Place) bool {
	if len(ops) != 2 || ops[0].Txn != ops[1].Txn {
		return false
	}
	first, ok := a.reads(ops[0].Txn, ops[0].Op)
	second, too := a.reads(ops[1].Txn, ops[1].Op)
	return ok && too && first.key == second.key && first.version != second.version
}

// lost reports whether two transactions read the same version of a key, and both wrote the key:
// whichever wrote first, the other one depends on it and precedes it.
func (a *accuser) lost(ops []proof.Place) bool {
	if len(ops) != 4 || ops[0].Txn != ops[1].Txn || ops[2].Txn != ops[3].Txn || ops[0].Txn == ops[2].Txn {
		return false
	}
	first, ok := a.reads(ops[0].Txn, ops[0].Op)
	second, too := a.reads(ops[2].Txn, ops[2].Op)
	one, other := a.op(ops[1].Txn, ops[1].Op), a.op(ops[3].Txn, ops[3].Op)
	return ok && too && first.key == second.key && first.version == second.version &&
		one.Kind != txn.Read && one.Key == first.key && other.Kind != txn.Read && other.Key == first.key
}

// incompatible reports whether two lists of a key cannot be beginnings of one list; or a list has what a
// transaction appended second, and not before it what that appended first.
func (a *accuser) incompatible(ops []proof.Place) bool {
	if len(ops) != 2 && len(ops) != 3 {
		return false
	}
	last := ops[len(ops)-1]
	list, one, other := a.list(last), a.op(ops[0].Txn, ops[0].Op), a.op(ops[1].Txn, ops[1].Op)
	key := a.op(last.Txn, last.Op).Key
	if one.Key != key || other.Key != key {
		return false
	}
	if len(ops) == 2 {
		first := a.list(ops[0])
		n := min(len(first), len(list))
		return !slices.Equal(first[:n], list[:n])
	}
	i, k := slices.Index(list, one.Version), slices.Index(list, other.Version)
	return one.Kind == txn.Append && other.Kind == txn.Append && ops[0].Txn == ops[1].Txn && ops[0].Op < ops[1].Op && k >= 0 && (i < 0 || i > k)
}

// list returns what committed transactions appended of the list that an operation read.
func (a *accuser) list(p proof.Place) []txn.Version {
	return slices.DeleteFunc(slices.Clone(a.op(p.Txn, p.Op).List), func(v txn.Version) bool { return !a.committed(a.writer(v)) })
}

// dirty reports whether a list was read in which what a committed transaction appended stands behind
// what one appended that failed.
func (a *accuser) dirty(ops []proof.Place) bool {
	if len(ops) != 3 || !a.committed(ops[2].Txn) {
		return false
	}
	list := a.op(ops[2].Txn, ops[2].Op).List
	behind := slices.IndexFunc(list, func(v txn.Version) bool {
		return a.writer(v) != txn.Nobody && a.h.Txns[a.writer(v)].Status == history.Fail
	})
	return behind >= 0 && slices.ContainsFunc(list[behind:], func(v txn.Version) bool { return a.committed(a.writer(v)) })
}
