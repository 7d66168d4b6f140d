package format

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/format/internal/json"
	"github.com/tenet-go/tenet/linearizability/format/internal/scan"
	"github.com/tenet-go/tenet/linearizability/history"
)

// readEtcd reads the operations.json of one client of etcd's robustness tests: a stream of JSON
// objects with ClientId, Input, Call, Output and Return. Operations come out in the form that
// model etcd takes. Call and Return are readings of a clock in nanoseconds.
//
// A response that is an error leaves the outcome of a request open, except that a read has no
// effect either way: it counts as failed. A request known to be persisted, whose response never
// came, returns after all others.
func readEtcd(ctx context.Context, r io.Reader, name string) (*history.History, error) {
	e := etcdReader{}
	if err := e.read(ctx, r, name); err != nil {
		return nil, err
	}
	return e.history(name)
}

// readEtcdDir reads the report of a robustness test: all client-*/operations.json of a directory
// as one history. Its operations have no lines, since these would be of different files.
func readEtcdDir(ctx context.Context, dir string) (*history.History, error) {
	paths, err := filepath.Glob(filepath.Join(escapeGlob(dir), "client-*", "operations.json"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fail(dir, 0, "expected a report of etcd's robustness tests, with client-*/operations.json, or a "+dbcopFile+" of DBCop")
	}
	var e etcdReader
	for _, path := range paths {
		if err := e.readFile(ctx, path); err != nil {
			return nil, err
		}
	}
	h, err := e.history(dir)
	if err != nil {
		return nil, err
	}
	if len(paths) == 1 {
		h.Name = paths[0]
		return h, nil
	}
	for i := range h.Operations {
		h.Operations[i].CallLine, h.Operations[i].ReturnLine = 0, 0
	}
	return h, nil
}

// escapeGlob lets a path stand for itself in a pattern.
func escapeGlob(path string) string {
	if filepath.Separator == '\\' {
		return path // where patterns have no escapes
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// etcdReader gathers the operations of one or more files.
type etcdReader struct {
	ops   []history.Operation
	files []string // of each operation
}

func (e *etcdReader) readFile(ctx context.Context, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // it was only read
	return e.read(ctx, file, path)
}

func (e *etcdReader) read(ctx context.Context, r io.Reader, name string) error {
	d := json.NewDecoder(r, scan.Limits{})
	for {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		line, err := d.NextLine()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var v history.Value
		if err == nil {
			v, err = d.Decode()
		}
		if err != nil {
			return explain(name, err)
		}
		op, err := etcdOperation(v)
		if err != nil {
			return fail(name, line, err.Error())
		}
		op.CallLine, op.ReturnLine = int32(line), int32(line)
		e.ops, e.files = append(e.ops, op), append(e.files, name)
	}
}

// history orders the operations. Those of one client must not overlap.
func (e *etcdReader) history(name string) (*history.History, error) {
	order := make([]int, len(e.ops))
	latest := int64(0)
	for i := range order {
		order[i] = i
		latest = max(latest, e.ops[i].Call)
		if e.ops[i].ReturnTime != history.NoTime {
			latest = max(latest, e.ops[i].ReturnTime)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(e.ops[a].Call, e.ops[b].Call) })
	h := &history.History{Name: name, Operations: make([]history.Operation, 0, len(order))}
	last := map[int64]int{}
	for _, i := range order {
		op := e.ops[i]
		if before, any := last[op.Process]; any && e.ops[before].ReturnTime >= op.Call {
			return nil, fail(e.files[i], int(op.CallLine), fmt.Sprintf("client %d calls %s at %d, before its operation of %s:%d returned: expected one operation at a time",
				op.Process, op.F, op.Call, e.files[before], e.ops[before].CallLine))
		}
		last[op.Process] = i
		if op.Return == history.Never && op.Status == history.OK {
			op.Return = latest + 1
		}
		h.Operations = append(h.Operations, op)
	}
	return h, nil
}

// etcdOperation translates one object of operations.json.
func etcdOperation(v history.Value) (history.Operation, error) {
	o := etcdObject{value: v}
	op := history.Operation{
		Process: o.integer("ClientId"), Call: o.integer("Call"), Return: o.integer("Return"),
	}
	op.CallTime, op.ReturnTime = op.Call, op.Return
	if op.Return == math.MaxInt64 {
		op.ReturnTime = history.NoTime
	}
	for _, name := range []string{"ClientId", "Call", "Return", "Input", "Output"} {
		if !o.has(name) {
			return op, fmt.Errorf("operation without %s: expected ClientId, Input, Call, Output and Return", name)
		}
	}
	if o.err == nil && op.Return < op.Call {
		return op, fmt.Errorf("the operation returns at %d, before its call at %d", op.Return, op.Call)
	}
	request, response := o.object("Input"), o.object("Output")
	var reads bool
	op.F, op.Input, reads = request.request()
	switch {
	case response.text("Error") == "":
		op.Status, op.Output = history.OK, response.response(op.F)
	case reads:
		op.Status = history.Fail
	default:
		op.Return = history.Never
	}
	return op, errors.Join(o.err, request.err, response.err)
}

// request translates an EtcdRequest. It reports whether the request can only read.
func (o *etcdObject) request() (f string, input history.Value, reads bool) {
	f = o.text("Type")
	switch f {
	case "range":
		r := o.object("Range")
		input, reads = r.span("Revision", "revision"), true
		o.fail(r.err)
	case "txn":
		r := o.object("Txn")
		then, reads1 := r.steps("OperationsOnSuccess")
		otherwise, reads2 := r.steps("OperationsOnFailure")
		input, reads = object(entry("if", r.each("Conditions", (*etcdObject).condition)), entry("then", then), entry("else", otherwise)), reads1 && reads2
		o.fail(r.err)
	case "leaseGrant", "leaseRevoke":
		r := o.object(strings.ToUpper(f[:1]) + f[1:])
		input = object(entry("lease", history.Int(r.integer("LeaseID"))))
		o.fail(r.err)
	case "compact":
		r := o.object("Compact")
		input = object(entry("revision", history.Int(r.integer("Revision"))))
		o.fail(r.err)
	case "defragment":
	default:
		o.fail(fmt.Errorf("the request's Type is %q: expected range, txn, leaseGrant, leaseRevoke, compact or defragment", f))
	}
	return f, input, reads
}

// span translates RangeOptions, and one more integer field if it is named.
func (o *etcdObject) span(field, name string) history.Value {
	entries := []history.Entry{entry("key", o.str("Start"))}
	if end := o.str("End"); end != history.String("") {
		entries = append(entries, entry("end", end))
	}
	if limit := o.integer("Limit"); limit != 0 {
		entries = append(entries, entry("limit", history.Int(limit)))
	}
	if o.boolean("KeysOnly") {
		entries = append(entries, entry("keys-only", history.Bool(true)))
	}
	if field != "" && o.integer(field) != 0 {
		entries = append(entries, entry(name, history.Int(o.integer(field))))
	}
	return object(entries...)
}

func (o *etcdObject) condition() history.Value {
	if version := o.integer("ExpectedVersion"); version > 0 {
		return history.List(o.str("Key"), history.String("version"), history.Int(version))
	}
	return history.List(o.str("Key"), history.String("mod"), history.Int(o.integer("ExpectedRevision")))
}

// steps translates the operations of a transaction.
func (o *etcdObject) steps(field string) (list history.Value, reads bool) {
	reads = true
	list = o.each(field, func(step *etcdObject) history.Value {
		kind := step.text("Type")
		reads = reads && kind == "range-operation"
		return step.step(kind)
	})
	return list, reads
}

func (o *etcdObject) step(kind string) (step history.Value) {
	var part etcdObject
	switch kind {
	case "range-operation":
		part = o.object("Range")
		step = history.List(history.String("range"), part.span("", ""))
	case "put-operation":
		part = o.object("Put")
		words := []history.Value{history.String("put"), part.str("Key"), part.content("Value")}
		if lease := part.integer("LeaseID"); lease != 0 {
			words = append(words, history.Int(lease))
		}
		step = history.List(words...)
	case "delete-operation":
		part = o.object("Delete")
		step = history.List(history.String("delete"), part.str("Key"))
	default:
		o.fail(fmt.Errorf("a transaction's operation has the Type %q: expected range-operation, put-operation or delete-operation", kind))
	}
	o.fail(part.err)
	return step
}

// response translates a MaybeEtcdResponse that is no error to a request of the given type.
func (o *etcdObject) response(f string) history.Value {
	if o.boolean("Persisted") {
		entries := []history.Entry{entry("persisted", history.Bool(true))}
		if revision := o.integer("PersistedRevision"); revision != 0 {
			entries = append(entries, entry("revision", history.Int(revision)))
		}
		return object(entries...)
	}
	if refused := o.text("ClientError"); refused != "" {
		return object(entry("client-error", history.String(refused)))
	}
	var entries []history.Entry
	// The revision is negative where it says nothing.
	if revision := o.integer("Revision"); revision >= 0 {
		entries = append(entries, entry("revision", history.Int(revision)))
	}
	if f == "" {
		return history.Nil
	}
	field := strings.ToUpper(f[:1]) + f[1:]
	if !o.has(field) {
		o.fail(fmt.Errorf("the response to a %s has no %s, ClientError, Persisted or Error", f, field))
		return history.Nil
	}
	part := o.object(field)
	switch f {
	case "range":
		entries = append(entries, part.found()...)
	case "txn":
		if part.boolean("Failure") {
			entries = append(entries, entry("failed", history.Bool(true)))
		}
		entries = append(entries, entry("results", part.each("Results", (*etcdObject).result)))
	}
	o.fail(part.err)
	return object(entries...)
}

func (o *etcdObject) result() history.Value {
	entries := o.found()
	if deleted := o.integer("Deleted"); deleted != 0 {
		entries = append(entries, entry("deleted", history.Int(deleted)))
	}
	return object(entries...)
}

// found translates a RangeResponse; an empty one has no fields.
func (o *etcdObject) found() (entries []history.Entry) {
	pairs := o.each("KVs", func(kv *etcdObject) history.Value {
		return history.List(kv.str("Key"), kv.content("Value"), history.Int(kv.integer("ModRevision")), history.Int(kv.integer("Version")))
	})
	if pairs.Len() > 0 {
		entries = append(entries, entry("kvs", pairs))
	}
	if count := o.integer("Count"); count != 0 {
		entries = append(entries, entry("count", history.Int(count)))
	}
	return entries
}

// etcdObject is a JSON object; it keeps the first error. Missing fields are zero, as in Go.
type etcdObject struct {
	value history.Value
	err   error
}

func (o *etcdObject) fail(err error) {
	if o.err == nil {
		o.err = err
	}
}

func (o *etcdObject) field(name string) history.Value {
	v, _ := o.value.Lookup(history.String(name))
	return v
}

func (o *etcdObject) has(name string) bool { return !o.field(name).IsNil() }

// expect notes an error if a field is there but is not of its type.
func (o *etcdObject) expect(name, kind string, ok bool) {
	if !ok && o.has(name) {
		o.fail(fmt.Errorf("%s: expected %s, got %s", name, kind, o.field(name).Kind()))
	}
}

func (o *etcdObject) integer(name string) int64 {
	n, ok := o.field(name).Int()
	o.expect(name, "an integer of 64 bits", ok)
	return n
}

func (o *etcdObject) boolean(name string) bool {
	b, ok := o.field(name).Bool()
	o.expect(name, "a boolean", ok)
	return ok && b
}

func (o *etcdObject) text(name string) string {
	s, ok := o.field(name).Text()
	o.expect(name, "a string", ok && o.field(name).Kind() == history.KindString)
	return s
}

func (o *etcdObject) str(name string) history.Value { return history.String(o.text(name)) }

func (o *etcdObject) object(name string) etcdObject {
	v := o.field(name)
	o.expect(name, "an object", v.Kind() == history.KindMap)
	return etcdObject{value: v}
}

// each translates the objects of an array.
func (o *etcdObject) each(name string, translate func(*etcdObject) history.Value) history.Value {
	o.expect(name, "an array", o.field(name).Kind() == history.KindList)
	elems := o.field(name).Elems()
	for i, e := range elems {
		part := etcdObject{value: e}
		if e.Kind() != history.KindMap {
			o.fail(fmt.Errorf("%s: expected objects, got %s", name, e.Kind()))
		}
		elems[i] = translate(&part)
		o.fail(part.err)
	}
	return history.List(elems...)
}

// content translates a ValueOrHash. The tests record long values by their hash, except in
// transactions, where the same hash is taken here.
func (o *etcdObject) content(name string) history.Value {
	const longest = 19
	v := o.object(name)
	defer func() { o.fail(v.err) }()
	if hash := v.integer("Hash"); hash != 0 {
		return history.Int(hash)
	}
	text := v.text("Value")
	if len(text) <= longest {
		return history.String(text)
	}
	h := fnv.New32a()
	_, _ = io.WriteString(h, text) // never fails
	return history.Int(int64(h.Sum32()))
}

func entry(name string, v history.Value) history.Entry {
	return history.Entry{Key: history.String(name), Value: v}
}

func object(entries ...history.Entry) history.Value { return history.Map(entries...) }
