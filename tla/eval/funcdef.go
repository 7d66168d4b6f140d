package eval

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// expandFunction compiles f[x \in S] == e as the value [x \in S |-> e].
func (c *compiler) expandFunction(o *semantic.Object, outer *scope, primed bool) code {
	return c.functionMap(o.Function.Bounds, o.Body, outer, primed, c.site(o.Function, outer)).sealed()
}

// expandRecursiveFunction compiles a recursive function as a value: each point is a call.
func (c *compiler) expandRecursiveFunction(o *semantic.Object, r *routine, outer *scope, primed bool) code {
	gens, _ := c.bounds(o.Function.Bounds, outer, primed)
	empty := literal(datum.Bool(true))
	all := c.enclose(gens, &empty).or(c.dependencies(r))
	domain, hops, at := domainOf(gens), c.hopsTo(r.unit), c.site(o.Function, outer)
	value := func(f *frame) datum.Datum {
		dom := domain(f)
		f.evaluator.at = at
		apply := func(caller *frame, x datum.Datum) datum.Datum {
			g := caller.call(r.unit, hops, at)
			r.domain(g, x)
			return r.body(g)
		}
		if datum.IsFinite(dom) {
			return datum.Forced(datum.Lambda(dom, func(x datum.Datum) datum.Datum { return apply(f, x) }))
		}
		kept := f.copy() // the function keeps its rule for later
		return datum.Lambda(dom, func(x datum.Datum) datum.Datum { return apply(kept.copy(), x) })
	}
	return code{deps: all, value: value}.sealed()
}

// directApply compiles f[x] where f is a definition of a function or a function constructor: without building the function.
func (c *compiler) directApply(e *syntax.FunctionApply, sc *scope, primed bool) (code, bool) {
	apply, ok := e.Function.(*syntax.Apply)
	if !ok {
		return code{}, false
	}
	use := c.info.Uses[apply]
	o := use.Object
	if o == nil || o.Function == nil || use.Sub != nil || len(use.Args) > 0 || c.overrides[o] != nil {
		return code{}, false
	}
	outer := c.definitionScope(o, sc)
	if b := sc.lookup(o); b != nil {
		outer = b.scope
	}
	arg := c.argument(e.Args, sc, primed)
	if o.Recursive {
		return c.callFunction(o, arg, e, outer, sc, primed), true
	}
	gens, inner := c.bounds(o.Function.Bounds, outer, primed)
	body := c.expr(o.Body, inner, primed)
	all := c.enclose(gens, &body).or(arg.deps)
	arg = c.settled(arg, all)
	a, check, value := arg.asValue(), checkArgument(gens, c.site(e, sc)), body.asValue()
	return code{deps: all, value: func(f *frame) datum.Datum {
		check(f, a(f))
		return value(f)
	}}, true
}

// callFunction compiles f[x] for a recursive function.
func (c *compiler) callFunction(o *semantic.Object, arg code, e syntax.Node, outer, sc *scope, primed bool) code {
	r := c.routine(o, outer, primed)
	arg = arg.sealed()
	a, hops, at := arg.asValue(), c.hopsTo(r.unit), c.site(e, sc)
	return code{deps: arg.deps.or(c.dependencies(r)), site: at, value: func(f *frame) datum.Datum {
		x := a(f)
		g := f.call(r.unit, hops, at)
		r.domain(g, x)
		v := r.body(g)
		g.release(r.unit)
		return v
	}}
}

// checkArgument binds the argument of a function, after looking whether it is in the domain.
func checkArgument(gens []generator, at site) func(f *frame, x datum.Datum) {
	domain, bind := domainOf(gens), bindArgument(gens)
	return func(f *frame, x datum.Datum) {
		dom := domain(f)
		f.evaluator.at = at
		if !datum.Contains(dom, x) {
			f.fail(at, "%s is not in the domain of the function", abbreviated(x))
		}
		bind(f, x)
	}
}
