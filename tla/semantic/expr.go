package semantic

import (
	"slices"

	"github.com/tenet-go/tenet/tla/syntax"
)

// expr resolves the names in an expression, which stands where a value is expected.
func (r *resolver) expr(e syntax.Expr, sc *scope) {
	switch x := e.(type) {
	case nil, *syntax.Number, *syntax.String:
	case *syntax.Apply:
		r.apply(x, 0, sc)
	case *syntax.Lambda:
		r.errorf(x, "a LAMBDA stands where a value is expected")
		r.lambda(x, sc)
	case *syntax.Let:
		r.let(x, sc)
	case *syntax.Labeled:
		r.labeled(x, sc)
	case *syntax.At:
		if r.except == 0 {
			r.errorf(x, "@ stands outside of the value of an EXCEPT")
		}
	case *syntax.Except:
		r.exceptions(x, sc)
	case *syntax.FunctionApply:
		r.exprs(x.Args, sc)
		r.expr(x.Function, sc)
		r.countFunctionArgs(x)
	case *syntax.Record:
		r.fields(x.Fields, sc)
	case *syntax.RecordSet:
		r.fields(x.Fields, sc)
	case *syntax.AssumeProve:
		r.errorf(x, "ASSUME and PROVE stand where a value is expected")
	case *syntax.Quantifier, *syntax.Choose, *syntax.SetFilter, *syntax.SetMap, *syntax.FunctionMap:
		r.binder(e, sc)
	default:
		r.exprs(operands(e), sc)
	}
}

func (r *resolver) exprs(es []syntax.Expr, sc *scope) {
	for _, e := range es {
		r.expr(e, sc)
	}
}

// operands are the parts of an expression that declares nothing.
func operands(e syntax.Expr) []syntax.Expr {
	switch x := e.(type) {
	case *syntax.Junction:
		return x.Items
	case *syntax.SetEnum:
		return x.Elems
	case *syntax.FunctionSet:
		return []syntax.Expr{x.Domain, x.Range}
	case *syntax.FieldAccess:
		return []syntax.Expr{x.Record}
	case *syntax.Tuple:
		return x.Elems
	case *syntax.Product:
		return x.Factors
	case *syntax.If:
		return []syntax.Expr{x.Cond, x.Then, x.Else}
	case *syntax.Case:
		var parts []syntax.Expr
		for _, arm := range x.Arms {
			parts = append(parts, arm.Cond, arm.Body)
		}
		if x.Other != nil {
			parts = append(parts, x.Other)
		}
		return parts
	case *syntax.Box:
		return []syntax.Expr{x.Action, x.Subscript}
	case *syntax.Fairness:
		return []syntax.Expr{x.Subscript, x.Action}
	case *syntax.Paren:
		return []syntax.Expr{x.X}
	}
	return nil
}

// bounding is the bounds of an expression that binds names, and what the names are bound in.
func bounding(e syntax.Expr) (bounds []*syntax.Bound, body syntax.Expr) {
	switch x := e.(type) {
	case *syntax.Quantifier:
		return x.Bounds, x.Body
	case *syntax.Choose:
		return []*syntax.Bound{x.Bound}, x.Body
	case *syntax.SetFilter:
		return []*syntax.Bound{x.Bound}, x.Body
	case *syntax.SetMap:
		return x.Bounds, x.Body
	case *syntax.FunctionMap:
		return x.Bounds, x.Body
	}
	return nil, nil
}

// binder resolves an expression that binds names.
func (r *resolver) binder(e syntax.Expr, sc *scope) {
	bounds, body := bounding(e)
	inside := newScope(sc)
	r.within(func() {
		r.bounds(bounds, sc, inside)
		r.expr(body, inside)
	})
}

