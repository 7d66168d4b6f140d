package eval

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// formulas compiles actions and initial predicates into nodes. It enters what generate enters.
type formulas struct {
	*compiler
	within  *within
	initial bool // variables stand for the state to be judged, not the one before
}

// within are the definitions that are entered, innermost first.
type within struct {
	name  string
	outer *within
}

func (w *within) names() []string {
	if w == nil {
		return nil
	}
	return append(w.outer.names(), w.name)
}

// in compiles what is within a definition.
func (c *formulas) in(name string) *formulas {
	return &formulas{c.compiler, &within{name, c.within}, c.initial}
}

func (c *formulas) of(e syntax.Expr, sc *scope) node {
	if c.depth++; c.depth > maxDepth {
		c.unsupported(e, sc, "definitions are nested deeper than %d", maxDepth)
	}
	defer func() { c.depth-- }()
	switch e := e.(type) {
	case *syntax.Paren:
		return c.of(e.X, sc)
	case *syntax.Labeled:
		return c.of(e.Body, sc)
	case *syntax.Junction:
		return c.junction(e.Op, arguments(e.Items, sc))
	case *syntax.Quantifier:
		if n := c.quantified(e, sc); n != nil {
			return n
		}
	case *syntax.If:
		return c.ifThenElse(e, sc)
	case *syntax.Case:
		return c.cases(e, sc)
	case *syntax.Let:
		inner := c.letScope(e, sc)
		return c.entry(inner, sc, nil, nil, c.of(e.Body, inner))
	case *syntax.Box:
		return c.box(e, sc)
	case *syntax.Apply:
		if use, ok := c.info.Uses[e]; ok {
			return c.use(use, e, nil, sc)
		}
	}
	return c.leaf(c.expr(e, sc, false), conjunct{expr: e, scope: sc})
}

// leaf is a conjunct that is tested as it is.
func (c *formulas) leaf(x code, what conjunct) node {
	what.within = c.within
	return &leaf{x.sealed().asTest("an action"), what}
}

func (c *formulas) argument(a argument) node {
	if a.bound != nil {
		return c.bound(a.bound, nil, nil)
	}
	return c.of(a.expr, a.scope)
}

func (c *formulas) junction(op string, items []argument) node {
	nodes := make([]node, len(items))
	for i, item := range items {
		nodes[i] = c.argument(item)
	}
	if op == `\/` {
		return or(nodes)
	}
	return and(nodes)
}

func (c *formulas) quantified(e *syntax.Quantifier, sc *scope) node {
	if e.Bounds[0].Set == nil || e.Op != `\E` && e.Op != `\A` {
		return nil
	}
	gens, inner := c.bounds(e.Bounds, sc, false)
	body := c.of(e.Body, inner)
	what := &conjunct{expr: e, scope: sc, within: c.within}
	if e.Op == `\E` {
		return newSome(gens, e.Bounds, body, what)
	}
	return newEvery(gens, e.Bounds, body, what)
}

func (c *formulas) ifThenElse(e *syntax.If, sc *scope) node {
	when := c.expr(e.Cond, sc, false).sealed().asTest("IF")
	what := &conjunct{expr: e.Cond, scope: sc, within: c.within}
	return &choice{[]test{when}, []node{c.of(e.Then, sc), c.of(e.Else, sc)}, what}
}

func (c *formulas) cases(e *syntax.Case, sc *scope) node {
	n := &choice{broken: &conjunct{expr: e, scope: sc, within: c.within}}
	for _, arm := range e.Arms {
		n.conds = append(n.conds, c.expr(arm.Cond, sc, false).sealed().asTest("CASE"))
		n.arms = append(n.arms, c.of(arm.Body, sc))
	}
	if e.Other != nil {
		n.arms = append(n.arms, c.of(e.Other, sc))
	} else {
		n.arms = append(n.arms, c.leaf(c.noCase(e, sc, false), conjunct{expr: e, scope: sc}))
	}
	return n
}

