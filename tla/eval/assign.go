package eval

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// generateUse compiles the use of a name in an action.
func (c *compiler) generateUse(use semantic.Use, e *syntax.Apply, further []argument, sc *scope, k then) act {
	args := append(arguments(use.Args, sc), further...)
	if use.Sub != nil {
		outer := c.definitionScope(use.Object, sc)
		inner := c.withArguments(use.Params, args, outer)
		return c.enteringAct(inner, outer, c.generate(use.Sub, inner, k))
	}
	return c.generateObject(use.Object, args, e, sc, k)
}

func (c *compiler) generateObject(o *semantic.Object, args []argument, e syntax.Node, sc *scope, k then) act {
	if b := sc.lookup(o); b != nil {
		return c.generateBound(b, args, e, k)
	}
	if other, ok := c.overrides[o]; ok {
		return c.generateObject(other, args, e, c.root, k)
	}
	switch o.Kind {
	case semantic.Builtin:
		return c.generateBuiltin(o, args, e, sc, k)
	case semantic.Definition, semantic.Statement:
		if a, ok := c.generateDefinition(o, args, e, sc, k); ok {
			return a
		}
	}
	return c.generateTest(c.object(o, args, e, sc, false), k)
}

// generateDefinition enters a definition, unless it is computed in Go or recursive.
func (c *compiler) generateDefinition(o *semantic.Object, args []argument, e syntax.Node, sc *scope, k then) (act, bool) {
	if o.Inner != nil {
		n := len(o.Instance.Params)
		scope := c.instanceScope(o.Instance, args[:n], sc)
		if c.heeded(o) {
			return c.generateObject(o.Inner, args[n:], e, scope, k), true
		}
		return c.generateDefinition(o.Inner, args[n:], e, scope, k)
	}
	if _, ok := c.constants[o]; ok || o.Function != nil || o.Body == nil || c.isNative(o) {
		return nil, false
	}
	outer := c.definitionScope(o, sc)
	if o.Recursive {
		return c.generateCall(o, args, e, outer, sc, k), true
	}
	inner := c.withArguments(o.Params, args, outer)
	named := k.spine
	k.spine = named && c.constantArguments(args)
	body := c.enteringAct(inner, outer, c.generate(o.Body, inner, k))
	if !named {
		return body, true
	}
	id := c.action(o)
	return func(f *frame) bool {
		was := f.evaluator.action
		f.evaluator.action = id
		more := body(f)
		f.evaluator.action = was
		return more
	}, true
}

// constantArguments reports whether arguments are of constant level: TLC looks for actions in definitions with such arguments only.
func (c *compiler) constantArguments(args []argument) bool {
	for _, a := range args {
		if a.expr == nil || c.info.Levels[a.expr] > semantic.ConstantLevel {
			return false
		}
	}
	return true
}

// isNative reports whether a definition is computed in Go.
func (c *compiler) isNative(o *semantic.Object) bool {
	if o.Module == nil || !o.Module.Standard {
		return false
	}
	_, value := nativeValues[o.Module.Name][o.Name]
	_, op := natives[o.Module.Name][o.Name]
	return value || op
}

// generateBound compiles the use of a parameter or a definition of a LET.
func (c *compiler) generateBound(b *binding, args []argument, e syntax.Node, k then) act {
	k.spine = false
	switch {
	case b.kind == byName && b.expr != nil:
		return c.generate(b.expr, b.scope, k)
	case b.kind == localDef && !b.def.Recursive && b.def.Function == nil:
		inner := c.withArguments(b.def.Params, args, b.scope)
		return c.enteringAct(inner, b.scope, c.generate(b.def.Body, inner, k))
	case b.kind == localDef && b.def.Recursive && b.def.Function == nil:
		return c.generateCall(b.def, args, e, b.scope, b.scope, k)
	case b.kind == operator:
		return c.generateOperator(b, args, k)
	case b.kind == inParam && b.unit == c.unit && b.unit.acting:
		return c.generateParameter(b, k)
	}
	return c.generateTest(c.boundObject(b, args, e, b.scope, false), k)
}

// generateOperator enters an operator that was passed as an argument.
func (c *compiler) generateOperator(b *binding, args []argument, k then) act {
	switch e := b.expr.(type) {
	case *syntax.Lambda:
		inner := c.withArguments(c.info.Lambdas[e], args, b.scope)
		return c.enteringAct(inner, b.scope, c.generate(e.Body, inner, k))
	case *syntax.Apply:
		return c.generateUse(c.info.Uses[e], e, args, b.scope, k)
	}
	return c.generateTest(c.applyOperator(b, args, false), k)
}

