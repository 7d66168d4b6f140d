package eval

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// partKind is a kind of conjunct of a temporal formula.
type partKind uint8

const (
	initialPart  partKind = iota // a state predicate: true of initial states
	alwaysPart                   // []P, P a state predicate
	stepPart                     // [][A]_v
	fairnessPart                 // WF, SF
	temporalPart                 // anything else
)

// part is a conjunct of a temporal formula.
type part struct {
	kind  partKind
	expr  syntax.Expr // the state predicate, the Box, or the formula
	scope *scope
}

// parts divides a temporal formula into its conjuncts, through definitions, LETs and universal quantifiers over constant sets.
func (c *compiler) parts(e syntax.Expr, sc *scope) []part {
	if !c.temporal(e, sc) {
		return []part{{initialPart, e, sc}}
	}
	switch e := e.(type) {
	case *syntax.Paren:
		return c.parts(e.X, sc)
	case *syntax.Labeled:
		return c.parts(e.Body, sc)
	case *syntax.Let:
		return c.parts(e.Body, unremembering(c.letScope(e, sc), sc))
	case *syntax.Fairness:
		return []part{{fairnessPart, e, sc}}
	case *syntax.Junction:
		if e.Op == `/\` {
			return c.partsOf(arguments(e.Items, sc))
		}
	case *syntax.Quantifier:
		if e.Op == `\A` && e.Bounds[0].Set != nil {
			if all, ok := c.partsOfForAll(e, sc); ok {
				return all
			}
		}
	case *syntax.Apply:
		if use, ok := c.info.Uses[e]; ok && use.Sub == nil {
			return c.partsOfUse(use, e, sc)
		}
	}
	return []part{{temporalPart, e, sc}}
}

func (c *compiler) partsOf(args []argument) []part {
	var all []part
	for _, a := range args {
		all = append(all, c.parts(a.expr, a.scope)...)
	}
	return all
}

// partsOfUse enters definitions.
func (c *compiler) partsOfUse(use semantic.Use, e *syntax.Apply, sc *scope) []part {
	o, args := use.Object, arguments(use.Args, sc)
	if b := sc.lookup(o); b != nil {
		switch {
		case b.kind == byName && b.expr != nil:
			return c.parts(b.expr, b.scope)
		case b.kind == localDef && !b.def.Recursive && b.def.Function == nil:
			return c.parts(b.def.Body, unremembering(c.withArguments(b.def.Params, args, b.scope), b.scope))
		}
		return []part{{temporalPart, e, sc}}
	}
	o, args, scope := c.meant(o, args, sc)
	switch {
	case o.Kind == semantic.Builtin && o.Name == `/\`:
		return c.partsOf(args)
	case o.Kind == semantic.Builtin && o.Name == "[]":
		return c.always(args[0].expr, args[0].scope)
	case (o.Kind == semantic.Definition || o.Kind == semantic.Statement) && o.Body != nil && !o.Recursive && o.Function == nil:
		outer := c.definitionScope(o, scope)
		return c.parts(o.Body, unremembering(c.withArguments(o.Params, args, outer), outer))
	}
	return []part{{temporalPart, e, sc}}
}

// always divides []e.
func (c *compiler) always(e syntax.Expr, sc *scope) []part {
	switch e := e.(type) {
	case *syntax.Paren:
		return c.always(e.X, sc)
	case *syntax.Box:
		if !e.Angle {
			return []part{{stepPart, e, sc}}
		}
	case *syntax.Apply:
		use, ok := c.info.Uses[e]
		if !ok || use.Sub != nil {
			break
		}
		if inner, scope, ok := c.expanded(use, sc); ok && (c.temporal(inner, scope) || c.aboutSteps(inner)) {
			return c.always(inner, scope)
		}
	}
	if c.temporal(e, sc) || c.aboutSteps(e) {
		return []part{{temporalPart, e, sc}}
	}
	return []part{{alwaysPart, e, sc}}
}

// meant returns what an object that is not bound stands for: what the model puts in its place, and what instances take it from.
func (c *compiler) meant(o *semantic.Object, args []argument, sc *scope) (*semantic.Object, []argument, *scope) {
	if other := c.overrides[o]; other != nil {
		o, sc = other, c.root
	}
	for o.Inner != nil {
		n := len(o.Instance.Params)
		sc = c.instanceScope(o.Instance, args[:n], sc)
		o, args = o.Inner, args[n:]
	}
	return o, args, sc
}

// expanded returns what a use of a definition without recursion means.
func (c *compiler) expanded(use semantic.Use, sc *scope) (syntax.Expr, *scope, bool) {
	o, args := use.Object, arguments(use.Args, sc)
	if b := sc.lookup(o); b != nil {
		return b.expr, b.scope, b.kind == byName && b.expr != nil
	}
	o, args, scope := c.meant(o, args, sc)
	if o.Kind != semantic.Definition || o.Body == nil || o.Recursive || o.Function != nil {
		return nil, nil, false
	}
	outer := c.definitionScope(o, scope)
	return o.Body, unremembering(c.withArguments(o.Params, args, outer), outer), true
}

// partsOfForAll divides \A x \in S : F for a constant set S: F for each element.
func (c *compiler) partsOfForAll(e *syntax.Quantifier, sc *scope) ([]part, bool) {
	scopes := []*scope{sc}
	for _, b := range e.Bounds {
		own := c.unit
		c.unit = newUnit(judging)
		set := c.expr(b.Set, sc, false)
		unit := c.unit
		c.unit = own
		if b.Tuple || !set.deps.closed() {
			return nil, false
		}
		elems := datum.Elements(set.asValue()(newFrame(unit, c.program.Evaluator(Host{}))))
		for i := range b.Names {
			var longer []*scope
			for _, s := range scopes {
				for _, x := range elems {
					longer = append(longer, s.with(c.info.Bounds[&b.Names[i]], &binding{kind: isLiteral, literal: x}))
				}
			}
			scopes = longer
		}
	}
	var all []part
	for _, s := range scopes {
		all = append(all, c.parts(e.Body, s)...)
	}
	return all, true
}

// temporal reports whether an expression is a temporal formula.
func (c *compiler) temporal(e syntax.Expr, sc *scope) bool {
	if c.info.Levels[e] == semantic.TemporalLevel {
		return true
	}
	apply, ok := e.(*syntax.Apply)
	if !ok {
		return false
	}
	use := c.info.Uses[apply]
	if use.Object == nil {
		return false
	}
	if b := sc.lookup(use.Object); b != nil && b.kind == byName && b.expr != nil {
		return c.temporal(b.expr, b.scope)
	}
	if other := c.overrides[use.Object]; other != nil {
		return other.Level == semantic.TemporalLevel
	}
	return use.Object.Level == semantic.TemporalLevel
}

// aboutSteps reports whether an expression is of a level above that of states.
func (c *compiler) aboutSteps(e syntax.Expr) bool { return c.info.Levels[e] > semantic.StateLevel }
