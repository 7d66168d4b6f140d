package eval

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// builtin compiles an operator of the language.
func (c *compiler) builtin(name string, args []argument, e syntax.Node, sc *scope, primed bool) code {
	switch name {
	case "TRUE", "FALSE":
		return literal(datum.Bool(name == "TRUE"))
	case "BOOLEAN":
		return literal(datum.Booleans)
	case "STRING":
		return literal(datum.Strings)
	case `/\`, `\/`:
		return c.connective(name, args, primed)
	case "'":
		if primed {
			return c.failing(e, sc, Unsupported, "a prime under a prime")
		}
		return c.argumentCode(args[0], true)
	case "UNCHANGED":
		return c.unchanged(args[0].expr, args[0].scope)
	case `\in`, `\notin`:
		return c.membership(name, args, sc, primed)
	case "ENABLED":
		return c.enabled(args[0], e, sc, primed)
	case "[]", "<>", "~>", "-+->", `\cdot`:
		return c.failing(e, sc, Unsupported, "the engine cannot evaluate %s yet", name)
	}
	if op, ok := builtinTests[name]; ok {
		return c.testOf(op, args, e, sc, primed)
	}
	if op, ok := builtinUnary[name]; ok {
		return c.unaryOf(op, args, e, sc, primed)
	}
	if name == `\cup` || name == `\` {
		if x, ok := c.oneElement(name, args, e, sc, primed); ok {
			return x
		}
	}
	if op, ok := builtinBinary[name]; ok {
		return c.binaryOf(op, args, e, sc, primed)
	}
	if name == "~" || name == "=>" || name == "<=>" {
		return c.logic(name, args, primed)
	}
	return c.failing(e, sc, Unsupported, "the engine cannot evaluate the operator %s", name)
}

var builtinTests = map[string]func(a, b datum.Datum) bool{
	"=":         datum.Equal,
	"#":         func(a, b datum.Datum) bool { return !datum.Equal(a, b) },
	`\subseteq`: datum.SubsetEq,
}

var builtinUnary = map[string]func(a datum.Datum) datum.Datum{
	"SUBSET": datum.Powerset,
	"UNION":  datum.UnionAll,
	"DOMAIN": datum.Domain,
}

var builtinBinary = map[string]func(a, b datum.Datum) datum.Datum{
	`\cup`: datum.Union,
	`\cap`: datum.Intersect,
	`\`:    datum.Minus,
}

// connective compiles infix /\ and \/.
func (c *compiler) connective(name string, args []argument, primed bool) code {
	a, b := c.argumentCode(args[0], primed), c.argumentCode(args[1], primed)
	all := c.join(&a, &b)
	return code{deps: all, truth: connected([]test{a.asTest(name), b.asTest(name)}, name == `/\`)}
}

// logic compiles the other connectives.
func (c *compiler) logic(name string, args []argument, primed bool) code {
	a := c.argumentCode(args[0], primed)
	if name == "~" {
		all := c.join(&a)
		p := a.asTest("~")
		return code{deps: all, truth: func(f *frame) bool { return !p(f) }}
	}
	b := c.argumentCode(args[1], primed)
	all := c.join(&a, &b)
	p, q := a.asTest(name), b.asTest(name)
	if name == "=>" {
		return code{deps: all, truth: func(f *frame) bool { return !p(f) || q(f) }}
	}
	return code{deps: all, truth: func(f *frame) bool { return p(f) == q(f) }}
}

func (c *compiler) membership(name string, args []argument, sc *scope, primed bool) code {
	var x code
	if args[0].expr != nil && args[1].expr != nil && args[0].scope == args[1].scope {
		x = c.member(args[0].expr, args[1].expr, args[0].scope, primed)
	} else {
		x = c.testOf(func(a, b datum.Datum) bool { return datum.Contains(b, a) }, args, args[1].expr, sc, primed)
	}
	if name == `\notin` {
		in := x.truth
		x.truth = func(f *frame) bool { return !in(f) }
	}
	return x
}

func (c *compiler) testOf(op func(a, b datum.Datum) bool, args []argument, e syntax.Node, sc *scope, primed bool) code {
	x, y := c.argumentCode(args[0], primed), c.argumentCode(args[1], primed)
	all := c.join(&x, &y)
	a, b, at := x.asValue(), y.asValue(), c.siteOf(e, sc)
	return code{deps: all, site: at, truth: func(f *frame) bool {
		v, w := a(f), b(f)
		f.evaluator.at = at
		return op(v, w)
	}}
}

func (c *compiler) unaryOf(op func(a datum.Datum) datum.Datum, args []argument, e syntax.Node, sc *scope, primed bool) code {
	x := c.argumentCode(args[0], primed)
	all := c.join(&x)
	a, at := x.asValue(), c.siteOf(e, sc)
	return code{deps: all, site: at, value: func(f *frame) datum.Datum {
		v := a(f)
		f.evaluator.at = at
		return op(v)
	}}
}

func (c *compiler) binaryOf(op func(a, b datum.Datum) datum.Datum, args []argument, e syntax.Node, sc *scope, primed bool) code {
	x, y := c.argumentCode(args[0], primed), c.argumentCode(args[1], primed)
	all := c.join(&x, &y)
	a, b, at := x.asValue(), y.asValue(), c.siteOf(e, sc)
	return code{deps: all, site: at, value: func(f *frame) datum.Datum {
		v, w := a(f), b(f)
		f.evaluator.at = at
		return op(v, w)
	}}
}

// oneElement compiles S \cup {x} and S \ {x}, for which the set {x} need not be made.
func (c *compiler) oneElement(name string, args []argument, e syntax.Node, sc *scope, primed bool) (code, bool) {
	single, ok := args[1].expr.(*syntax.SetEnum)
	if !ok || len(single.Elems) != 1 {
		return code{}, false
	}
	set, one := c.argumentCode(args[0], primed), c.expr(single.Elems[0], args[1].scope, primed)
	all := c.join(&set, &one)
	s, x, at, op := set.asValue(), one.asValue(), c.siteOf(e, sc), datum.Include
	if name != `\cup` {
		op = datum.Exclude
	}
	return code{deps: all, site: at, value: func(f *frame) datum.Datum {
		v, w := s(f), x(f)
		f.evaluator.at = at
		return op(v, w)
	}}, true
}

// siteOf is the site of what may be no node: an operator that Go code applies.
func (c *compiler) siteOf(e syntax.Node, sc *scope) site {
	if e == nil {
		return 0
	}
	return c.site(e, sc)
}

// native compiles an operator that is computed in Go, if it is one.
func (c *compiler) native(o *semantic.Object, args []argument, e syntax.Node, sc *scope, primed bool) (code, bool) {
	if o.Module == nil || !o.Module.Standard || o.Inner != nil {
		return code{}, false
	}
	if v, ok := nativeValues[o.Module.Name][o.Name]; ok {
		return literal(v), true
	}
	n, ok := natives[o.Module.Name][o.Name]
	if !ok {
		return code{}, false
	}
	var x code
	switch {
	case n.unary != nil:
		x = c.unaryOf(n.unary, args, e, sc, primed)
	case n.binary != nil:
		x = c.binaryOf(n.binary, args, e, sc, primed)
	case n.test != nil:
		x = c.testOf(n.test, args, e, sc, primed)
	default:
		x = c.nativeCall(n, o, args, e, sc, primed)
	}
	if n.chance {
		x.deps = x.deps.or(dependsOn(onChance))
	}
	if n.impure {
		x.deps = x.deps.or(dependsOn(onWorld))
	}
	return x, true
}

func (c *compiler) nativeCall(n native, o *semantic.Object, args []argument, e syntax.Node, sc *scope, primed bool) code {
	at := c.siteOf(e, sc)
	values := make([]expr, len(args))
	ops := make([]func(*frame) operation, len(args))
	var all deps
	for i, a := range args {
		if o.Params[i].Arity > 0 {
			op, d := c.operatorValue(o.Params[i], a, primed)
			ops[i], all = op, all.or(d)
			continue
		}
		x := c.argumentCode(a, primed)
		values[i], all = x.sealed().asValue(), all.or(x.deps)
	}
	return code{deps: all, site: at, value: func(f *frame) datum.Datum {
		call := call{evaluator: f.evaluator, frame: f, args: values, ops: make([]func(...datum.Datum) datum.Datum, len(ops)), at: at}
		for i, op := range ops {
			if op != nil {
				apply := op(f)
				call.ops[i] = func(args ...datum.Datum) datum.Datum { return apply(args, nil) }
			}
		}
		v := n.call(&call)
		return v
	}}
}