// generateBuiltin compiles the operators of the language that generate states.
func (c *compiler) generateBuiltin(o *semantic.Object, args []argument, e syntax.Node, sc *scope, k then) act {
	switch o.Name {
	case `/\`, `\/`:
		return c.generateJunction(o.Name, args, k)
	case "=>":
		when, next := c.argumentCode(args[0], false).sealed().asTest("=>"), k.act
		yes := c.generateArgument(args[1], then{act: k.act})
		return func(f *frame) bool {
			if when(f) {
				return yes(f)
			}
			return next(f)
		}
	case `\cdot`:
		return c.generateComposition(args, k)
	case "UNCHANGED":
		if c.unit.mode == stepping {
			return c.generateUnchanged(args[0].expr, args[0].scope, k)
		}
	case "=", `\in`, `\subseteq`:
		if v, ok := c.assigned(args[0]); ok {
			return c.assign(o.Name, v, args[1], c.siteOf(e, sc), k)
		}
	}
	return c.generateTest(c.builtin(o.Name, args, e, sc, false), k)
}

// assigned returns the variable that an argument names, primed in a next-state relation and not in an initial predicate.
func (c *compiler) assigned(a argument) (int, bool) {
	switch e := a.expr.(type) {
	case *syntax.Paren:
		return c.assigned(argument{expr: e.X, scope: a.scope})
	case *syntax.Apply:
		use := c.info.Uses[e]
		if c.unit.mode == starting {
			return c.asVariable(e, a.scope)
		}
		o := use.Object
		switch {
		case o == nil || use.Sub != nil:
		case o.Kind == semantic.Builtin && o.Name == "'":
			return c.asVariable(use.Args[0], a.scope)
		case len(use.Args) == 0:
			if b := a.scope.lookup(o); b != nil && b.kind == byName && b.expr != nil { // a parameter that stands for x'
				return c.assigned(argument{expr: b.expr, scope: b.scope})
			}
			if o.Kind == semantic.Definition && o.Body != nil && o.Function == nil && len(o.Params) == 0 && c.overrides[o] == nil {
				return c.assigned(argument{expr: o.Body, scope: c.definitionScope(o, a.scope)})
			}
		}
	}
	return 0, false
}

// asVariable returns the variable that an expression stands for, through parameters, substitutions and definitions.
func (c *compiler) asVariable(e syntax.Expr, sc *scope) (int, bool) {
	switch e := e.(type) {
	case *syntax.Paren:
		return c.asVariable(e.X, sc)
	case *syntax.Apply:
		use := c.info.Uses[e]
		if use.Object == nil || len(use.Args) > 0 || use.Sub != nil {
			return 0, false
		}
		if b := sc.lookup(use.Object); b != nil {
			if b.kind == byName && b.expr != nil {
				return c.asVariable(b.expr, b.scope)
			}
			return 0, false
		}
		o := use.Object
		if o.Kind == semantic.Definition && o.Body != nil && o.Function == nil && len(o.Params) == 0 && !o.Recursive && c.overrides[o] == nil {
			return c.asVariable(o.Body, c.definitionScope(o, sc))
		}
		i, ok := c.variables[o]
		return i, ok
	}
	return 0, false
}

// assign compiles x' = e, x' \in S and x' \subseteq S: each value in turn if x' has none, a test otherwise.
func (c *compiler) assign(op string, v int, right argument, at site, k then) act {
	value, next := c.reused(c.argumentCode(right, false)).asValue(), k.act
	starting := c.unit.mode == starting
	return func(f *frame) bool {
		target := f.t
		if starting {
			target = f.s
		}
		x := value(f)
		f.evaluator.at = at
		if op == `\subseteq` {
			x = datum.Powerset(x)
		}
		if known := target[v]; !known.IsZero() {
			if op == "=" && !datum.Equal(known, x) || op != "=" && !datum.Contains(x, known) {
				return true
			}
			return next(f)
		}
		f.evaluator.missing--
		var more bool
		if op == "=" {
			target[v] = x
			more = next(f)
		} else {
			more = datum.Each(x, func(element datum.Datum) bool {
				target[v] = element
				return next(f)
			})
		}
		target[v] = datum.Datum{}
		f.evaluator.missing++
		return more
	}
}

// generateUnchanged compiles UNCHANGED e, e being a variable, a tuple, a definition of these, or any expression.
func (c *compiler) generateUnchanged(e syntax.Expr, sc *scope, k then) act {
	if v, ok := c.asVariable(e, sc); ok {
		return unchangedVariable(v, k.act)
	}
	switch e := e.(type) {
	case *syntax.Paren:
		return c.generateUnchanged(e.X, sc, k)
	case *syntax.Tuple:
		for i := len(e.Elems) - 1; i >= 0; i-- {
			k = then{act: c.generateUnchanged(e.Elems[i], sc, k)}
		}
		return k.act
	case *syntax.Apply:
		use := c.info.Uses[e]
		o := use.Object
		if o == nil || len(use.Args) > 0 || use.Sub != nil {
			break
		}
		if b := sc.lookup(o); b != nil {
			if b.kind == byName && b.expr != nil {
				return c.generateUnchanged(b.expr, b.scope, k)
			}
			break
		}
		scope := sc
		if other := c.overrides[o]; other != nil {
			o, scope = other, c.root
		}
		for o.Inner != nil && len(o.Instance.Params) == 0 {
			o, scope = o.Inner, c.instanceScope(o.Instance, nil, scope)
		}
		if o.Kind == semantic.Definition && o.Body != nil && o.Function == nil && len(o.Params) == 0 && !o.Recursive {
			return c.generateUnchanged(o.Body, c.definitionScope(o, scope), k)
		}
	}
	return c.generateTest(c.unchanged(e, sc), k)
}

func unchangedVariable(v int, next act) act {
	return func(f *frame) bool {
		if known := f.t[v]; !known.IsZero() {
			return !datum.Equal(known, f.s[v]) || next(f)
		}
		f.t[v] = f.s[v]
		f.evaluator.missing--
		more := next(f)
		f.t[v] = datum.Datum{}
		f.evaluator.missing++
		return more
	}
}
