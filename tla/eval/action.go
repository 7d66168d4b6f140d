package eval

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Actions and initial predicates are compiled into code that generates states. It follows TLC: conjuncts from left to right; x' = e and
// x' \in S give x' a value if it has none, and are tests otherwise; disjunctions, existential quantifiers, IF, CASE and definitions are entered;
// everything else is a test. A conjunct that is reached when all variables have values is a test as a whole. So what TLC generates
// twice is generated twice here.

// then is what is to be done after a part of an action.
type then struct {
	act act
	// spine says that only disjunctions, quantifiers over constant sets, and definitions with constant arguments lie between Next and this:
	// here definitions name actions.
	spine bool
}

// generate compiles e, an action or an initial predicate, followed by k.
func (c *compiler) generate(e syntax.Expr, sc *scope, k then) act {
	if c.depth++; c.depth > maxDepth {
		c.unsupported(e, sc, "definitions are nested deeper than %d", maxDepth)
	}
	defer func() { c.depth-- }()
	switch e := e.(type) {
	case *syntax.Paren:
		return c.generate(e.X, sc, k)
	case *syntax.Labeled:
		return c.generate(e.Body, sc, k)
	case *syntax.Junction:
		return c.generateJunction(e.Op, arguments(e.Items, sc), k)
	case *syntax.Quantifier:
		if e.Bounds[0].Set != nil && e.Op == `\E` {
			return c.generateExists(e, sc, k)
		}
		if e.Bounds[0].Set != nil && e.Op == `\A` {
			return c.generateForAll(e, sc, k)
		}
	case *syntax.If:
		return c.generateIf(e, sc, k)
	case *syntax.Case:
		return c.generateCase(e, sc, k)
	case *syntax.Let:
		inner := c.letScope(e, sc)
		return c.enteringAct(inner, sc, c.generate(e.Body, inner, k))
	case *syntax.Box:
		return c.generateBox(e, sc, k)
	case *syntax.FunctionApply:
		if a, ok := c.generateFunction(e, sc, k); ok {
			return a
		}
	case *syntax.Apply:
		if use, ok := c.info.Uses[e]; ok {
			return c.generateUse(use, e, nil, sc, k)
		}
	}
	return c.generateTest(c.expr(e, sc, false), k)
}

// generateTest goes on if a Boolean is true.
func (c *compiler) generateTest(x code, k then) act {
	holds, next := c.reused(x).asTest("a state predicate"), k.act
	return func(f *frame) bool { return !holds(f) || next(f) }
}

// generateArgument compiles an argument of a connective.
func (c *compiler) generateArgument(a argument, k then) act {
	if a.bound != nil {
		return c.generateBound(a.bound, nil, nil, k)
	}
	return c.generate(a.expr, a.scope, k)
}

// generateJunction compiles conjunctions and disjunctions.
func (c *compiler) generateJunction(op string, items []argument, k then) act {
	if op == `\/` {
		branches := make([]act, len(items))
		for i, item := range items {
			branches[i] = c.generateArgument(item, k)
		}
		return func(f *frame) bool {
			for _, b := range branches {
				if !b(f) {
					return false
				}
			}
			return true
		}
	}
	k.spine = false
	for i := len(items) - 1; i > 0; i-- {
		k.act = c.later(items[i], k)
	}
	return c.generateArgument(items[0], k)
}

