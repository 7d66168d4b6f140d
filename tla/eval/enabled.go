package eval

import (
	"github.com/tenet-go/tenet/tla/syntax"
)

// enabled compiles ENABLED A: some state is a successor by A. It is generated, as states are, up to the first.
func (c *compiler) enabled(a argument, e syntax.Node, sc *scope, primed bool) code {
	if primed || a.expr == nil {
		return c.failing(e, sc, Unsupported, "the engine cannot evaluate ENABLED of the next state")
	}
	current := c.unit
	u := newUnit(stepping)
	u.parent, u.called, u.apart = current, true, true
	c.unit = u
	body := c.generate(a.expr, a.scope, then{act: func(f *frame) bool { return f.resume() }})
	c.unit = current
	n := len(c.program.Variables)
	// What else the action depends on is not collected: taken for something that changes by itself, the value is not kept beyond where it is bound.
	return code{deps: dependsOn(onState).or(dependsOn(onWorld)), truth: func(f *frame) bool {
		found := false
		f.within(u, make(State, n), n, body, func() bool {
			found = true
			return false
		})
		return found
	}}
}

// within generates next states in a frame of its own, whatever is being generated around it: t, of which some variables are without a value.
func (f *frame) within(u *unit, t State, without int, body act, found func() bool) bool {
	e := f.evaluator
	missing, action := e.missing, e.action
	g := newFrame(u, e)
	g.s, g.t, g.outer, g.depth, g.resume = f.s, t, f, f.depth+1, found
	e.missing = without
	more := body(g)
	e.missing, e.action = missing, action
	return more
}

// generateComposition compiles A \cdot B: a step of A to some state, and one of B from there.
func (c *compiler) generateComposition(args []argument, k then) act {
	if args[0].expr == nil || args[1].expr == nil || c.unit.mode != stepping {
		return c.generateTest(c.failing(args[0].expr, args[0].scope, Unsupported, `the engine cannot evaluate \cdot here`), k)
	}
	first, firstUnit := c.generateApart(args[0])
	second, secondUnit := c.generateApart(args[1])
	next, n := k.act, len(c.program.Variables)
	return func(f *frame) bool {
		missing := f.evaluator.missing
		middle := make(State, n)
		return f.within(firstUnit, middle, n, first, func() bool {
			f.evaluator.composed++
			from := *f
			from.s = append(State(nil), middle...)
			return from.within(secondUnit, f.t, missing, second, func() bool { return next(f) })
		})
	}
}

// generateApart compiles an action into a unit of its own.
func (c *compiler) generateApart(a argument) (act, *unit) {
	current := c.unit
	c.unit = newUnit(stepping)
	c.unit.parent, c.unit.called, c.unit.apart = current, true, true
	u := c.unit
	body := c.generate(a.expr, a.scope, then{act: func(f *frame) bool { return f.resume() }})
	c.unit = current
	return body, u
}
