package semantic

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/tla/syntax"
)

// errNoOperand says that a selector has nothing to select.
var errNoOperand = errors.New("there is no such part here")

// number is which of n operands a selector means, from 0, or -1.
func number(p part, n int) int {
	switch {
	case p.kind == syntax.SelectIndex && p.index >= 1 && p.index <= n:
		return p.index - 1
	case p.kind == syntax.SelectLeft && n > 0:
		return 0
	case p.kind == syntax.SelectRight && (n == 1 || n == 2):
		return n - 1
	}
	return -1
}

// operand returns the part of the node that a selector means.
func (s *selection) operand(p part) (syntax.Node, error) {
	switch x := s.node.(type) {
	case *syntax.Let:
		if number(p, 1) != 0 {
			return nil, errNoOperand
		}
		s.lets = append(s.lets, x)
		return x.Body, nil
	case *syntax.FunctionDef:
		return s.below(p, x.Bounds, x.Body)
	case *syntax.Lambda:
		var names []*syntax.Name
		for _, d := range x.Params {
			names = append(names, &d.Name)
		}
		return x.Body, s.bound(p, names)
	case *syntax.Quantifier, *syntax.Choose, *syntax.SetFilter, *syntax.SetMap, *syntax.FunctionMap:
		bounds, body := bounding(s.node.(syntax.Expr))
		return s.below(p, bounds, body)
	}
	all, err := s.r.selectable(s.node)
	if err != nil {
		return nil, err
	}
	i := number(p, len(all))
	if i < 0 || all[i] == nil {
		return nil, errNoOperand
	}
	return all[i], nil
}

// below selects a set of bounds, or the body that they bind names in.
func (s *selection) below(p part, bounds []*syntax.Bound, body syntax.Expr) (syntax.Node, error) {
	if p.kind == syntax.SelectAt || p.kind == syntax.SelectArgs {
		var names []*syntax.Name
		for _, b := range bounds {
			for i := range b.Names {
				names = append(names, &b.Names[i])
			}
		}
		return body, s.bound(p, names)
	}
	i := number(p, len(bounds))
	if i < 0 || bounds[i].Set == nil {
		return nil, errNoOperand
	}
	return bounds[i].Set, nil
}

// bound takes values for names that are bound, from !(a, b), or none, by !@.
func (s *selection) bound(p part, names []*syntax.Name) error {
	if p.kind != syntax.SelectAt && p.kind != syntax.SelectArgs {
		return errNoOperand
	}
	for _, name := range names {
		s.params = append(s.params, s.r.info.Bounds[name])
	}
	if p.kind == syntax.SelectAt {
		return nil
	}
	if s.arity > 0 {
		return errors.New("values cannot be given where an operator is expected: write !@")
	}
	if len(p.args) != len(names) {
		return fmt.Errorf("%s bound here, not %d", are(len(names)), len(p.args))
	}
	s.r.exprs(p.args, s.sc)
	s.args = append(s.args, p.args...)
	return nil
}

func are(n int) string {
	if n == 1 {
		return "1 name is"
	}
	return fmt.Sprintf("%d names are", n)
}

// arm selects from an arm of a CASE, which takes two selectors.
func (s *selection) arm(c *syntax.Case, ps []part) ([]part, error) {
	n := len(c.Arms)
	if c.Other != nil {
		n++
	}
	i := number(ps[0], n)
	if i < 0 {
		return ps, errNoOperand
	}
	if len(ps) == 1 {
		return ps, errors.New("an arm of a CASE has two parts, one of which has to be selected")
	}
	switch j := number(ps[1], 2); {
	case j == 0 && i < len(c.Arms):
		s.node = c.Arms[i].Cond
	case j == 1 && i < len(c.Arms):
		s.node = c.Arms[i].Body
	case j == 1:
		s.node = c.Other
	default:
		return ps[1:], errNoOperand
	}
	return ps[2:], nil
}

// selectable are the parts of an expression that binds no names, in the order in which selectors number them.
func (r *resolver) selectable(node syntax.Node) ([]syntax.Node, error) {
	var all []syntax.Node
	add := func(es ...syntax.Expr) {
		for _, e := range es {
			all = append(all, e)
		}
	}
	switch x := node.(type) {
	case *syntax.Apply:
		use := r.info.Uses[x]
		if use.Sub != nil {
			return nil, errors.New("parts of what is itself a selected part cannot be selected")
		}
		add(use.Args...)
	case *syntax.FunctionApply:
		add(x.Function)
		if len(x.Args) == 1 {
			add(x.Args[0])
		} else {
			add(&syntax.Tuple{Span: x.Span, Elems: x.Args})
		}
	case *syntax.FieldAccess:
		add(x.Record, &syntax.String{Span: x.Field.Span, Value: x.Field.Text})
	case *syntax.Record:
		for _, f := range x.Fields {
			add(f.Expr)
		}
	case *syntax.RecordSet:
		for _, f := range x.Fields {
			add(f.Expr)
		}
	case *syntax.Except:
		add(x.Function)
	case *syntax.AssumeProve:
		all = append(all, x.Assumptions...)
		add(x.Prove)
	case syntax.Expr:
		add(operands(x)...)
	}
	return all, nil
}
