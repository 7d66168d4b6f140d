package model

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
)

// etcdState is the current revision of a store. A step costs the logarithm of the number of keys
// for each key that it concerns; a revoked lease costs the number of keys.
type etcdState struct {
	model     *etcd
	revision  int64
	compacted int64 // the revision below which there is no history; -1 at first
	keys      *treap[etcdValue]
	leases    *treap[struct{}]
}

// etcdValue is the state of a key.
type etcdValue struct {
	value             history.Value
	modified, version int64
	lease             int64 // 0 if none
}

// The texts of the errors with which etcd refuses to compact.
const (
	errEtcdCompacted = "mvcc: required revision has been compacted"
	errEtcdFuture    = "mvcc: required revision is a future revision"
)

func (s *etcdState) Step(a Action) (State, bool) {
	request, err := s.model.request(a)
	if err != nil || a.Op != Other {
		return s, false
	}
	next, expected, possible := s.apply(request)
	if !a.Known {
		return next, true
	}
	seen, err := s.model.response(a)
	if err != nil {
		return s, false
	}
	if seen.persisted {
		return next, seen.revision == 0 || seen.revision == next.revision
	}
	matches := possible && expected.matches(seen)
	return next, matches
}

// matches compares what the model returns with what a client saw. A response without results
// stands for one whose results are all empty.
func (r *etcdResponse) matches(seen *etcdResponse) bool {
	if r.clientError != seen.clientError || r.failed != seen.failed {
		return false
	}
	if r.revision != noRevision && r.revision != seen.revision {
		return false
	}
	if r.results == nil {
		return true
	}
	if len(seen.results) == 0 {
		return !slices.ContainsFunc(r.results, func(e etcdResult) bool { return !e.equals(etcdResult{}) })
	}
	return slices.EqualFunc(r.results, seen.results, etcdResult.equals)
}

func (r etcdResult) equals(other etcdResult) bool {
	return r.count == other.count && r.deleted == other.deleted && slices.Equal(r.pairs, other.pairs)
}

// apply returns the state after a request and the response to it. The results of a response are
// nil where anything may be returned. possible is false where etcd would return an error that
// clients report as an unknown outcome.
func (s *etcdState) apply(r *etcdRequest) (next *etcdState, response *etcdResponse, possible bool) {
	switch r.verb {
	case etcdRange:
		return s.read(r)
	case etcdTxn:
		next, response = s.transact(r)
		return next, response, true
	case etcdCompact:
		next, response = s.compact(r.revision)
		return next, response, true
	case etcdLeaseGrant:
		next = s
		// A client that does not know the lease it was granted cannot use it.
		if r.lease != 0 {
			changed := *s
			changed.leases = s.leases.with(history.Int(r.lease), struct{}{})
			next = &changed
		}
	case etcdLeaseRevoke:
		next = s.revoke(r.lease)
	default:
		return s, nil, false
	}
	return next, &etcdResponse{revision: next.revision}, true
}

func (s *etcdState) read(r *etcdRequest) (*etcdState, *etcdResponse, bool) {
	switch {
	case r.revision == 0 || r.revision == s.revision:
		return s, &etcdResponse{revision: s.revision, results: []etcdResult{s.get(r.span)}}, true
	case r.revision > s.revision:
		return s, nil, false
	case r.revision < s.compacted:
		return s, &etcdResponse{clientError: errEtcdCompacted, revision: noRevision}, true
	}
	return s, &etcdResponse{revision: s.revision}, true
}

// get reads the current revision.
func (s *etcdState) get(span etcdSpan) (result etcdResult) {
	add := func(key history.Value, v etcdValue) {
		result.count++
		if span.limit > 0 && result.count > span.limit {
			return
		}
		if span.keysOnly {
			v.value = history.String("")
		}
		result.pairs = append(result.pairs, etcdPair{key, v.value, v.modified, v.version})
	}
	if span.to.IsNil() {
		if v, ok := s.keys.get(span.from); ok {
			add(span.from, v)
		}
		return result
	}
	endless := span.to == history.String("\x00")
	var walk func(t *treap[etcdValue])
	walk = func(t *treap[etcdValue]) {
		if t == nil {
			return
		}
		after := history.Compare(t.key, span.from) >= 0
		before := endless || history.Compare(t.key, span.to) < 0
		if after {
			walk(t.left)
		}
		if after && before {
			add(t.key, t.value)
		}
		if before {
			walk(t.right)
		}
	}
	walk(s.keys)
	return result
}

func (s *etcdState) transact(r *etcdRequest) (*etcdState, *etcdResponse) {
	failed := !s.satisfies(r.conditions)
	ops := r.onSuccess
	if failed {
		ops = r.onFailure
	}
	next := *s
	changed := false
	results := make([]etcdResult, len(ops))
	for i, op := range ops {
		switch op.kind {
		case Read:
			results[i] = next.get(op.span)
		case Write:
			changed = next.put(op) || changed
		default:
			if _, exists := next.keys.get(op.key); exists {
				next.keys = next.keys.without(op.key)
				results[i].deleted = 1
				changed = true
			}
		}
	}
	if changed {
		next.revision++
	}
	return &next, &etcdResponse{revision: next.revision, failed: failed, results: results}
}

func (s *etcdState) satisfies(conditions []etcdCondition) bool {
	for _, c := range conditions {
		v, _ := s.keys.get(c.key)
		if c.version > 0 && v.version != c.version || c.version == 0 && v.modified != c.modified {
			return false
		}
	}
	return true
}

// put sets a key within a transaction, unless its lease does not exist.
func (s *etcdState) put(op etcdOp) bool {
	if op.lease != 0 {
		if _, exists := s.leases.get(history.Int(op.lease)); !exists {
			return false
		}
	}
	before, _ := s.keys.get(op.key)
	s.keys = s.keys.with(op.key, etcdValue{op.value, s.revision + 1, before.version + 1, op.lease})
	return true
}

// revoke ends a lease and deletes its keys, in one revision.
func (s *etcdState) revoke(lease int64) *etcdState {
	next := *s
	next.leases = s.leases.without(history.Int(lease))
	s.keys.each(func(key history.Value, v etcdValue) {
		if v.lease == lease && lease != 0 {
			next.keys = next.keys.without(key)
			next.revision = s.revision + 1
		}
	})
	return &next
}

func (s *etcdState) compact(revision int64) (*etcdState, *etcdResponse) {
	switch {
	case revision <= s.compacted:
		return s, &etcdResponse{clientError: errEtcdCompacted, revision: noRevision}
	case revision > s.revision:
		return s, &etcdResponse{clientError: errEtcdFuture, revision: noRevision}
	}
	next := *s
	next.compacted = revision
	return &next, &etcdResponse{revision: noRevision}
}

func (s *etcdState) AppendKey(b []byte) []byte {
	b = binary.AppendVarint(binary.AppendVarint(b, s.revision), s.compacted)
	s.keys.each(func(key history.Value, v etcdValue) {
		b = v.value.AppendBinary(key.AppendBinary(append(b, 1)))
		b = binary.AppendVarint(binary.AppendVarint(b, v.modified), v.version)
		b = binary.AppendVarint(b, v.lease)
	})
	b = append(b, 0)
	s.leases.each(func(lease history.Value, _ struct{}) { b = lease.AppendBinary(b) })
	return b
}

func (s *etcdState) String() string {
	text := fmt.Sprintf("revision %d", s.revision)
	s.keys.each(func(key history.Value, v etcdValue) {
		text += fmt.Sprintf(", %s = %s (revision %d, version %d)", key, v.value, v.modified, v.version)
	})
	return text
}