// later compiles a conjunct that is not the first: if all variables have values when it is reached, it is only tested.
func (c *compiler) later(item argument, k then) act {
	generated := c.generateArgument(item, k)
	tested, next := c.reused(c.argumentCode(item, false)).asTest(`/\`), k.act
	return func(f *frame) bool {
		if f.evaluator.missing == 0 {
			return !tested(f) || next(f)
		}
		return generated(f)
	}
}

func (c *compiler) generateExists(e *syntax.Quantifier, sc *scope, k then) act {
	gens, inner := c.bounds(e.Bounds, sc, false)
	for i := range gens {
		gens[i].set = c.reused(gens[i].set)
		k.spine = k.spine && gens[i].set.deps.closed()
	}
	return loop(gens, c.generate(e.Body, inner, k))
}

// generateForAll compiles \A as the conjunction over its bindings, as TLC does: the first is generated, later ones are tested once all
// variables have values.
func (c *compiler) generateForAll(e *syntax.Quantifier, sc *scope, k then) act {
	chain := &conjunctChain{from: c.unit.slots, next: k.act}
	gens, inner := c.bounds(e.Bounds, sc, false)
	for i := range gens {
		gens[i].set = c.reused(gens[i].set)
	}
	chain.gens, chain.each = gens, forEach(gens)
	for _, g := range gens {
		chain.slots = append(chain.slots, g.slots...)
	}
	chain.tested = c.expr(e.Body, inner, false).asTest(`\A`)
	chain.generated = c.generate(e.Body, inner, then{act: chain.advance})
	chain.to = c.unit.slots
	return chain.start
}

// conjunctChain runs the body of a \A for one binding after the other, each within the last.
type conjunctChain struct {
	gens      []generator
	slots     []int // that the generators bind
	each      func(f *frame, do func())
	from, to  int // the slots of its code
	tested    test
	generated act
	next      act
}

// start finds all bindings, and runs the body for the first.
func (c *conjunctChain) start(f *frame) bool {
	state := f.evaluator.chain(c, f.chains)
	c.collect(f, state)
	f.chains = state
	more := c.run(f, 0)
	f.chains = state.outer
	f.evaluator.endChain(state)
	return more
}

// collect finds the values of each binding, one binding after the other.
func (c *conjunctChain) collect(f *frame, state *chainState) {
	if len(c.gens) == 1 && !c.gens[0].tuple {
		if elems, ok := datum.Enumerated(c.gens[0].set.asValue()(f)); ok {
			state.values, state.count = elems, len(elems)
			return
		}
	}
	c.each(f, func() {
		for _, s := range c.slots {
			state.own = append(state.own, f.slots[s])
		}
		state.count++
	})
	state.values = state.own
}

// chainState is where a \A of a frame is.
type chainState struct {
	chain  *conjunctChain
	values []datum.Datum // of the slots, for one binding after the other
	own    []datum.Datum // room for values
	count  int           // of bindings
	at     int
	outer  *chainState
}

// chain is a state that is not in use.
func (e *Evaluator) chain(c *conjunctChain, outer *chainState) *chainState {
	state := &chainState{}
	if n := len(e.chains); n > 0 {
		state, e.chains = e.chains[n-1], e.chains[:n-1]
	}
	*state = chainState{chain: c, own: state.own[:0], outer: outer}
	return state
}

func (e *Evaluator) endChain(state *chainState) { e.chains = append(e.chains, state) }

func (c *conjunctChain) run(f *frame, i int) bool {
	state := f.chains
	if i == state.count {
		f.chains = state.outer
		more := c.next(f)
		f.chains = state
		return more
	}
	for place, s := range c.slots {
		f.slots[s] = state.values[i*len(c.slots)+place]
	}
	if i > 0 && f.evaluator.missing == 0 {
		return !c.tested(f) || c.run(f, i+1)
	}
	was := state.at
	state.at = i
	more := c.generated(f)
	state.at = was
	return more
}

// advance is what follows the body. The same code runs for the next binding within that for this one, and must leave its frame as it was.
func (c *conjunctChain) advance(f *frame) bool {
	e := f.evaluator
	from := len(e.saved)
	e.saved = append(e.saved, f.slots[c.from:c.to]...)
	more := c.run(f, f.chains.at+1)
	copy(f.slots[c.from:c.to], e.saved[from:])
	e.saved = e.saved[:from]
	return more
}

func (c *compiler) generateIf(e *syntax.If, sc *scope, k then) act {
	when := c.expr(e.Cond, sc, false).sealed().asTest("IF")
	k.spine = false
	yes, no := c.generate(e.Then, sc, k), c.generate(e.Else, sc, k)
	return func(f *frame) bool {
		if when(f) {
			return yes(f)
		}
		return no(f)
	}
}

func (c *compiler) generateCase(e *syntax.Case, sc *scope, k then) act {
	k.spine = false
	conds, bodies := make([]test, len(e.Arms)), make([]act, len(e.Arms))
	for i, arm := range e.Arms {
		conds[i] = c.expr(arm.Cond, sc, false).sealed().asTest("CASE")
		bodies[i] = c.generate(arm.Body, sc, k)
	}
	var other act
	if e.Other != nil {
		other = c.generate(e.Other, sc, k)
	} else {
		other = c.generateTest(c.noCase(e, sc, false), k)
	}
	return func(f *frame) bool {
		for i, cond := range conds {
			if cond(f) {
				return bodies[i](f)
			}
		}
		return other(f)
	}
}

// generateBox compiles [A]_v and <<A>>_v.
func (c *compiler) generateBox(e *syntax.Box, sc *scope, k then) act {
	k.spine = false
	if e.Angle {
		same, next := c.unchanged(e.Subscript, sc).truth, k.act
		return c.generate(e.Action, sc, then{act: func(f *frame) bool { return same(f) || next(f) }})
	}
	action, still := c.generate(e.Action, sc, k), c.generateUnchanged(e.Subscript, sc, k)
	return func(f *frame) bool { return action(f) && still(f) }
}

// enteringAct is entering for actions.
func (c *compiler) enteringAct(inner, outer *scope, body act) act {
	slots := c.remembered(inner, outer)
	if len(slots) == 0 {
		return body
	}
	return func(f *frame) bool {
		f.forget(slots)
		return body(f)
	}
}
