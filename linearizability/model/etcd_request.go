package model

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/linearizability/history"
)

// etcdRequest is one call of an etcd client.
type etcdRequest struct {
	verb       Op
	span       etcdSpan // range
	revision   int64    // range, compact
	lease      int64    // leaseGrant, leaseRevoke
	conditions []etcdCondition
	onSuccess  []etcdOp
	onFailure  []etcdOp
}

// etcdSpan is a range of keys: the key from alone if to is nil, all from it on if to is "\x00".
type etcdSpan struct {
	from, to history.Value
	limit    int64 // 0 means none
	keysOnly bool
}

// etcdCondition holds if the key has the version or, if that is 0, the revision of its last
// change. A missing key has the revision 0.
type etcdCondition struct {
	key               history.Value
	version, modified int64
}

// etcdOp is a step of a transaction.
type etcdOp struct {
	kind  Op // Read, Write or Remove
	span  etcdSpan
	key   history.Value
	value history.Value
	lease int64
}

func (r *etcdRequest) readOnly() bool {
	if r.verb == etcdRange {
		return true
	}
	if r.verb != etcdTxn {
		return false
	}
	for _, ops := range [][]etcdOp{r.onSuccess, r.onFailure} {
		for _, op := range ops {
			if op.kind != Read {
				return false
			}
		}
	}
	return true
}

// etcdResponse is what a client saw.
type etcdResponse struct {
	revision    int64 // 0 if the response has none
	clientError string
	persisted   bool
	failed      bool // the conditions of a transaction did not hold
	results     []etcdResult
}

// etcdResult is what a range, or a step of a transaction, returned.
type etcdResult struct {
	pairs   []etcdPair
	count   int64
	deleted int64
}

// etcdPair is a key with what a client sees of its state.
type etcdPair struct {
	key, value        history.Value
	modified, version int64
}

func parseEtcdRequest(verb Op, v history.Value) (*etcdRequest, error) {
	p := fields{v: v, what: "request"}
	r := &etcdRequest{verb: verb}
	switch verb {
	case etcdRange:
		r.span, r.revision = p.span(), p.int("revision")
	case etcdTxn:
		r.conditions = parseList(&p, "if", parseEtcdCondition)
		r.onSuccess = parseList(&p, "then", parseEtcdOp)
		r.onFailure = parseList(&p, "else", parseEtcdOp)
	case etcdLeaseGrant, etcdLeaseRevoke:
		r.lease = p.int("lease")
	case etcdCompact:
		r.revision = p.int("revision")
	}
	return r, p.err
}

func parseEtcdCondition(v history.Value) (c etcdCondition, err error) {
	e := v.Elems()
	if v.Kind() == history.KindList && len(e) == 3 {
		n, isInt := e[2].Int()
		target, _ := e[1].Text()
		switch {
		case isInt && target == "mod":
			return etcdCondition{key: e[0], modified: n}, nil
		case isInt && target == "version":
			return etcdCondition{key: e[0], version: n}, nil
		}
	}
	return c, fmt.Errorf(`condition %s: expected [KEY "mod" REVISION] or [KEY "version" N]`, clip(v))
}

func parseEtcdOp(v history.Value) (etcdOp, error) {
	e := v.Elems()
	name := ""
	if v.Kind() == history.KindList && len(e) > 1 {
		name, _ = e[0].Text()
	}
	switch {
	case name == "range" && len(e) == 2:
		p := fields{v: e[1], what: "range"}
		return etcdOp{kind: Read, span: p.span()}, p.err
	case name == "delete" && len(e) == 2:
		return etcdOp{kind: Remove, key: e[1]}, nil
	case name == "put" && len(e) == 3:
		return etcdOp{kind: Write, key: e[1], value: e[2]}, nil
	case name == "put" && len(e) == 4:
		if lease, isInt := e[3].Int(); isInt {
			return etcdOp{kind: Write, key: e[1], value: e[2], lease: lease}, nil
		}
	}
	return etcdOp{}, fmt.Errorf(`step %s of a transaction: expected ["range" {...}], ["put" KEY VALUE], ["put" KEY VALUE LEASE] or ["delete" KEY]`, clip(v))
}

