package model

import (
	"fmt"
	"math"
	"sync"

	"github.com/tenet-go/tenet/linearizability/history"
)

// etcd is the part of etcd that its robustness tests record: ranges, transactions of puts and
// deletes under conditions on revisions and versions, leases, and compaction.
//
// Operations hold maps with string keys. Fields that are zero or empty may be left out.
//
//	range        {"key" K, "end" E, "limit" N, "keys-only" BOOLEAN, "revision" R}
//	             -> {"revision" R, "kvs" [[K V MOD-REVISION VERSION] ...], "count" N}
//	txn          {"if" [[K "mod" R] [K "version" N] ...], "then" [OP ...], "else" [OP ...]}
//	             -> {"revision" R, "failed" BOOLEAN, "results" [{...} ...]}
//	             OP is ["range" {...}], ["put" K V], ["put" K V LEASE] or ["delete" K]; the results
//	             hold "kvs" and "count" of a range, or the number "deleted"
//	leaseGrant   {"lease" ID}  -> {"revision" R}
//	leaseRevoke  {"lease" ID}  -> {"revision" R}
//	compact      {"revision" R}  -> {}
//	defragment   anything  -> anything; it is no operation on the data
//
// Keys are strings; values are strings or, for long ones, integer hashes of them. Any operation may return {"client-error" TEXT}, which compact does where it is refused, or
// {"persisted" true} with or without a "revision": the response was lost, but the operation is
// known to have taken effect. What was read at an old revision is not judged, since the model
// keeps no old revisions; that the response names the current revision is.
type etcd struct {
	requests  memo[*etcdRequest]
	responses memo[*etcdResponse]
}

const etcdExpects = "range, txn, leaseGrant, leaseRevoke, compact or defragment"

// Codes of etcd's actions.
const (
	etcdRange Op = iota + 1
	etcdTxn
	etcdLeaseGrant
	etcdLeaseRevoke
	etcdCompact
	etcdDefragment
)

// etcdNames are the names of the functions in etcd's own records.
var etcdNames = [...]string{"", "range", "txn", "leaseGrant", "leaseRevoke", "compact", "defragment"}

var etcdVerbs = verbs{
	"range": etcdRange, "txn": etcdTxn, "lease-grant": etcdLeaseGrant, "lease-revoke": etcdLeaseRevoke,
	"leaseGrant": etcdLeaseGrant, "leaseRevoke": etcdLeaseRevoke,
	"compact": etcdCompact, "defragment": etcdDefragment,
}

func newEtcd(Options) Model { return &etcd{} }

func (m *etcd) Name() string { return "etcd" }

// Init returns an empty store, whose revision is 1 in etcd. Revision 0 can be compacted, once.
func (m *etcd) Init() State { return &etcdState{model: m, revision: 1, compacted: -1} }

func (m *etcd) Shape() Shape { return Opaque }

func (m *etcd) Decode(op *history.Operation) (Action, error) {
	verb, err := etcdVerbs.find(op.F, etcdExpects)
	if err != nil || verb == etcdDefragment || op.Status == history.Fail {
		return Action{}, err
	}
	a := Action{Op: Other, Code: uint8(verb), Known: op.Status == history.OK, A: op.Input}
	request, err := m.request(a)
	if err != nil {
		return Action{}, err
	}
	a.ReadOnly = request.readOnly()
	if !a.Known {
		if a.ReadOnly {
			return Action{}, nil
		}
		return a, nil
	}
	a.B = op.Output
	_, err = m.response(a)
	return a, err
}

// request returns what an action asks for.
func (m *etcd) request(a Action) (*etcdRequest, error) {
	// What a value means depends on the function it is passed to.
	return m.requests.get(etcdKey{a.A, a.Code}, func() (*etcdRequest, error) { return parseEtcdRequest(Op(a.Code), a.A) })
}

func (m *etcd) response(a Action) (*etcdResponse, error) {
	return m.responses.get(etcdKey{a.B, 0}, func() (*etcdResponse, error) { return parseEtcdResponse(a.B) })
}

func (m *etcd) Describe(a Action) string {
	if a.Op != Other || int(a.Code) >= len(etcdNames) {
		return "nothing"
	}
	name := etcdNames[a.Code]
	if !a.Known {
		return name + " " + clip(a.A)
	}
	return fmt.Sprintf("%s %s -> %s", name, clip(a.A), clip(a.B))
}

type etcdKey struct {
	value history.Value
	code  uint8
}

// memo keeps the results of a pure function, so that Step need not parse anything twice.
type memo[T any] struct {
	mu    sync.RWMutex
	known map[etcdKey]T
}

func (c *memo[T]) get(key etcdKey, parse func() (T, error)) (T, error) {
	c.mu.RLock()
	found, ok := c.known[key]
	c.mu.RUnlock()
	if ok {
		return found, nil
	}
	parsed, err := parse()
	if err != nil {
		return parsed, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil {
		c.known = map[etcdKey]T{}
	}
	c.known[key] = parsed
	return parsed, nil
}

// noRevision marks responses whose revision says nothing about the order of operations.
const noRevision = math.MinInt64
