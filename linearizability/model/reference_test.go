package model_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/linearizability/history"
)

// reference is a naive implementation of an object: it copies everything and shares nothing with
// the models. A step of unknown outcome accepts any result.
type reference interface {
	step(op *history.Operation) (reference, bool)
	// key tells states apart.
	key() string
}

var references = map[string]reference{
	"register":       cellRef{},
	"cas-register":   cellRef{},
	"kv":             cellRef{},
	"multi-register": mapRef{},
	"mutex":          lockRef{},
	"fenced-mutex":   lockRef{fenced: true},
	"semaphore":      permitsRef{},
	"counter":        sumRef{},
	"set":            bagRef{kind: "set"},
	"queue":          bagRef{kind: "queue"},
	"stack":          bagRef{kind: "stack"},
	"priority-queue": bagRef{kind: "priority-queue"},
	"list":           bagRef{kind: "list"},
}

type cellRef struct{ value history.Value }

func (r cellRef) key() string { return fmt.Sprint(r.value) }

func (r cellRef) step(op *history.Operation) (reference, bool) {
	known := op.Status == history.OK
	switch op.F {
	case "read", "get":
		return r, !known || op.Output == r.value
	case "write", "put":
		return cellRef{op.Input}, true
	case "delete":
		return cellRef{}, true
	case "append":
		text, isText := r.value.Text()
		if !isText && !r.value.IsNil() {
			return r, !known
		}
		more, _ := op.Input.Text()
		return cellRef{history.String(text + more)}, true
	}
	swap := op.Input.Elems()
	if r.value != swap[0] {
		return r, !known
	}
	return cellRef{swap[1]}, true
}

// mapRef holds registers; those that are nil are left out.
type mapRef map[history.Value]history.Value

func (r mapRef) key() string { return fmt.Sprint(map[history.Value]history.Value(r)) }

func (r mapRef) step(op *history.Operation) (reference, bool) {
	next := mapRef{}
	for k, v := range r {
		next[k] = v
	}
	steps := op.Input
	if op.Status == history.OK {
		steps = op.Output
	}
	for _, step := range steps.Elems() {
		e := step.Elems()
		switch f, _ := e[0].Text(); {
		case f == "w" && e[2].IsNil():
			delete(next, e[1])
		case f == "w":
			next[e[1]] = e[2]
		case op.Status == history.OK && next[e[1]] != e[2]:
			return r, false
		}
	}
	return next, true
}

type lockRef struct {
	fenced bool
	held   bool
	holder int64
	tokens []int64
}

func (r lockRef) key() string {
	last := "none"
	if n := len(r.tokens); n > 0 {
		last = fmt.Sprint(r.tokens[n-1])
	}
	return fmt.Sprint(r.held, r.holder, last)
}

func (r lockRef) step(op *history.Operation) (reference, bool) {
	known := op.Status == history.OK
	next := r
	if op.F == "release" {
		if !r.held || r.holder != op.Process {
			return r, !known
		}
		next.held, next.holder = false, 0
		return next, true
	}
	if r.held {
		return r, !known
	}
	next.held, next.holder = true, op.Process
	if !r.fenced {
		return next, true
	}
	token, told := op.Output.Int()
	n := len(r.tokens)
	switch {
	case known && told && n > 0 && token <= r.tokens[n-1]:
		return r, false
	case known && told:
		next.tokens = append(slices.Clone(r.tokens), token)
	case n > 0:
		next.tokens = append(slices.Clone(r.tokens), r.tokens[n-1]+1)
	}
	return next, true
}

// permitsRef counts taken permits, of two.
type permitsRef struct{ taken int64 }

func (r permitsRef) key() string { return fmt.Sprint(r.taken) }

func (r permitsRef) step(op *history.Operation) (reference, bool) {
	n, _ := op.Input.Int()
	if op.F == "release" {
		n = -n
	}
	if r.taken+n < 0 || r.taken+n > 2 {
		return r, op.Status != history.OK
	}
	return permitsRef{r.taken + n}, true
}

type sumRef struct{ n int64 }

func (r sumRef) key() string { return fmt.Sprint(r.n) }

func (r sumRef) step(op *history.Operation) (reference, bool) {
	switch n, _ := op.Input.Int(); op.F {
	case "read":
		return r, op.Status != history.OK || op.Output == history.Int(r.n)
	case "dec":
		return sumRef{r.n - n}, true
	default:
		return sumRef{r.n + n}, true
	}
}

// bagRef holds values in order of their insertion.
type bagRef struct {
	kind   string
	values []history.Value
}

func (r bagRef) key() string {
	values := slices.Clone(r.values)
	if r.kind == "set" || r.kind == "priority-queue" {
		slices.SortFunc(values, history.Compare)
	}
	return history.List(values...).String()
}

func (r bagRef) step(op *history.Operation) (reference, bool) {
	known := op.Status == history.OK
	if r.kind == "set" {
		return r.stepSet(op, known)
	}
	switch op.F {
	case "append", "enqueue", "push", "insert":
		return bagRef{r.kind, append(slices.Clone(r.values), op.Input)}, true
	case "read":
		return r, !known || op.Output == history.List(r.values...)
	}
	if len(r.values) == 0 {
		return r, !known || op.Output.IsNil()
	}
	at := 0
	switch r.kind {
	case "stack":
		at = len(r.values) - 1
	case "priority-queue":
		at = slices.Index(r.values, slices.MinFunc(r.values, history.Compare))
	}
	if known && op.Output != r.values[at] {
		return r, false
	}
	return bagRef{r.kind, slices.Delete(slices.Clone(r.values), at, at+1)}, true
}

func (r bagRef) stepSet(op *history.Operation, known bool) (reference, bool) {
	at := slices.Index(r.values, op.Input)
	told, tells := op.Output.Bool()
	switch op.F {
	case "read":
		return r, !known || op.Output == history.Set(r.values...)
	case "contains":
		return r, !known || told == (at >= 0)
	case "add":
		if known && tells && told != (at < 0) {
			return r, false
		}
		if at < 0 {
			return bagRef{r.kind, append(slices.Clone(r.values), op.Input)}, true
		}
	default:
		if known && tells && told != (at >= 0) {
			return r, false
		}
		if at >= 0 {
			return bagRef{r.kind, slices.Delete(slices.Clone(r.values), at, at+1)}, true
		}
	}
	return r, true
}

// functions are the functions of a model that its reference knows.
var functions = map[string]string{
	"register":       "read write",
	"cas-register":   "read write cas",
	"kv":             "get put append delete cas",
	"multi-register": "txn",
	"mutex":          "acquire release",
	"fenced-mutex":   "acquire release",
	"semaphore":      "acquire release",
	"counter":        "read add dec",
	"set":            "read contains add remove",
	"queue":          "enqueue dequeue",
	"stack":          "push pop",
	"priority-queue": "insert delete-min",
	"list":           "append read",
}

func functionsOf(name string) []string { return strings.Fields(functions[name]) }