// lambda resolves a LAMBDA, wherever it stands.
func (r *resolver) lambda(x *syntax.Lambda, sc *scope) {
	inside := newScope(sc)
	r.within(func() {
		r.info.Lambdas[x] = r.params(x.Params, inside)
		for _, d := range x.Params {
			if r.body != nil {
				r.body.bound = append(r.body.bound, d.Name)
			}
		}
		r.expr(x.Body, inside)
	})
}

func (r *resolver) let(x *syntax.Let, sc *scope) {
	inside := newScope(sc)
	for _, unit := range x.Defs {
		r.unit(unit, inside, true)
	}
	r.undefined(x.Defs, inside)
	r.info.lets[x] = inside
	r.expr(x.Body, inside)
}

func (r *resolver) exceptions(x *syntax.Except, sc *scope) {
	r.expr(x.Function, sc)
	for _, u := range x.Updates {
		for _, index := range u.Path {
			r.exprs(index.Args, sc)
		}
		r.except++
		r.expr(u.Value, sc)
		r.except--
	}
}

func (r *resolver) fields(fields []*syntax.Field, sc *scope) {
	seen := map[string]bool{}
	for _, f := range fields {
		if seen[f.Name.Text] {
			r.errorf(f.Name, "the record has a field %s already", f.Name.Text)
		}
		seen[f.Name.Text] = true
		r.expr(f.Expr, sc)
	}
}

// countFunctionArgs checks that a function that is defined by f[x, y] == ... gets as many arguments, or a single one, which may be a tuple.
func (r *resolver) countFunctionArgs(x *syntax.FunctionApply) {
	a, ok := x.Function.(*syntax.Apply)
	if !ok || len(x.Args) == 1 {
		return
	}
	use, ok := r.info.Uses[a]
	if !ok || use.Sub != nil || len(a.Args) > 0 || root(use.Object).Function == nil {
		return
	}
	n := 0
	for _, b := range root(use.Object).Function.Bounds {
		if b.Tuple {
			n++
		} else {
			n += len(b.Names)
		}
	}
	if n != len(x.Args) {
		r.errorf(x, "function %s takes %s, not %d", a.Name.Text, count(n, "argument"), len(x.Args))
	}
}

// labeled resolves a label, whose parameters have to be the names that are bound between it and the definition, or the label, around it.
func (r *resolver) labeled(x *syntax.Labeled, sc *scope) {
	var wrong string
	switch {
	case r.body == nil:
		wrong = "outside of a definition"
	case r.except > 0:
		wrong = "in the value of an EXCEPT"
	case r.nested:
		wrong = "in an inner ASSUME PROVE, after a NEW"
	}
	if wrong != "" {
		r.errorf(x, "label %s stands %s", x.Label.Text, wrong)
		r.expr(x.Body, sc)
		return
	}
	if r.body.labels[x.Label.Text] {
		r.errorf(x.Label, "there is a label %s already", x.Label.Text)
	}
	r.body.labels[x.Label.Text] = true
	r.labelParams(x, sc)
	around := r.body
	r.body = newDefinition()
	r.expr(x.Body, sc)
	r.body = around
}

func (r *resolver) labelParams(x *syntax.Labeled, sc *scope) {
	var named []string
	for i, p := range x.Params {
		switch {
		case slices.Contains(named, p.Text):
			r.errorf(p, "label %s has two parameters %s", x.Label.Text, p.Text)
		case !r.bound(p.Text):
			r.errorf(p, "parameter %s of label %s is not bound between the definition and the label", p.Text, x.Label.Text)
		default:
			r.info.Bounds[&x.Params[i]] = sc.lookup(p.Text)
		}
		named = append(named, p.Text)
	}
	for _, b := range r.body.bound {
		if !slices.Contains(named, b.Text) {
			r.errorf(x.Label, "label %s needs a parameter %s, which is bound at %v", x.Label.Text, b.Text, b.Start)
		}
	}
}

// bound reports that a name is bound between the definition, or the label around, and here.
func (r *resolver) bound(name string) bool {
	return slices.ContainsFunc(r.body.bound, func(b syntax.Name) bool { return b.Text == name })
}