func (c *formulas) box(e *syntax.Box, sc *scope) node {
	if e.Angle {
		return c.leaf(c.expr(e, sc, false), conjunct{expr: e, scope: sc})
	}
	return or([]node{c.of(e.Action, sc), c.unchanged(e.Subscript, sc)})
}

// use compiles the use of a name.
func (c *formulas) use(use semantic.Use, e *syntax.Apply, further []argument, sc *scope) node {
	args := append(arguments(use.Args, sc), further...)
	if use.Sub != nil {
		outer := c.definitionScope(use.Object, sc)
		inner := c.withArguments(use.Params, args, outer)
		return c.entry(inner, outer, nil, nil, c.in(use.Object.Name).of(use.Sub, inner))
	}
	return c.object(use.Object, args, e, sc)
}

func (c *formulas) object(o *semantic.Object, args []argument, e *syntax.Apply, sc *scope) node {
	if b := sc.lookup(o); b != nil {
		return c.bound(b, args, e)
	}
	if other, ok := c.overrides[o]; ok {
		return c.object(other, args, e, c.root)
	}
	switch {
	case o.Kind == semantic.Builtin:
		return c.builtin(o, args, e, sc)
	case c.isEntered(o) && (o.Level >= semantic.StateLevel || c.within == nil):
		return c.definition(o, args, e, sc)
	}
	what := conjunct{expr: e, scope: sc}
	if len(args) == 2 && e.Fix == syntax.Infix {
		what.left, what.right = c.side(args[0]), c.side(args[1])
	}
	return c.leaf(c.compiler.object(o, args, e, sc, false), what)
}

func (c *formulas) definition(o *semantic.Object, args []argument, e *syntax.Apply, sc *scope) node {
	if o.Inner != nil {
		n := len(o.Instance.Params)
		scope := c.instanceScope(o.Instance, args[:n], sc)
		switch {
		case c.heeded(o):
			return c.object(o.Inner, args[n:], e, scope)
		case c.isEntered(o.Inner):
			return c.definition(o.Inner, args[n:], e, scope)
		}
		return c.leaf(c.compiler.definition(o.Inner, args[n:], e, scope, false), conjunct{expr: e, scope: sc})
	}
	outer := c.definitionScope(o, sc)
	inner := c.withArguments(o.Params, args, outer)
	body := c.in(o.Name).of(o.Body, inner)
	if c.within == nil {
		return c.entry(inner, outer, o.Params, inner, body) // the action itself: its parameters are of interest
	}
	return c.entry(inner, outer, nil, nil, body)
}

// bound compiles the use of a parameter or a definition of a LET.
func (c *formulas) bound(b *binding, args []argument, e *syntax.Apply) node {
	switch {
	case b.kind == byName && b.expr != nil:
		return c.of(b.expr, b.scope)
	case b.kind == localDef && !b.def.Recursive && b.def.Function == nil:
		inner := c.withArguments(b.def.Params, args, b.scope)
		return c.entry(inner, b.scope, nil, nil, c.in(b.def.Name).of(b.def.Body, inner))
	case b.kind == operator:
		return c.operator(b, args)
	}
	if e == nil {
		return c.leaf(c.boundObject(b, args, nil, b.scope, false), conjunct{scope: b.scope})
	}
	return c.leaf(c.boundObject(b, args, e, b.scope, false), conjunct{expr: e, scope: b.scope})
}

// operator enters an operator that was passed as an argument.
func (c *formulas) operator(b *binding, args []argument) node {
	switch e := b.expr.(type) {
	case *syntax.Lambda:
		inner := c.withArguments(c.info.Lambdas[e], args, b.scope)
		return c.entry(inner, b.scope, nil, nil, c.of(e.Body, inner))
	case *syntax.Apply:
		return c.use(c.info.Uses[e], e, args, b.scope)
	}
	return c.leaf(c.applyOperator(b, args, false), conjunct{expr: b.expr, scope: b.scope})
}

