package generate

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
)

// etcdStore is a key-value store with revisions, as package model describes etcd's operations.
type etcdStore struct {
	names     []history.Value
	revision  int64
	compacted int64
	keys      map[history.Value]etcdEntry
	leases    map[history.Value]bool
	granted   int64
}

type etcdEntry struct {
	value             history.Value
	modified, version int64
	lease             history.Value
}

func newEtcd(r *run) object {
	o := &etcdStore{revision: 1, compacted: -1, keys: map[history.Value]etcdEntry{}, leases: map[history.Value]bool{}}
	for i := range max(r.options.Keys, 1) {
		o.names = append(o.names, history.String("key"+history.Int(int64(i)).String()))
	}
	return o
}

// record makes a map with string keys from names and values in turn.
func record(fields ...any) history.Value {
	var entries []history.Entry
	for i := 0; i+1 < len(fields); i += 2 {
		e := history.Entry{}
		if name, ok := fields[i].(string); ok {
			e.Key = history.String(name)
		}
		switch v := fields[i+1].(type) {
		case history.Value:
			e.Value = v
		case int64:
			e.Value = history.Int(v)
		case bool:
			e.Value = history.Bool(v)
		case string:
			e.Value = history.String(v)
		}
		entries = append(entries, e)
	}
	return history.Map(entries...)
}

func lookup(v history.Value, name string) history.Value {
	found, _ := v.Lookup(history.String(name))
	return found
}

func number(v history.Value) int64 {
	n, _ := v.Int()
	return n
}

var (
	putWord     = history.String("put")
	deleteWord  = history.String("delete")
	rangeWord   = history.String("range")
	modWord     = history.String("mod")
	versionWord = history.String("version")
)

func (o *etcdStore) invoke(r *run, _ *client) (string, history.Value) {
	key := o.names[r.rng.IntN(len(o.names))]
	if r.happens(r.options.Reads) {
		switch r.rng.IntN(6) {
		case 0:
			return "range", record("key", key, "revision", max(o.revision-1, 1))
		case 1, 2:
			return "range", record("key", "key", "end", "kez", "limit", r.rng.Int64N(3))
		}
		return "range", record("key", key)
	}
	switch r.rng.IntN(12) {
	case 0:
		o.granted++
		return "leaseGrant", record("lease", o.granted)
	case 1:
		return "leaseRevoke", record("lease", 1+r.rng.Int64N(o.granted+1))
	case 2:
		return "compact", record("revision", o.revision)
	case 3:
		return "txn", record("then", history.List(history.List(putWord, key, text(r.value()), history.Int(1+r.rng.Int64N(o.granted+1)))))
	case 4, 5:
		return "txn", record("then", history.List(history.List(deleteWord, key)))
	case 6, 7, 8:
		condition := history.List(key, modWord, history.Int(o.keys[key].modified))
		if r.rng.IntN(3) == 0 {
			condition = history.List(key, versionWord, history.Int(1))
		}
		return "txn", record(
			"if", history.List(condition),
			"then", history.List(history.List(putWord, key, text(r.value()))),
			"else", history.List(history.List(rangeWord, record("key", key))),
		)
	}
	return "txn", record("then", history.List(history.List(putWord, key, text(r.value()))))
}

func (o *etcdStore) apply(op *history.Operation) (history.Value, result) {
	switch op.F {
	case "range":
		if at := number(lookup(op.Input, "revision")); at != 0 && at < o.compacted {
			return history.Nil, cannot
		}
		pairs, count := o.span(op.Input)
		return record("revision", o.revision, "kvs", pairs, "count", count), done
	case "txn":
		return o.transact(op.Input), done
	case "compact":
		at := number(lookup(op.Input, "revision"))
		if at <= o.compacted {
			return record("client-error", "mvcc: required revision has been compacted"), done
		}
		o.compacted = at
		return record(), done
	}
	lease := lookup(op.Input, "lease")
	if op.F == "leaseGrant" {
		o.leases[lease] = true
		return record("revision", o.revision), done
	}
	delete(o.leases, lease)
	before := len(o.keys)
	for key, e := range o.keys {
		if e.lease == lease {
			delete(o.keys, key)
		}
	}
	if len(o.keys) < before {
		o.revision++
	}
	return record("revision", o.revision), done
}

// span reads the current revision of a key, or of all keys.
func (o *etcdStore) span(request history.Value) (pairs history.Value, count int64) {
	limit, to := number(lookup(request, "limit")), lookup(request, "end")
	var found []history.Value
	for _, key := range slices.SortedFunc(slices.Values(o.names), history.Compare) {
		e, exists := o.keys[key]
		if !exists || to.IsNil() && key != lookup(request, "key") {
			continue
		}
		count++
		if limit == 0 || count <= limit {
			found = append(found, history.List(key, e.value, history.Int(e.modified), history.Int(e.version)))
		}
	}
	return history.List(found...), count
}

func (o *etcdStore) transact(request history.Value) history.Value {
	failed := false
	for _, c := range lookup(request, "if").Elems() {
		parts := c.Elems()
		e := o.keys[parts[0]]
		seen := e.modified
		if parts[1] == versionWord {
			seen = e.version
		}
		failed = failed || seen != number(parts[2])
	}
	steps := lookup(request, "then").Elems()
	if failed {
		steps = lookup(request, "else").Elems()
	}
	changed := false
	results := make([]history.Value, len(steps))
	for i, step := range steps {
		parts := step.Elems()
		results[i] = record()
		switch parts[0] {
		case rangeWord:
			pairs, count := o.span(parts[1])
			results[i] = record("kvs", pairs, "count", count)
		case putWord:
			changed = o.put(parts) || changed
		case deleteWord:
			if _, exists := o.keys[parts[1]]; exists {
				delete(o.keys, parts[1])
				results[i] = record("deleted", int64(1))
				changed = true
			}
		}
	}
	if changed {
		o.revision++
	}
	return record("revision", o.revision, "failed", failed, "results", history.List(results...))
}

func (o *etcdStore) put(parts []history.Value) bool {
	lease := history.Nil
	if len(parts) == 4 {
		lease = parts[3]
		if !o.leases[lease] {
			return false
		}
	}
	o.keys[parts[1]] = etcdEntry{parts[2], o.revision + 1, o.keys[parts[1]].version + 1, lease}
	return true
}

// changeEtcd changes the revision of a response, or empties what it found.
func changeEtcd(r *changer, op *history.Operation) (history.Value, bool) {
	entries := op.Output.Entries()
	if len(entries) == 0 {
		return history.Nil, false
	}
	e := &entries[r.rng.IntN(len(entries))]
	switch e.Value.Kind() {
	case history.KindInt:
		e.Value = history.Int(number(e.Value) - 1 + 2*r.rng.Int64N(2))
	case history.KindBool:
		failed, _ := e.Value.Bool()
		e.Value = history.Bool(!failed)
	case history.KindList:
		e.Value = history.List()
	}
	return history.Map(entries...), true
}