func parseEtcdResponse(v history.Value) (*etcdResponse, error) {
	p := fields{v: v, what: "response"}
	r := &etcdResponse{
		revision: p.int("revision"), clientError: p.text("client-error"),
		persisted: p.bool("persisted"), failed: p.bool("failed"),
	}
	switch {
	case p.has("results"):
		r.results = parseList(&p, "results", parseEtcdResult)
	case p.has("kvs") || p.has("count"):
		result, err := parseEtcdResult(v)
		p.fail(err)
		r.results = []etcdResult{result}
	}
	return r, p.err
}

func parseEtcdResult(v history.Value) (etcdResult, error) {
	p := fields{v: v, what: "result"}
	r := etcdResult{pairs: parseList(&p, "kvs", parseEtcdPair), count: p.int("count"), deleted: p.int("deleted")}
	return r, p.err
}

func parseEtcdPair(v history.Value) (etcdPair, error) {
	if e := v.Elems(); v.Kind() == history.KindList && len(e) == 4 {
		modified, isInt := e[2].Int()
		version, isInt2 := e[3].Int()
		if isInt && isInt2 {
			return etcdPair{e[0], e[1], modified, version}, nil
		}
	}
	return etcdPair{}, fmt.Errorf("entry %s: expected [KEY VALUE MOD-REVISION VERSION]", clip(v))
}

// fields reads the fields of a map and keeps the first error.
type fields struct {
	v    history.Value
	what string
	err  error
}

// fail notes an error, if it is one.
func (p *fields) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// get returns a field, or nil if it is missing.
func (p *fields) get(name string) history.Value {
	if k := p.v.Kind(); k != history.KindMap && k != history.KindNil {
		p.fail(fmt.Errorf("%s: expected a map, got %s", p.what, clip(p.v)))
		return history.Nil
	}
	v, _ := field(p.v, name)
	return v
}

func (p *fields) has(name string) bool { return !p.get(name).IsNil() }

func (p *fields) int(name string) int64 {
	v := p.get(name)
	n, ok := v.Int()
	if !ok && !v.IsNil() {
		p.fail(fmt.Errorf("%s: %q is an integer, got %s", p.what, name, clip(v)))
	}
	return n
}

func (p *fields) bool(name string) bool {
	v := p.get(name)
	b, ok := v.Bool()
	if !ok && !v.IsNil() {
		p.fail(fmt.Errorf("%s: %q is true or false, got %s", p.what, name, clip(v)))
	}
	return ok && b
}

func (p *fields) text(name string) string {
	v := p.get(name)
	s, ok := v.Text()
	if !ok && !v.IsNil() {
		p.fail(fmt.Errorf("%s: %q is a string, got %s", p.what, name, clip(v)))
	}
	return s
}

func (p *fields) span() etcdSpan {
	s := etcdSpan{from: p.get("key"), to: p.get("end"), limit: p.int("limit"), keysOnly: p.bool("keys-only")}
	if s.to == history.String("") {
		s.to = history.Nil
	}
	if s.limit < 0 {
		p.fail(errors.New("range: the limit is 0 or more"))
	}
	return s
}

// parseList reads a field that is a list.
func parseList[T any](p *fields, name string, parse func(history.Value) (T, error)) []T {
	v := p.get(name)
	if v.IsNil() {
		return nil
	}
	if v.Kind() != history.KindList {
		p.fail(fmt.Errorf("%s: %q is a list, got %s", p.what, name, clip(v)))
		return nil
	}
	elems := v.Elems()
	parsed := make([]T, len(elems))
	for i, e := range elems {
		var err error
		if parsed[i], err = parse(e); err != nil {
			p.fail(err)
			return nil
		}
	}
	return parsed
}
