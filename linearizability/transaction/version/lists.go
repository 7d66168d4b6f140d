package version

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// lists finds the orders of elements of lists (Elle, VLDB 2020, §4.2: traceable objects). Elements that
// no committed transaction appended are left out: they are G1a or garbage reads.
type lists struct {
	execution *execution.Execution
	orders    *Orders
	longest   []reader // of each key
	findings  proof.Findings
	read      []bool // versions that stand in some list that was read
	// earlier has of each version the one that its transaction appended to the same key before it, or
	// txn.Initial.
	earlier []txn.Version
	// seen has of each version the number of the list in which it was seen last; lists is that of the
	// present one.
	seen  []int32
	lists int32
}

// reader is a read of a list: operation op of a transaction.
type reader struct {
	list    []txn.Version
	txn, op int32
}

func (l *lists) all() {
	versions := len(l.execution.History.Versions)
	l.read, l.seen = make([]bool, versions), make([]int32, versions)
	l.each(func(k txn.Key, r reader) {
		if len(r.list) > len(l.longest[k].list) {
			l.longest[k] = r
		}
	})
	l.unclean()
	for k, r := range l.longest {
		l.orders.Readers[k] = proof.Place{Txn: r.txn, Op: r.op}
		l.orders.Chains[k] = l.committed(r.list)
		l.mark(l.orders.Chains[k])
	}
	l.compare()
	l.appends()
	for k := range l.longest {
		l.programOrder(txn.Key(k))
	}
}

func (l *lists) mark(list []txn.Version) {
	for _, v := range list {
		l.read[v] = true
	}
}

// unclean looks again at keys whose longest list has elements of transactions that did not commit,
// or one twice: what counts is the longest one without those.
func (l *lists) unclean() {
	most := make([]int, len(l.longest)) // how many elements count in the longest list of an unclean key, from 1
	found := false
	for k, r := range l.longest {
		if len(l.committed(r.list)) < len(r.list) {
			most[k], found = 1, true
			l.longest[k] = reader{txn: proof.None, op: proof.None}
		}
	}
	if !found {
		return
	}
	dirty := make([]bool, len(l.longest))
	l.each(func(k txn.Key, r reader) {
		if most[k] == 0 {
			return
		}
		if n := len(l.committed(r.list)) + 1; n > most[k] {
			most[k], l.longest[k] = n, r
		}
		dirty[k] = dirty[k] || l.dirty(k, r)
	})
}

// each calls f with all lists that committed transactions have read.
func (l *lists) each(f func(k txn.Key, r reader)) {
	for _, t := range l.execution.Txns {
		ops := l.execution.History.Txns[t].Ops
		for i := range ops {
			if ops[i].Kind == txn.Read {
				f(ops[i].Key, reader{ops[i].List, t, int32(i)})
			}
		}
	}
}

// committed returns the elements of a list that committed transactions appended, each once: mostly
// the list itself.
func (l *lists) committed(list []txn.Version) []txn.Version {
	l.lists++
	for i, v := range list {
		if !l.counts(v) {
			return l.others(list[:i], list[i:])
		}
	}
	return list
}

func (l *lists) others(kept, list []txn.Version) []txn.Version {
	kept = slices.Clone(kept)
	for _, v := range list {
		if l.counts(v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// counts reports whether a committed transaction appended an element, that is seen in the present
// list for the first time.
func (l *lists) counts(v txn.Version) bool {
	if l.execution.Writer(v) == execution.None || l.seen[v] == l.lists {
		return false
	}
	l.seen[v] = l.lists
	return true
}

// compare finds lists that are not the beginning of the longest one of their key: anomaly
// incompatible order.
func (l *lists) compare() {
	h := l.execution.History
	l.each(func(k txn.Key, r reader) {
		longest := &l.longest[k]
		n := min(len(r.list), len(longest.list))
		if n == len(r.list) && slices.Equal(r.list, longest.list[:n]) || !l.differs(k, r.list) || l.findings.Full(isolation.IncompatibleOrder) {
			return
		}
		places := []proof.Place{{Txn: longest.txn, Op: longest.op}, {Txn: r.txn, Op: r.op}}
		l.findings.Addf(isolation.IncompatibleOrder, places, "%s did %s, and %s did %s: neither list is the beginning of the other",
			h.Name(longest.txn), h.FormatOp(longest.txn, longest.op), h.Name(r.txn), h.FormatOp(r.txn, r.op))
	})
}

// differs reports whether the elements of committed transactions in a list are not the beginning of
// the chain of their key. It marks them as read.
func (l *lists) differs(k txn.Key, list []txn.Version) bool {
	chain := l.orders.Chains[k]
	list = l.committed(list)
	l.mark(list)
	return len(list) > len(chain) || !slices.Equal(list, chain[:len(list)])
}

// dirty finds the first element of a committed transaction behind one of a transaction that failed:
// anomaly dirty update.
func (l *lists) dirty(k txn.Key, r reader) bool {
	h := l.execution.History
	failed := slices.IndexFunc(r.list, func(v txn.Version) bool {
		return h.Versions[v].Txn != txn.Nobody && l.execution.Writer(v) == execution.None
	})
	if failed < 0 {
		return false
	}
	for _, v := range r.list[failed:] {
		if l.execution.Writer(v) == execution.None {
			continue
		}
		under, over := h.Versions[r.list[failed]], h.Versions[v]
		places := []proof.Place{{Txn: under.Txn, Op: under.Op}, {Txn: over.Txn, Op: over.Op}, {Txn: r.txn, Op: r.op}}
		l.findings.Addf(isolation.DirtyUpdate, places, "%s appended %v to key %v behind %v of %s, which failed, as %s saw",
			h.Name(over.Txn), over.Value, h.Keys[k], under.Value, h.Name(under.Txn), h.Name(r.txn))
		return true
	}
	return false
}

// appends lists the elements of committed transactions that nobody read, and finds out what their
// transactions appended before.
func (l *lists) appends() {
	e := l.execution
	l.earlier = make([]txn.Version, len(e.History.Versions))
	last := make([]txn.Version, len(e.History.Keys))
	for k := range last {
		last[k] = txn.Initial
	}
	for _, t := range e.Txns {
		ops := e.History.Txns[t].Ops
		for i := range ops {
			op := &ops[i]
			if op.Kind == txn.Read {
				continue
			}
			l.earlier[op.Version], last[op.Key] = last[op.Key], op.Version
			if !l.read[op.Version] {
				l.orders.Rest[op.Key] = append(l.orders.Rest[op.Key], op.Version)
			}
		}
		for i := range ops {
			last[ops[i].Key] = txn.Initial
		}
	}
}

// programOrder finds the first element of a chain without what its transaction had appended before
// it: anomaly incompatible order.
func (l *lists) programOrder(k txn.Key) {
	l.lists++
	for _, v := range l.orders.Chains[k] {
		l.seen[v] = l.lists
		before := l.earlier[v]
		if before == txn.Initial || l.seen[before] == l.lists {
			continue
		}
		h, r := l.execution.History, &l.longest[k]
		first, second := h.Versions[before], h.Versions[v]
		places := []proof.Place{{Txn: first.Txn, Op: first.Op}, {Txn: second.Txn, Op: second.Op}, {Txn: r.txn, Op: r.op}}
		l.findings.Addf(isolation.IncompatibleOrder, places, "%s appended %v to key %v and then %v, and %s did %s",
			h.Name(first.Txn), first.Value, h.Keys[k], second.Value, h.Name(r.txn), h.FormatOp(r.txn, r.op))
		return
	}
}
