package eval

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/syntax"
)

// boundObject compiles the use of what is bound in a scope.
func (c *compiler) boundObject(b *binding, args []argument, e syntax.Node, sc *scope, primed bool) code {
	switch b.kind {
	case operator:
		return c.applyOperator(b, args, primed)
	case inOp:
		return c.callOperator(b, args, primed)
	case localDef:
		if b.def.Recursive {
			return c.call(b.def, args, e, b.scope, sc, primed)
		}
		inner := c.withArguments(b.def.Params, args, b.scope)
		return c.entering(inner, b.scope, c.expr(b.def.Body, inner, primed))
	}
	return c.bound(b, primed)
}

// bound compiles the use of a bound value.
func (c *compiler) bound(b *binding, primed bool) code {
	if b.kind == isLiteral {
		return literal(b.literal)
	}
	if b.kind == byName {
		return c.byName(b, primed)
	}
	hops, ok := c.hops(b.unit)
	if !ok {
		panic("eval: a name is bound in a frame that is not at hand")
	}
	if hops > 0 {
		return c.outside(b, hops, primed)
	}
	switch b.kind {
	case inSlot:
		slot := b.slot
		return code{cheap: true, deps: dependsOn(b.unit.numbers[slot]), value: func(f *frame) datum.Datum { return f.slots[slot] }}
	case inLate:
		return c.late(b)
	default: // inParam
		param, on := b.param, dependsOn(b.unit.numbers[b.slot])
		if b.unit.acting {
			on = on.or(dependsOn(onState)).or(dependsOn(onNext)) // the argument may
		}
		return code{deps: on, value: func(f *frame) datum.Datum { return f.params[param].force() }}
	}
}

// hops is how many units around this one the unit u is, and whether it is one of them.
func (c *compiler) hops(u *unit) (hops int, ok bool) {
	for at := c.unit; at != nil; at = at.parent {
		if at == u {
			return hops, true
		}
		hops++
	}
	return 0, false
}

// apartFrom reports whether this unit, or one between it and u, has states of its own.
func (c *compiler) apartFrom(u *unit) bool {
	for at := c.unit; at != nil && at != u; at = at.parent {
		if at.apart {
			return true
		}
	}
	return false
}

// outside compiles the use of something that is bound in the frame of a definition around this one.
func (c *compiler) outside(b *binding, hops int, primed bool) code {
	own := c.unit
	c.unit = b.unit
	x := c.bound(b, primed)
	c.unit = own
	value := x.asValue()
	return code{deps: x.deps, site: x.site, value: func(f *frame) datum.Datum {
		for range hops {
			f = f.outer
		}
		return value(f)
	}}
}

// byName compiles the use of an expression that was bound where it stands: evaluated at the first use, and remembered in the frame of the
// unit where it was bound. Where that frame is not at hand, or has other states, it is compiled anew and not remembered.
func (c *compiler) byName(b *binding, primed bool) code {
	i := 0
	if primed {
		i = 1
	}
	if b.memo[i] != nil && b.memo[i].slot == shareable {
		return c.substitution(b, primed)
	}
	switch hops, ok := c.hops(b.unit); {
	case !ok || c.apartFrom(b.unit):
		return c.bindingCode(b, primed)
	case hops > 0:
		return c.outside(b, hops, primed)
	}
	if b.memo[i] == nil {
		b.memo[i] = c.remember(c.bindingCode(b, primed))
	}
	return b.memo[i].code
}

// substitution compiles what an instance puts for a constant or a variable, once for each unit.
func (c *compiler) substitution(b *binding, primed bool) code {
	key := substitutionKey{b, primed}
	x, known := c.unit.substitutions[key]
	if known {
		return x
	}
	x = c.reused(c.bindingCode(b, primed))
	c.unit.substitutions[key] = x
	return x
}

func (c *compiler) bindingCode(b *binding, primed bool) code {
	if b.def != nil {
		return c.expandFunction(b.def, b.scope, primed)
	}
	return c.expr(b.expr, b.scope, primed)
}

// remember gives code a slot for its value, if that is worth it and stays true.
func (c *compiler) remember(x code) *memo {
	x = x.sealed()
	if x.isLiteral() || x.cheap || x.deps.closed() || c.changing(x.deps) {
		return &memo{code: x, slot: unremembered}
	}
	if c.lasts(x) {
		return &memo{code: c.lasting(x), slot: unremembered}
	}
	slot := c.slot()
	return &memo{slot: slot, code: c.remembering(x, slot)}
}

// changing reports whether what depends on this changes while states are generated.
func (c *compiler) changing(d deps) bool {
	return d.has(onNext) && c.unit.mode == stepping || d.has(onState) && c.unit.mode == starting
}

// applyOperator applies a LAMBDA, or an operator that was passed by its name.
func (c *compiler) applyOperator(b *binding, args []argument, primed bool) code {
	switch e := b.expr.(type) {
	case *syntax.Paren:
		inner := *b
		inner.expr = e.X
		return c.applyOperator(&inner, args, primed)
	case *syntax.Lambda:
		inner := c.withArguments(c.info.Lambdas[e], args, b.scope)
		return c.entering(inner, b.scope, c.expr(e.Body, inner, primed))
	case *syntax.Apply:
		return c.use(c.info.Uses[e], e, args, b.scope, primed)
	}
	return c.failing(b.expr, b.scope, Unsupported, "this is no operator")
}
