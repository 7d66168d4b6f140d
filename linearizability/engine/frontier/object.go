package frontier

import (
	"context"
	"math"

	"github.com/tenet-go/tenet/linearizability/engine"
)

// objects is the space of any model. A configuration's state is the number of the model's state.
type objects struct {
	p     *engine.Problem
	used  *used
	chain *chain

	states *engine.States

	mask     roles
	changers mask // open operations that may change the state
	opIn     [maxOpen]int32
	calls    map[int32][]int32 // by class: operations of unknown outcome called so far
	order    []int32           // the classes in calls
	past     supplies

	// The state of one call of reach.
	moment func() int32
	halt   *halt
	seen   map[key]struct{}
	thrift bool // try with few operations of unknown outcome first, and be content with that
	budget int  // how many operations of unknown outcome may be used
	saved  bool // one was not used because of the budget
	enough int  // thrift ends a search that has seen so many configurations; 0 means never
	tired  bool // it did
	found  bool
	sought int32
	emit   func(config)
}

func newObjects(p *engine.Problem, u *used) *objects {
	return &objects{p: p, used: u, states: engine.NewStates(p), calls: map[int32][]int32{}, seen: map[key]struct{}{}}
}

func (o *objects) start() config { return config{step: none} }

func (o *objects) roles() *roles { return &o.mask }

func (o *objects) reset() {
	o.mask, o.changers = roles{}, mask{}
	clear(o.calls)
	o.order = o.order[:0]
}

func (o *objects) called(op, slot int32) {
	class := o.p.Class[op]
	switch {
	case slot >= 0 && o.p.Classes[class].ReadOnly:
		o.opIn[slot], o.mask.observers = op, o.mask.observers.with(slot)
	case slot >= 0:
		o.opIn[slot], o.changers = op, o.changers.with(slot)
	case !o.p.Classes[class].ReadOnly:
		if len(o.calls[class]) == 0 {
			o.order = append(o.order, class)
		}
		o.calls[class] = append(o.calls[class], op)
	}
}

func (o *objects) returned(_, slot int32) {
	o.mask.observers, o.changers = o.mask.observers.without(slot), o.changers.without(slot)
}

func (o *objects) eager(c *config, slot int32) {
	if o.mask.observers.has(slot) {
		o.observe(c, mask{}.with(slot))
	}
}

// observe lets those of the given read-only operations take effect that can.
func (o *objects) observe(c *config, slots mask) {
	for !slots.empty() {
		slot := slots.next()
		if o.states.After(c.state, o.p.Class[o.opIn[slot]]) != engine.NoStep {
			c.done = c.done.with(slot)
			c.step = o.chain.add(o.opIn[slot], o.moment(), c.step)
		}
	}
}

func (o *objects) reach(c *config, _, slot int32, thrift bool, emit func(config)) (all bool) {
	o.sought, o.found, o.tired, o.thrift = slot, false, false, thrift
	o.emit = func(c config) { o.found = true; emit(c) }
	for o.budget = 0; ; o.budget = 2*o.budget + 1 {
		if !thrift {
			o.budget = math.MaxInt
		}
		o.saved = false
		clear(o.seen)
		o.explore(*c)
		if o.found || !o.saved || o.tired || o.halt.err != nil {
			return !o.saved && !o.tired
		}
	}
}

// explore continues a sequence of operations that has led to c.
func (o *objects) explore(c config) {
	if _, twice := o.seen[c.key]; twice || o.halt.now(len(o.seen)) {
		return
	}
	if o.thrift && o.enough > 0 && len(o.seen) >= o.enough {
		o.tired = true
		return
	}
	o.seen[c.key] = struct{}{}
	if o.changers.has(o.sought) { // ending the sequence is always at least as good as going on
		o.apply(c, o.sought)
	}
	for open := o.changers.andNot(c.done); !open.empty(); {
		if slot := open.next(); slot != o.sought {
			o.apply(c, slot)
		}
	}
	for _, class := range o.order {
		op := o.past.unused(o.calls[class], o.used.count(c.used, class), class)
		if op < 0 {
			continue
		}
		next := o.states.After(c.state, class)
		if next == engine.NoStep || next == c.state {
			continue
		}
		if o.budget == 0 {
			o.saved = true
			continue
		}
		after := c
		after.used = o.past.use(o.used, c.used, class)
		o.budget--
		o.move(after, next, op)
		o.budget++
	}
}

// apply lets the operation in slot take effect, if it can.
func (o *objects) apply(c config, slot int32) {
	op := o.opIn[slot]
	if next := o.states.After(c.state, o.p.Class[op]); next != engine.NoStep {
		c.done = c.done.with(slot)
		o.move(c, next, op)
	}
}

func (o *objects) move(c config, state, op int32) {
	c.state = state
	c.step = o.chain.add(op, o.moment(), c.step)
	o.observe(&c, o.mask.observers.andNot(c.done))
	if c.done.has(o.sought) {
		o.emit(c)
		return
	}
	o.explore(c)
}

// promise: what took effect is good, what was used of operations of unknown outcome is bad.
func (o *objects) promise(k *key) int { return k.done.count() - 2*o.used.size(k.used) }

// Object returns the engine for any model, that keeps at most the given number of
// configurations at once.
func Object(configurations int) engine.Engine { return objectEngine{configurations} }

type objectEngine struct{ most int }

func (objectEngine) Name() string { return "frontier" }

func (e objectEngine) Solve(ctx context.Context, p *engine.Problem) engine.Result {
	u := newUsed()
	o := newObjects(p, u)
	h := &halt{ctx: ctx, most: e.most}
	w := newSweep(p, o, u, h)
	o.chain, o.moment, o.halt = &w.chain, w.moment, h
	v := w.run()
	switch v.outcome {
	case engine.Valid:
		steps := w.chain.list(v.last)
		order := make([]int32, len(steps))
		for i, s := range steps {
			order[i] = s.op
		}
		return engine.Result{Outcome: engine.Valid, Order: order}
	case engine.Invalid:
		// The operations that return later say more than ones of unknown outcome would, so the
		// history up to the death is not always a witness: leave it to a search for one.
		return engine.Result{Outcome: engine.Invalid}
	}
	return engine.Result{Why: v.why}
}
