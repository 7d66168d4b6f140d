package eval

import (
	"slices"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// maxCalls bounds the depth of recursion, so that no specification exhausts the stack.
const maxCalls = 50_000

// routine is a recursive operator or function: compiled once, and called with a frame of its own.
type routine struct {
	unit   *unit
	body   expr
	deps   deps                          // on the state, the next state, and what changes by itself
	domain func(f *frame, x datum.Datum) // of a function: checks and binds the argument
	done   bool
	// index is its place among the routines that are being compiled, and lowest that of the first of them that its body calls: routines that
	// call each other are known together, when the first of them is.
	index, lowest int
}

type routineKey struct {
	object *semantic.Object
	outer  *scope
	mode   mode
	primed bool
}

// call compiles the call of a recursive operator, or a recursive function as a value.
func (c *compiler) call(o *semantic.Object, args []argument, e syntax.Node, outer, sc *scope, primed bool) code {
	r := c.routine(o, outer, primed)
	if o.Function != nil {
		return c.expandRecursiveFunction(o, r, outer, primed)
	}
	pass, all := c.passing(o, args, primed)
	hops, at := c.hopsTo(r.unit), c.site(e, sc)
	return code{deps: all.or(c.dependencies(r)), site: at, value: func(f *frame) datum.Datum {
		g := f.call(r.unit, hops, at)
		pass(f, g)
		v := r.body(g)
		g.release(r.unit)
		return v
	}}
}

// unused is a frame for a call: a new one, or that of a call that has returned.
func (e *Evaluator) unused(u *unit) *frame {
	if u.id < len(e.returned) {
		if frames := e.returned[u.id]; len(frames) > 0 {
			e.returned[u.id] = frames[:len(frames)-1]
			return frames[len(frames)-1]
		}
	}
	g := newFrame(u, e)
	g.params = make([]thunk, u.params)
	g.ops = make([]operation, u.ops)
	return g
}

// release gives back the frame of a call that has returned, unless a value may still need it: a lazy set or function.
func (f *frame) release(u *unit) {
	e := f.evaluator
	if u.captured || e.keepsFrames {
		return
	}
	for len(e.returned) <= u.id {
		e.returned = append(e.returned, nil)
	}
	e.returned[u.id] = append(e.returned[u.id], f)
}

// passing compiles the passing of arguments from a frame to that of a call.
func (c *compiler) passing(o *semantic.Object, args []argument, primed bool) (func(from, to *frame), deps) {
	var all deps
	var changing []bool
	thunks, ops := make([]expr, 0, len(args)), []func(*frame) operation(nil)
	for i, a := range args {
		if o.Params[i].Arity > 0 {
			op, d := c.operatorValue(o.Params[i], a, primed)
			ops, all = append(ops, op), all.or(d)
			continue
		}
		x := c.argumentCode(a, primed).sealed()
		thunks, changing, all = append(thunks, x.asValue()), append(changing, c.changing(x.deps)), all.or(x.deps)
	}
	return func(from, to *frame) {
		for i, t := range thunks {
			to.params[i] = thunk{code: t, frame: from, changing: changing[i]}
		}
		for i, op := range ops {
			to.ops[i] = op(from)
		}
	}, all
}

// argumentCode compiles an argument that is a value.
func (c *compiler) argumentCode(a argument, primed bool) code {
	if a.bound != nil {
		return c.bound(a.bound, primed)
	}
	return c.expr(a.expr, a.scope, primed)
}

// call makes the frame of a routine.
func (f *frame) call(u *unit, hops int, at site) *frame {
	f.evaluator.poll(at)
	if f.depth >= maxCalls {
		f.fail(at, "recursion is deeper than %d calls", maxCalls)
	}
	g := f.evaluator.unused(u)
	g.s, g.t, g.depth = f.s, f.t, f.depth+1
	g.outer = f
	for range hops {
		g.outer = g.outer.outer
	}
	return g
}

// routine compiles the body of a recursive definition, once.
func (c *compiler) routine(o *semantic.Object, outer *scope, primed bool) *routine {
	key := routineKey{o, outer, c.unit.mode, primed}
	if r, ok := c.routines[key]; ok && c.reaches(r.unit) {
		return r
	}
	r := &routine{unit: c.calledUnit(o, outer), index: len(c.calling), lowest: len(c.calling)}
	c.routines[key] = r
	current := c.unit
	c.unit = r.unit
	c.calling = append(c.calling, r)
	body := c.routineBody(o, r, outer, primed)
	c.calling = c.calling[:r.index]
	c.unit = current
	r.body = body.asValue()
	r.deps = body.deps.without(r.unit.numbers...)
	r.done = true
	c.settleCalls(r)
	return r
}

// settleCalls ends the compilation of a routine: what it depends on is known if it calls none whose compilation goes on.
func (c *compiler) settleCalls(r *routine) {
	c.unsettled = append(c.unsettled, r)
	if r.lowest < r.index {
		caller := c.calling[r.index-1]
		caller.lowest = min(caller.lowest, r.lowest)
		return
	}
	var all deps
	together := func(member *routine) bool { return member.lowest >= r.index }
	for _, member := range c.unsettled {
		if together(member) {
			all = all.or(member.deps)
		}
	}
	for _, member := range c.unsettled {
		if together(member) {
			member.deps = all.without(onCall)
		}
	}
	c.unsettled = slices.DeleteFunc(c.unsettled, together)
}

func (c *compiler) routineBody(o *semantic.Object, r *routine, outer *scope, primed bool) code {
	if o.Function != nil {
		gens, inner := c.bounds(o.Function.Bounds, outer, primed)
		body := c.expr(o.Body, inner, primed)
		body.deps = c.enclose(gens, &body)
		r.domain = checkArgument(gens, c.site(o.Function, outer))
		return body
	}
	return c.expr(o.Body, c.parameters(o, outer), primed)
}

// parameters binds the parameters of a definition to the arguments of a call.
func (c *compiler) parameters(o *semantic.Object, outer *scope) *scope {
	inner := outer
	for _, p := range o.Params {
		b := &binding{kind: inParam, unit: c.unit, slot: c.slot(), param: c.unit.params}
		if p.Arity > 0 {
			b.kind, b.param = inOp, c.unit.ops
			c.unit.ops++
		} else {
			c.unit.params++
		}
		inner = inner.with(p, b)
	}
	return inner
}

// calledUnit is a unit for a recursive definition. If that is one of a LET, its parent is the unit of the LET.
func (c *compiler) calledUnit(o *semantic.Object, outer *scope) *unit {
	u := newUnit(c.unit.mode)
	u.called = true
	c.calledUnits++
	u.id = c.calledUnits
	if b := outer.lookup(o); b != nil {
		if u.parent = b.unit; !c.reaches(u) { // the parts of a property share a LET, and are units of their own
			u.parent = c.unit
		}
	} else if outer.module.local {
		u.parent = c.unit
	}
	return u
}

// reaches reports whether the frame that is around those of a unit is at hand here.
func (c *compiler) reaches(u *unit) bool {
	_, ok := c.hops(u.parent)
	return ok || u.parent == nil
}

// hopsTo is how many units around this one the parent of a unit is.
func (c *compiler) hopsTo(u *unit) int {
	hops, _ := c.hops(u.parent)
	return hops
}

// dependencies are what a call of a routine depends on besides its arguments; while the routine is being compiled they are not known yet.
func (c *compiler) dependencies(r *routine) deps {
	if !r.done {
		caller := c.calling[len(c.calling)-1]
		caller.lowest = min(caller.lowest, r.index)
		return dependsOn(onCall)
	}
	if slices.Contains(c.unsettled, r) {
		caller := c.calling[len(c.calling)-1]
		caller.lowest = min(caller.lowest, r.lowest)
	}
	return r.deps
}

// callOperator applies an operator that was passed to a call.
func (c *compiler) callOperator(b *binding, args []argument, primed bool) code {
	values, all := make([]expr, len(args)), dependsOn(b.unit.numbers[b.slot])
	for i, a := range args {
		x := c.argumentCode(a, primed).sealed()
		values[i], all = x.asValue(), all.or(x.deps)
	}
	hops, ok := c.hops(b.unit)
	if !ok {
		panic("eval: an operator is bound in a frame that is not at hand")
	}
	op := b.param
	return code{deps: all, value: func(f *frame) datum.Datum {
		passed := make([]thunk, len(values))
		for i, v := range values {
			passed[i] = thunk{code: v, frame: f}
		}
		home := f
		for range hops {
			home = home.outer
		}
		return home.ops[op](nil, passed)
	}}
}

// operatorValue makes a Go function of an operator that is an argument.
func (c *compiler) operatorValue(p *semantic.Object, a argument, primed bool) (func(*frame) operation, deps) {
	slots, first, bound := make([]int, p.Arity), c.unit.late, make([]argument, p.Arity)
	c.unit.late += p.Arity
	for i := range slots {
		slots[i] = c.slot()
		bound[i].bound = &binding{kind: inLate, unit: c.unit, slot: slots[i], param: first + i}
	}
	b := a.bound
	if b == nil {
		b = &binding{kind: operator, unit: c.unit, expr: a.expr, scope: a.scope}
	}
	body := c.boundObject(b, bound, a.expr, a.scope, primed)
	all := body.deps
	for _, s := range slots {
		all = all.without(c.unit.numbers[s])
	}
	value := body.asValue()
	index := c.unit.operations
	c.unit.operations++
	return func(f *frame) operation {
		return func(values []datum.Datum, byName []thunk) datum.Datum {
			if f.active[index] { // it is applied within itself: arguments by name may still look at the names of the first application
				return value(f.again().apply(slots, first, values, byName))
			}
			f.active[index] = true
			saved := make([]thunk, len(slots))
			for i, s := range slots {
				saved[i] = f.late[first+i]
				saved[i].value = f.slots[s]
			}
			v := value(f.apply(slots, first, values, byName))
			for i, s := range slots {
				f.slots[s], f.late[first+i] = saved[i].value, saved[i]
			}
			f.active[index] = false
			return v
		}
	}, all
}

// apply binds the names of an operator to arguments.
func (f *frame) apply(slots []int, first int, values []datum.Datum, byName []thunk) *frame {
	for i, s := range slots {
		if values != nil {
			f.slots[s] = values[i]
		} else {
			f.slots[s], f.late[first+i] = byName[i].value, byName[i]
		}
	}
	return f
}

// again is a frame for an application within another one of the same operator.
func (f *frame) again() *frame {
	g := *f
	g.slots, g.late, g.active = slices.Clone(f.slots), slices.Clone(f.late), slices.Clone(f.active)
	return &g
}

// late compiles an argument of an operator that was passed: a value, or one that is evaluated at the first use.
func (c *compiler) late(b *binding) code {
	slot, place := b.slot, b.param
	return code{deps: dependsOn(b.unit.numbers[slot]), value: func(f *frame) datum.Datum {
		v := f.slots[slot]
		if v.IsZero() {
			v = f.late[place].force()
			f.slots[slot] = v
		}
		return v
	}}
}
