package frontier

import (
	"context"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/model"
)

// registers is the space of registers with blind writes, reads and compare-and-set. A
// configuration's state is the number of the value.
type registers struct {
	p     *engine.Problem
	used  *used
	chain *chain
	kind  []model.Op // by class
	a, b  []int32    // by class: the numbers of the values that the action names
	value []history.Value
	init  int32
	skip  []bool // by operation: of unknown outcome and not needed

	mask   roles
	cas    mask   // open compare-and-sets that are no observers
	reads  []mask // by value: open reads, and compare-and-sets that change nothing
	writes []mask // by value: open writes
	failed mask   // open failed compare-and-sets
	saw    []mask // by value: open failed compare-and-sets that saw another
	opIn   [maxOpen]int32
	calls  map[int32][]int32 // by class: operations of unknown outcome called so far
	order  []int32           // the classes in calls, in order of their first call
	swaps  []int32           // those of order that are compare-and-sets
	blind  [][]int32         // by value: those of order that are writes
	past   supplies

	search reachSearch
}

// newRegisters numbers the values of p, and more values, and returns the space, or says why p is no
// register.
func newRegisters(p *engine.Problem, u *used, more ...history.Value) (*registers, string) {
	if p.Model.Shape() != model.Register {
		return nil, "the model is no register"
	}
	r := &registers{p: p, used: u, calls: map[int32][]int32{}}
	number := map[history.Value]int32{}
	value := func(v history.Value) int32 {
		n, known := number[v]
		if !known {
			n = int32(len(number))
			number[v] = n
			r.value = append(r.value, v)
		}
		return n
	}
	for i := range p.Classes {
		c := &p.Classes[i]
		b := int32(-1)
		switch c.Op {
		case model.Read, model.Write, model.CASFailed:
		case model.CAS:
			b = value(c.B)
		default:
			return nil, "an operation is none of read, write, compare-and-set"
		}
		r.kind, r.a, r.b = append(r.kind, c.Op), append(r.a, value(c.A)), append(r.b, b)
	}
	for _, v := range more {
		value(v)
	}
	r.init = int32(len(number)) // a value that no operation names, unless one does
	for v, n := range number {
		if _, ok := p.Model.Init().Step(model.Action{Op: model.Read, Known: true, ReadOnly: true, A: v}); ok {
			r.init = n
		}
	}
	r.reads, r.writes, r.saw = make([]mask, len(number)+1), make([]mask, len(number)+1), make([]mask, len(number)+1)
	r.blind = make([][]int32, len(number)+1)
	r.skip = r.unneeded()
	return r, ""
}

func (r *registers) start() config { return config{key: key{state: r.init}, step: none} }

func (r *registers) roles() *roles { return &r.mask }

func (r *registers) reset() {
	for open := r.mask.observers.or(r.mask.writes).or(r.cas); !open.empty(); {
		slot := open.next()
		r.returned(r.opIn[slot], slot)
	}
	clear(r.calls)
	clear(r.blind)
	r.order, r.swaps = r.order[:0], r.swaps[:0]
}

func (r *registers) called(op, slot int32) {
	class := r.p.Class[op]
	if slot < 0 {
		if !r.skip[op] {
			if len(r.calls[class]) == 0 {
				r.list(class)
			}
			r.calls[class] = append(r.calls[class], op)
		}
		return
	}
	r.opIn[slot] = op
	a := r.a[class]
	switch r.kind[class] {
	case model.Write:
		r.mask.writes, r.writes[a] = r.mask.writes.with(slot), r.writes[a].with(slot)
		return
	case model.CAS:
		if r.b[class] != a {
			r.cas = r.cas.with(slot)
			return
		}
		r.reads[a] = r.reads[a].with(slot)
	case model.Read:
		r.reads[a] = r.reads[a].with(slot)
	case model.CASFailed:
		r.failed, r.saw[a] = r.failed.with(slot), r.saw[a].with(slot)
	}
	r.mask.observers = r.mask.observers.with(slot)
}

// list notes that there are operations of unknown outcome of a class.
func (r *registers) list(class int32) {
	r.order = append(r.order, class)
	switch a := r.a[class]; r.kind[class] {
	case model.Write:
		r.blind[a] = append(r.blind[a], class)
	case model.CAS:
		r.swaps = append(r.swaps, class)
	}
}

func (r *registers) returned(op, slot int32) {
	a := r.a[r.p.Class[op]]
	r.mask.observers, r.mask.writes, r.cas = r.mask.observers.without(slot), r.mask.writes.without(slot), r.cas.without(slot)
	r.reads[a], r.writes[a], r.saw[a] = r.reads[a].without(slot), r.writes[a].without(slot), r.saw[a].without(slot)
	r.failed = r.failed.without(slot)
}

// eager: an observer of the value that the register has takes effect, and a write of that
// value may take effect without changing anything.
func (r *registers) eager(c *config, slot int32) { r.settle(&c.key) }

// settle lets all open operations take effect that the register's value allows to without
// changing it.
func (r *registers) settle(k *key) {
	k.done = k.done.or(r.reads[k.state]).or(r.failed.andNot(r.saw[k.state]))
	k.free = k.free.or(r.writes[k.state].andNot(k.done))
}

// overwrite makes k the configuration after a blind write of value v. All other open writes may
// have taken effect just before it.
func (r *registers) overwrite(k *key, v int32) {
	k.state = v
	k.free = r.mask.writes.andNot(k.done)
	r.settle(k)
}

// promise: observers that took effect, and operations that may still be used, are good.
func (r *registers) promise(k *key) int {
	return 4*k.done.and(r.mask.observers).count() - 3*k.done.and(r.mask.writes).count() +
		k.free.count() - 6*r.used.size(k.used)
}

// Register returns the engine for registers with reads, blind writes and compare-and-set, that
// keeps at most the given number of configurations at once.
func Register(configurations int) engine.Engine { return registerEngine{configurations} }

type registerEngine struct{ most int }

func (registerEngine) Name() string { return "register frontier" }

func (e registerEngine) Solve(ctx context.Context, p *engine.Problem) engine.Result {
	u := newUsed()
	r, why := newRegisters(p, u)
	if r == nil {
		return engine.Result{Why: why}
	}
	h := &halt{ctx: ctx, most: e.most}
	w := newSweep(p, r, u, h)
	r.chain = &w.chain
	r.search.moment, r.search.halt = w.moment, h
	v := w.run()
	switch v.outcome {
	case engine.Valid:
		return engine.Result{Outcome: engine.Valid, Order: r.place(w.chain.list(v.last))}
	case engine.Invalid:
		return engine.Result{Outcome: engine.Invalid, Witness: r.prefixWitness(v.died)}
	}
	return engine.Result{Why: v.why}
}

// prefixWitness: there is no order already when op returns. An operation that is open then says
// no more to the search than one of unknown outcome, so the history up to there is a witness. Not
// so a failed compare-and-set: it cannot set the register, which one of unknown outcome can. If
// one is open there is no witness.
func (r *registers) prefixWitness(op int32) *engine.Witness {
	cut := r.p.Return[op]
	var ops []int32
	for i := range r.p.Call {
		if r.p.Call[i] > cut {
			break
		}
		if r.kind[r.p.Class[i]] == model.CASFailed && r.p.Return[i] > cut {
			return nil
		}
		ops = append(ops, int32(i))
	}
	return &engine.Witness{Pattern: "no order", Ops: ops, Cut: cut}
}
