package model

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
)

// access is one step of a transaction: it reads a value of a register, or writes one.
type access struct {
	write           bool
	register, value history.Value
}

var (
	transactionVerbs = verbs{"txn": Other, "transaction": Other, "read": Read, "r": Read, "write": Write, "w": Write}
	accessVerbs      = verbs{"read": Read, "r": Read, "get": Read, "write": Write, "w": Write, "put": Write}
)

// decodeAccesses returns the accesses of an operation in order: of an ok one what it did, else
// what it was to do, with reads of nil.
func decodeAccesses(op *history.Operation) ([]access, error) {
	verb, err := transactionVerbs.find(op.F, "txn, read or write")
	switch {
	case err != nil:
		return nil, err
	case verb == Read && op.Status == history.OK:
		return mapAccesses(op.F+" returns", op.Output, false)
	case verb == Read:
		return nil, nil
	case verb == Write:
		return mapAccesses(op.F+" takes", op.Input, true)
	}
	asked, err := parseTransaction(op.Input)
	if err != nil || op.Status != history.OK {
		return asked, err
	}
	return completed(op, asked)
}

// completed returns what an ok transaction did, which must be what it was asked.
func completed(op *history.Operation, asked []access) ([]access, error) {
	done, err := parseTransaction(op.Output)
	if err != nil {
		return nil, fmt.Errorf("result of a transaction: %w", err)
	}
	if len(done) != len(asked) {
		return nil, fmt.Errorf("the transaction has %d micro-operations and its result %d", len(asked), len(done))
	}
	for i, d := range done {
		a := asked[i]
		if d.write != a.write || d.register != a.register || d.write && d.value != a.value {
			return nil, fmt.Errorf("the transaction %s has the result %s: expected the same micro-operations, with what they read", clip(op.Input), clip(op.Output))
		}
	}
	return done, nil
}

// mapAccesses reads a map from registers to values.
func mapAccesses(what string, v history.Value, write bool) ([]access, error) {
	if v.Kind() != history.KindMap {
		return nil, fmt.Errorf("%s a map of registers to values, got %s", what, clip(v))
	}
	var accesses []access
	for _, e := range v.Entries() {
		accesses = append(accesses, access{write, e.Key, e.Value})
	}
	return accesses, nil
}

// parseTransaction reads [[:read k v] [:write k v] ...].
func parseTransaction(v history.Value) ([]access, error) {
	if v.Kind() != history.KindList {
		return nil, fmt.Errorf("txn takes a list of [:read k v] and [:write k v], got %s", clip(v))
	}
	micro := v.Elems()
	accesses := make([]access, len(micro))
	for i, m := range micro {
		e := m.Elems()
		if m.Kind() != history.KindList || len(e) != 3 {
			return nil, fmt.Errorf("micro-operation %s: expected [:read k v] or [:write k v]", clip(m))
		}
		f, _ := e[0].Text()
		verb, err := accessVerbs.find(f, ":read or :write")
		if err != nil {
			return nil, fmt.Errorf("micro-operation %s: expected [:read k v] or [:write k v]", clip(m))
		}
		accesses[i] = access{verb == Write, e[1], e[2]}
	}
	return accesses, nil
}

// effect is a transaction seen as a whole: what it finds in registers before it begins, and what
// it leaves in those that it writes.
type effect struct {
	reads, writes []history.Entry
	// impossible is true if it contradicts itself: it did not read what it had written or read.
	impossible bool
}

// effectOf sums up accesses. If the outcome is unknown, what they read is too.
func effectOf(accesses []access, known bool) (e effect) {
	for _, a := range accesses {
		if a.write {
			e.writes = put(e.writes, a.register, a.value)
			continue
		}
		if !known {
			continue
		}
		if own, wrote := get(e.writes, a.register); wrote {
			e.impossible = e.impossible || own != a.value
		} else if earlier, read := get(e.reads, a.register); read {
			e.impossible = e.impossible || earlier != a.value
		} else {
			e.reads = append(e.reads, history.Entry{Key: a.register, Value: a.value})
		}
	}
	return e
}

func get(entries []history.Entry, key history.Value) (history.Value, bool) {
	for _, e := range entries {
		if e.Key == key {
			return e.Value, true
		}
	}
	return history.Nil, false
}

func put(entries []history.Entry, key, value history.Value) []history.Entry {
	for i := range entries {
		if entries[i].Key == key {
			entries[i].Value = value
			return entries
		}
	}
	return append(entries, history.Entry{Key: key, Value: value})
}

// flatten writes entries as one list of keys and values.
func flatten(entries []history.Entry) history.Value {
	if len(entries) == 0 {
		return history.Nil
	}
	flat := make([]history.Value, 0, 2*len(entries))
	for _, e := range entries {
		flat = append(flat, e.Key, e.Value)
	}
	return history.List(flat...)
}
