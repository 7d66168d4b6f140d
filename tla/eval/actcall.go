package eval

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// actRoutine is a recursive definition that generates states: what follows a call is in the frame.
type actRoutine struct {
	unit   *unit
	body   act
	domain func(f *frame, x datum.Datum) // of a function
}

type actKey struct {
	object *semantic.Object
	outer  *scope
	mode   mode
}

// actRoutine compiles a recursive definition, once.
func (c *compiler) actRoutine(o *semantic.Object, outer *scope) *actRoutine {
	key := actKey{o, outer, c.unit.mode}
	if r, ok := c.acts[key]; ok && c.reaches(r.unit) {
		return r
	}
	r := &actRoutine{unit: c.calledUnit(o, outer)}
	c.acts[key] = r
	current := c.unit
	c.unit, r.unit.acting = r.unit, true
	k := then{act: func(f *frame) bool { return f.resume() }}
	if o.Function != nil {
		gens, inner := c.bounds(o.Function.Bounds, outer, false)
		r.domain = checkArgument(gens, c.site(o.Function, outer))
		r.body = c.generate(o.Body, inner, k)
	} else {
		r.body = c.generate(o.Body, c.parameters(o, outer), k)
	}
	c.unit = current
	return r
}

// generateCall compiles the call of a recursive operator.
func (c *compiler) generateCall(o *semantic.Object, args []argument, e syntax.Node, outer, sc *scope, k then) act {
	r := c.actRoutine(o, outer)
	pass, _ := c.passing(o, args, false)
	acts := c.argumentActs(o, args)
	hops, at, next := c.hopsTo(r.unit), c.site(e, sc), k.act
	return func(f *frame) bool {
		g := f.call(r.unit, hops, at)
		pass(f, g)
		for i, a := range acts {
			g.params[i].act, g.params[i].home = a, f
		}
		g.resume = func() bool { return next(f) }
		return r.body(g)
	}
}

// argumentActs compiles the arguments that are values as actions, too: TLC enters them where the called operator uses them as such.
func (c *compiler) argumentActs(o *semantic.Object, args []argument) []act {
	var acts []act
	for i, a := range args {
		if o.Params[i].Arity == 0 {
			acts = append(acts, c.generateArgument(a, then{act: func(f *frame) bool { return f.follow() }}))
		}
	}
	return acts
}

// generateParameter enters an argument of a call.
func (c *compiler) generateParameter(b *binding, k then) act {
	param, next := b.param, k.act
	return func(f *frame) bool {
		arg := &f.params[param]
		home := arg.home
		before := home.follow
		home.follow = func() bool { return next(f) }
		more := arg.act(home)
		home.follow = before
		return more
	}
}

// generateFunction compiles f[x] where f is defined as a function and not constant: TLC does not build it, but enters its body.
func (c *compiler) generateFunction(e *syntax.FunctionApply, sc *scope, k then) (act, bool) {
	fn, ok := c.unbuilt(e.Function, sc)
	if !ok {
		return nil, false
	}
	arg, at, next := c.argument(e.Args, sc, false).sealed().asValue(), c.site(e, sc), k.act
	if fn.object != nil && fn.object.Recursive {
		r := c.actRoutine(fn.object, fn.outer)
		hops := c.hopsTo(r.unit)
		return func(f *frame) bool {
			x := arg(f)
			g := f.call(r.unit, hops, at)
			r.domain(g, x)
			g.resume = func() bool { return next(f) }
			return r.body(g)
		}, true
	}
	gens, inner := c.bounds(fn.bounds, fn.outer, false)
	for i := range gens {
		gens[i].set = gens[i].set.sealed()
	}
	check, body := checkArgument(gens, at), c.generate(fn.body, inner, then{act: next})
	return func(f *frame) bool {
		check(f, arg(f))
		return body(f)
	}, true
}

// function is a function that is known by its definition.
type function struct {
	object *semantic.Object // nil for [x \in S |-> e]
	bounds []*syntax.Bound
	body   syntax.Expr
	outer  *scope
}

// unbuilt returns the definition of a function that TLC applies without building it.
func (c *compiler) unbuilt(e syntax.Expr, sc *scope) (function, bool) {
	switch e := e.(type) {
	case *syntax.Paren:
		return c.unbuilt(e.X, sc)
	case *syntax.FunctionMap:
		return function{bounds: e.Bounds, body: e.Body, outer: sc}, true
	case *syntax.Apply:
		use := c.info.Uses[e]
		o := use.Object
		if o == nil || use.Sub != nil || len(use.Args) > 0 || c.overrides[o] != nil {
			return function{}, false
		}
		if b := sc.lookup(o); b != nil {
			switch {
			case b.def != nil && b.def.Function != nil:
				return function{b.def, b.def.Function.Bounds, b.def.Body, b.scope}, true
			case b.kind == byName && b.expr != nil:
				return c.unbuilt(b.expr, b.scope)
			}
			return function{}, false
		}
		if o.Kind != semantic.Definition || o.Level == semantic.ConstantLevel || o.Body == nil || len(o.Params) > 0 {
			return function{}, false
		}
		outer := c.definitionScope(o, sc)
		if o.Function != nil {
			return function{o, o.Function.Bounds, o.Body, outer}, true
		}
		return c.unbuilt(o.Body, outer)
	}
	return function{}, false
}
