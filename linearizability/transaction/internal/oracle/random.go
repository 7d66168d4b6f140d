package oracle

import (
	"math/rand/v2"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// Shape says what small histories are made of. The zero value of a field that is a number stands
// for a random one.
type Shape struct {
	Model                     txn.Model
	Txns, Sessions, Keys, Ops int
	// Untimed histories have no real time.
	Untimed bool
}

// Random makes a small history. It is of a database that executes transactions serially, or from
// snapshots, or reads what was last committed, or anything at all; then, in half of the histories,
// one or two reads are changed. Some transactions fail, and of some the outcome is unknown.
func Random(rng *rand.Rand, shape Shape) *txn.History {
	h := RandomSource(rng, shape)
	decoded, err := txn.Decode(h, txn.Options{Model: shape.Model, Init: history.Int(0)})
	if err != nil {
		panic(err) // our own histories are well-formed
	}
	return decoded
}

// RandomSource is Random before it is decoded: with registers whose initial value is 0.
func RandomSource(rng *rand.Rand, shape Shape) *history.History {
	shape.Txns = defaulted(rng, shape.Txns, 3, 6)
	shape.Sessions = defaulted(rng, shape.Sessions, 2, 5)
	shape.Keys = defaulted(rng, shape.Keys, 2, 3)
	shape.Ops = defaulted(rng, shape.Ops, 1, 3)
	g := &generator{rng: rng, shape: shape, next: make([]int64, shape.Keys)}
	g.plan()
	g.execute()
	if rng.IntN(2) == 0 {
		for range 1 + rng.IntN(2) {
			g.corrupt()
		}
	}
	return g.history()
}

func defaulted(rng *rand.Rand, n, least, most int) int {
	if n > 0 {
		return n
	}
	return least + rng.IntN(most-least+1)
}

// transaction is one that is being made. Elements and values are positive.
type transaction struct {
	process   int64
	status    history.Status
	at, until int64
	ops       []operation
}

type operation struct {
	write bool
	key   int
	value int64   // written, or read from a register
	list  []int64 // read from a list
}

type generator struct {
	rng   *rand.Rand
	shape Shape
	next  []int64 // of each key, the next value that is written to it
	txns  []*transaction
}

// plan decides who does what when: sessions begin and end transactions in a random order.
func (g *generator) plan() {
	active := make([]*transaction, g.shape.Sessions)
	left := g.shape.Txns
	for now := int64(0); ; now++ {
		busy := slices.ContainsFunc(active, func(t *transaction) bool { return t != nil })
		if left == 0 && !busy {
			break
		}
		s := g.rng.IntN(len(active))
		switch t := active[s]; {
		case t != nil:
			t.until = now
			active[s] = nil
		case left > 0:
			left--
			active[s] = &transaction{process: int64(s), status: g.status(), at: now, ops: g.ops()}
			g.txns = append(g.txns, active[s])
		}
	}
	if tick := int64(1 + g.rng.IntN(4)); g.rng.IntN(3) == 0 {
		for _, t := range g.txns {
			t.at, t.until = t.at/tick, t.until/tick // a coarse clock
		}
	}
}

func (g *generator) status() history.Status {
	switch g.rng.IntN(20) {
	case 0:
		return history.Fail
	case 1, 2:
		return history.Info
	}
	return history.OK
}

// ops plans what a transaction does: anything, or it reads all keys, or it reads what it then writes.
func (g *generator) ops() []operation {
	var ops []operation
	switch g.rng.IntN(4) {
	case 0:
		for _, key := range g.rng.Perm(g.shape.Keys) {
			ops = append(ops, operation{key: key})
		}
	case 1:
		key := g.rng.IntN(g.shape.Keys)
		ops = append(ops, operation{key: key}, operation{key: g.rng.IntN(g.shape.Keys), write: true})
	default:
		for range 1 + g.rng.IntN(g.shape.Ops) {
			ops = append(ops, operation{write: g.rng.IntN(2) == 0, key: g.rng.IntN(g.shape.Keys)})
		}
	}
	for i := range ops {
		if ops[i].write {
			g.next[ops[i].key]++
			ops[i].value = g.next[ops[i].key]
		}
	}
	return ops
}

// history writes down what was made.
func (g *generator) history() *history.History {
	h := &history.History{Name: "random", Untimed: g.shape.Untimed}
	for _, t := range g.txns {
		op := history.Operation{
			Process: t.process, F: "txn", Status: t.status, Call: t.at, Return: t.until,
			Input: g.value(t, false), CallTime: history.NoTime, ReturnTime: history.NoTime,
		}
		if t.status == history.OK {
			op.Output = g.value(t, true)
		}
		if t.status == history.Info {
			op.Return = history.Never
		}
		h.Operations = append(h.Operations, op)
	}
	return h
}

func (g *generator) value(t *transaction, done bool) history.Value {
	var micros []history.Value
	for _, op := range t.ops {
		name, value := "r", history.Nil
		switch {
		case op.write && g.shape.Model == txn.Lists:
			name, value = "append", history.Int(op.value)
		case op.write:
			name, value = "w", history.Int(op.value)
		case done && g.shape.Model == txn.Lists:
			value = list(op.list)
		case done:
			value = history.Int(op.value)
		}
		micros = append(micros, history.List(history.Keyword(name), history.Int(int64(op.key)), value))
	}
	return history.List(micros...)
}

func list(elements []int64) history.Value {
	var values []history.Value
	for _, e := range elements {
		values = append(values, history.Int(e))
	}
	return history.List(values...)
}
