package generate

import (
	"math/rand/v2"

	"github.com/tenet-go/tenet/linearizability/history"
)

// changer plants anomalies in a history.
type changer struct {
	rng *rand.Rand
	ops []history.Operation
}

// corrupt plants one anomaly. It may find no place for one in a history that is too short.
func corrupt(rng *rand.Rand, k *kind, h *history.History) {
	r := &changer{rng, h.Operations}
	if len(r.ops) == 0 {
		return
	}
	const tries = 12
	for range tries {
		i := rng.IntN(len(r.ops))
		var planted bool
		switch rng.IntN(8) {
		case 0:
			planted = r.returnEarly(i)
		case 1:
			planted = r.callLate(i)
		case 2:
			planted = r.misreport(i)
		case 3, 4:
			planted = r.exchange(i, rng.IntN(len(r.ops)))
		default:
			planted = r.change(k, i)
		}
		if planted {
			return
		}
	}
}

// change changes the result of an ok operation.
func (r *changer) change(k *kind, i int) bool {
	op := &r.ops[i]
	if op.Status != history.OK {
		return false
	}
	output, ok := k.change(r, op)
	if !ok || output == op.Output {
		return false
	}
	op.Output = output
	return true
}

// exchange exchanges the results of two ok operations that return something.
func (r *changer) exchange(i, j int) bool {
	a, b := &r.ops[i], &r.ops[j]
	if a.Status != history.OK || b.Status != history.OK || a.F != b.F || a.Key != b.Key ||
		a.Input != b.Input || a.Output == b.Output {
		return false
	}
	a.Output, b.Output = b.Output, a.Output
	return true
}

// returnEarly lets an operation return just after its call.
func (r *changer) returnEarly(i int) bool {
	op := &r.ops[i]
	if op.Return == history.Never || op.Return <= op.Call+2 {
		return false
	}
	op.Return = op.Call + 1
	return true
}

// callLate lets an operation be called just before it returns.
func (r *changer) callLate(i int) bool {
	op := r.ops[i]
	if op.Return == history.Never || op.Return <= op.Call+2 {
		return false
	}
	op.Call = op.Return - 1
	for i+1 < len(r.ops) && r.ops[i+1].Call < op.Call {
		r.ops[i] = r.ops[i+1]
		i++
	}
	r.ops[i] = op
	return true
}

// misreport reports the success of an operation that changes something as a failure, or the other
// way round.
func (r *changer) misreport(i int) bool {
	op := &r.ops[i]
	switch {
	case op.Status == history.OK && (writes[op.F] || op.F == "txn"):
		op.Status, op.Output = history.Fail, history.Nil
	case op.Status == history.Fail && writes[op.F]:
		op.Status, op.Output = history.OK, op.Input
	default:
		return false
	}
	return true
}

// writes names the functions whose success needs no result.
var writes = map[string]bool{
	"write": true, "cas": true, "put": true, "append": true, "delete": true, "add": true, "dec": true,
	"remove": true, "enqueue": true, "push": true, "insert": true, "acquire": true, "release": true,
}

// other draws a value that an operation of the history was called with, or one that none was.
func (r *changer) other() history.Value {
	for range 4 {
		op := &r.ops[r.rng.IntN(len(r.ops))]
		switch {
		case op.F == "cas":
			return op.Input.Elems()[1]
		case !op.Input.IsNil():
			return op.Input
		}
	}
	const unwritten = 1 << 40
	return history.Int(unwritten)
}

func changeNothing(*changer, *history.Operation) (history.Value, bool) { return history.Nil, false }

func changeRead(r *changer, op *history.Operation) (history.Value, bool) {
	return r.other(), op.F == "read"
}

func changeKV(r *changer, op *history.Operation) (history.Value, bool) {
	return r.other(), op.F == "get"
}

func changeRemoved(r *changer, op *history.Operation) (history.Value, bool) {
	if !op.Input.IsNil() {
		return history.Nil, false
	}
	if !op.Output.IsNil() && r.rng.IntN(3) == 0 {
		return history.Nil, true
	}
	return r.other(), true
}

func changeCount(r *changer, op *history.Operation) (history.Value, bool) {
	n, _ := op.Output.Int()
	return history.Int(n - 2 + r.rng.Int64N(5)), op.F == "read"
}

func changeToken(r *changer, op *history.Operation) (history.Value, bool) {
	n, _ := op.Output.Int()
	return history.Int(n - 1 - r.rng.Int64N(2)), op.F == "acquire"
}

func changeSet(r *changer, op *history.Operation) (history.Value, bool) {
	if answer, isBool := op.Output.Bool(); isBool {
		return history.Bool(!answer), true
	}
	if op.F != "read" {
		return history.Nil, false
	}
	return history.Set(r.rearranged(op.Output.Elems())...), true
}

func changeList(r *changer, op *history.Operation) (history.Value, bool) {
	if op.F != "read" {
		return history.Nil, false
	}
	return history.List(r.rearranged(op.Output.Elems())...), true
}

// rearranged leaves out an element, adds one, or exchanges two.
func (r *changer) rearranged(elems []history.Value) []history.Value {
	n := len(elems)
	if n == 0 || r.rng.IntN(3) == 0 {
		return append(elems, r.other())
	}
	i, j := r.rng.IntN(n), r.rng.IntN(n)
	if i == j {
		return append(elems[:i], elems[i+1:]...)
	}
	elems[i], elems[j] = elems[j], elems[i]
	return elems
}

// changeTransaction changes one of the values that a transaction read.
func changeTransaction(r *changer, op *history.Operation) (history.Value, bool) {
	steps := op.Output.Elems()
	i := r.rng.IntN(len(steps))
	step := steps[i].Elems()
	if step[0] != readKeyword {
		return history.Nil, false
	}
	donor := r.ops[r.rng.IntN(len(r.ops))].Input.Elems()
	other := donor[r.rng.IntN(len(donor))].Elems()
	if other[0] != writeKeyword {
		return history.Nil, false
	}
	steps[i] = history.List(readKeyword, step[1], other[2])
	return history.List(steps...), true
}