func (c *formulas) builtin(o *semantic.Object, args []argument, e *syntax.Apply, sc *scope) node {
	what := conjunct{expr: e, scope: sc}
	switch o.Name {
	case "TRUE":
		return truth{}
	case `/\`, `\/`:
		return c.junction(o.Name, args)
	case "=>":
		when := c.argumentCode(args[0], false).sealed().asTest("=>")
		what.within = c.within
		return &choice{[]test{when}, []node{c.argument(args[1]), truth{}}, &what}
	case "UNCHANGED":
		return c.unchanged(args[0].expr, args[0].scope)
	case "=":
		if v, ok := c.assignedVariable(args[0]); ok {
			return c.assigns(v, args[1], what)
		}
		what.left, what.right = c.side(args[0]), c.side(args[1])
	case "#", `\in`, `\notin`, `\subseteq`:
		what.left, what.right = c.side(args[0]), c.side(args[1])
	}
	return c.leaf(c.compiler.builtin(o.Name, args, e, sc, false), what)
}

// side is the code of what stands on a side of a comparison.
func (c *formulas) side(a argument) expr { return c.argumentCode(a, false).sealed().asValue() }

// assignedVariable is the variable to which x' = e, or x = e in an initial predicate, gives a value.
func (c *formulas) assignedVariable(a argument) (int, bool) {
	if a.expr == nil {
		return 0, false
	}
	if c.initial {
		return c.asVariable(a.expr, a.scope)
	}
	return c.assigned(a)
}

// assigns compiles x' = e.
func (c *formulas) assigns(v int, right argument, what conjunct) node {
	value, at := c.side(right), c.siteOf(what.expr, what.scope)
	what.kind, what.variable, what.right, what.within = assignsVariable, v, value, c.within
	state := func(f *frame) State { return f.t }
	if c.initial {
		state = func(f *frame) State { return f.s }
	}
	what.left = func(f *frame) datum.Datum { return state(f)[v] }
	return &leaf{func(f *frame) bool {
		x := value(f)
		f.evaluator.at = at
		return datum.Equal(state(f)[v], x)
	}, what}
}

// unchanged compiles UNCHANGED e: a conjunct for each variable, as far as e is made of variables.
func (c *formulas) unchanged(e syntax.Expr, sc *scope) node {
	if v, ok := c.asVariable(e, sc); ok {
		return c.keeps(v, e, sc)
	}
	switch e := e.(type) {
	case *syntax.Paren:
		return c.unchanged(e.X, sc)
	case *syntax.Tuple:
		nodes := make([]node, len(e.Elems))
		for i, x := range e.Elems {
			nodes[i] = c.unchanged(x, sc)
		}
		return and(nodes)
	case *syntax.Apply:
		use := c.info.Uses[e]
		if use.Object == nil || sc.lookup(use.Object) != nil {
			break
		}
		if inner, scope, ok := c.expanded(use, sc); ok && len(use.Args) == 0 && use.Sub == nil && !c.isNative(use.Object) {
			if _, assigned := c.constants[use.Object]; !assigned {
				return c.unchanged(inner, scope)
			}
		}
	}
	what := conjunct{kind: keepsVariable, variable: -1, expr: e, scope: sc}
	what.left, what.right = c.expr(e, sc, true).asValue(), c.expr(e, sc, false).asValue()
	return c.leaf(c.compiler.unchanged(e, sc), what)
}

// keeps compiles UNCHANGED x for a variable x.
func (c *formulas) keeps(v int, e syntax.Expr, sc *scope) node {
	what := conjunct{kind: keepsVariable, variable: v, expr: e, scope: sc, within: c.within}
	what.left = func(f *frame) datum.Datum { return f.t[v] }
	what.right = func(f *frame) datum.Datum { return f.s[v] }
	return &leaf{func(f *frame) bool { return datum.Equal(f.s[v], f.t[v]) }, what}
}
