package eval

import (
	"github.com/tenet-go/tenet/tla/syntax"
)

// antecedents compiles the P of all parts P => Q of a formula, each with \E for the \A around it.
func (b *builder) antecedents(name string, e syntax.Expr, sc *scope) []*Predicate {
	c := b.compiler
	u := newUnit(judging)
	c.unit = u
	var all []*Predicate
	for _, a := range c.antecedentsOf(e, sc) {
		x := a.code.sealed()
		all = append(all, &Predicate{Name: name, File: a.file, Span: a.span, unit: u, test: x.asTest("=>")})
	}
	return all
}

// antecedent is a P of some P => Q.
type antecedent struct {
	code code
	file string
	span syntax.Span
}

func (c *compiler) antecedentsOf(e syntax.Expr, sc *scope) []antecedent {
	switch e := e.(type) {
	case *syntax.Paren:
		return c.antecedentsOf(e.X, sc)
	case *syntax.Labeled:
		return c.antecedentsOf(e.Body, sc)
	case *syntax.Junction:
		if e.Op == `/\` {
			return c.antecedentsOfAll(e.Items, sc)
		}
	case *syntax.Let:
		inner := c.letScope(e, sc)
		all := c.antecedentsOf(e.Body, inner)
		for i := range all {
			all[i].code = c.entering(inner, sc, all[i].code)
		}
		return all
	case *syntax.Quantifier:
		if e.Op == `\A` && e.Bounds[0].Set != nil {
			return c.antecedentsOfForAll(e, sc)
		}
	case *syntax.Apply:
		return c.antecedentsOfUse(e, sc)
	}
	return nil
}

func (c *compiler) antecedentsOfAll(es []syntax.Expr, sc *scope) []antecedent {
	var all []antecedent
	for _, e := range es {
		all = append(all, c.antecedentsOf(e, sc)...)
	}
	return all
}

func (c *compiler) antecedentsOfForAll(e *syntax.Quantifier, sc *scope) []antecedent {
	gens, inner := c.bounds(e.Bounds, sc, false)
	all := c.antecedentsOf(e.Body, inner)
	for i := range all {
		body := all[i].code
		whole := c.enclose(gens, &body)
		holds := body.asTest("=>")
		none := loop(gens, func(f *frame) bool { return !holds(f) })
		all[i].code = code{deps: whole, site: body.site, truth: func(f *frame) bool { return !none(f) }}
	}
	return all
}

func (c *compiler) antecedentsOfUse(e *syntax.Apply, sc *scope) []antecedent {
	use, ok := c.info.Uses[e]
	if !ok || use.Object == nil || use.Sub != nil {
		return nil
	}
	switch use.Object.Name {
	case `/\`:
		return c.antecedentsOfAll(use.Args, sc)
	case "=>":
		p := use.Args[0]
		return []antecedent{{c.expr(p, sc, false), sc.file, p.Place()}}
	}
	if inner, scope, ok := c.expanded(use, sc); ok {
		all := c.antecedentsOf(inner, scope)
		for i := range all {
			all[i].code = c.entering(scope, sc, all[i].code)
		}
		return all
	}
	return nil
}
