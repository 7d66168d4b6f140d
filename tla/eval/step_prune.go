package eval

import (
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// pruning compiles those branches of the next-state relation that lead to the definition of a name.
type pruning struct {
	*compiler
	name    string
	divided map[string]bool // the definitions on the way
	seen    []string        // all definitions that can be named, outer ones first
}

// of compiles what leads to the definition, by the rules by which generate names actions. It returns nil if nothing does.
func (c *pruning) of(e syntax.Expr, sc *scope) node {
	switch e := e.(type) {
	case *syntax.Paren:
		return c.of(e.X, sc)
	case *syntax.Labeled:
		return c.of(e.Body, sc)
	case *syntax.Junction:
		if e.Op == `\/` {
			return c.any(e.Items, sc)
		}
	case *syntax.Quantifier:
		if e.Op == `\E` && e.Bounds[0].Set != nil {
			gens, inner := c.bounds(e.Bounds, sc, false)
			if body := c.of(e.Body, inner); body != nil {
				return newSome(gens, e.Bounds, body, nil)
			}
		}
	case *syntax.Let:
		inner := c.letScope(e, sc)
		return c.entry(inner, sc, nil, nil, c.of(e.Body, inner))
	case *syntax.Apply:
		use, ok := c.info.Uses[e]
		if !ok {
			return nil
		}
		if use.Sub != nil {
			outer := c.definitionScope(use.Object, sc)
			inner := c.withArguments(use.Params, arguments(use.Args, sc), outer)
			return c.entry(inner, outer, nil, nil, c.of(use.Sub, inner))
		}
		return c.object(use.Object, arguments(use.Args, sc), e, sc)
	}
	return nil
}

// any compiles those of several branches that lead to the definition.
func (c *pruning) any(items []syntax.Expr, sc *scope) node {
	var branches []node
	for _, item := range items {
		if n := c.of(item, sc); n != nil {
			branches = append(branches, n)
		}
	}
	if len(branches) == 0 {
		return nil
	}
	return or(branches)
}

func (c *pruning) object(o *semantic.Object, args []argument, e *syntax.Apply, sc *scope) node {
	if o == nil || sc.lookup(o) != nil {
		return nil
	}
	if other, ok := c.overrides[o]; ok {
		return c.object(other, args, e, c.root)
	}
	if o.Kind == semantic.Builtin {
		if o.Name == `\/` {
			return c.any([]syntax.Expr{args[0].expr, args[1].expr}, sc)
		}
		return nil
	}
	return c.definition(o, args, e, sc)
}

func (c *pruning) definition(o *semantic.Object, args []argument, e *syntax.Apply, sc *scope) node {
	if !c.isEntered(o) {
		return nil
	}
	c.seen = append(c.seen, o.Name)
	if o.Name == c.name {
		return (&formulas{compiler: c.compiler}).definition(o, args, e, sc)
	}
	if o.Inner != nil {
		c.divided[o.Name] = true
		n := len(o.Instance.Params)
		scope := c.instanceScope(o.Instance, args[:n], sc)
		if c.heeded(o) {
			return c.object(o.Inner, args[n:], e, scope)
		}
		return c.definition(o.Inner, args[n:], e, scope)
	}
	outer := c.definitionScope(o, sc)
	inner := c.withArguments(o.Params, args, outer)
	body := c.of(o.Body, inner)
	if body != nil {
		c.divided[o.Name] = true
	}
	return c.entry(inner, outer, o.Params, inner, body)
}
