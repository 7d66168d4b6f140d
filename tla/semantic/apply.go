package semantic

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/tla/syntax"
)

// part is one of the parts of a compound name, which are separated by !.
type part struct {
	syntax.Span
	kind  syntax.SelectorKind // SelectLabel for a name
	name  string
	index int
	args  []syntax.Expr
}

// parts are the parts of a name.
func parts(x *syntax.Apply) []part {
	var ps []part
	for _, s := range x.Path {
		ps = append(ps, part{Span: s.Name.Span, kind: syntax.SelectLabel, name: s.Name.Text, args: s.Args})
	}
	ps = append(ps, part{Span: x.Name.Span, kind: syntax.SelectLabel, name: x.Name.Text, args: x.Args})
	for _, s := range x.Selectors {
		ps = append(ps, part{Span: s.Span, kind: s.Kind, name: s.Label.Text, index: s.Index, args: s.Args})
	}
	return ps
}

// argument resolves what is passed for a parameter of an arity: an expression, or an operator.
func (r *resolver) argument(e syntax.Expr, arity int, sc *scope) {
	if arity == 0 {
		r.expr(e, sc)
		return
	}
	switch x := e.(type) {
	case *syntax.Apply:
		r.apply(x, arity, sc)
	case *syntax.Lambda:
		if len(x.Params) != arity {
			r.errorf(x, "an operator with %s is expected, not a LAMBDA with %d", count(arity, "argument"), len(x.Params))
		}
		r.lambda(x, sc)
	default:
		r.errorf(e, "an operator with %s is expected, not an expression", count(arity, "argument"))
		r.expr(e, sc)
	}
}

// apply resolves a use of a name where a value is expected or, if arity is not 0, an operator.
func (r *resolver) apply(x *syntax.Apply, arity int, sc *scope) {
	ps := parts(x)
	o, name, n := r.named(ps, sc)
	if o == nil {
		r.arguments(nil, ps, sc)
		return
	}
	if r.open[o] && o.Function != nil {
		o.Recursive = true
	}
	if o.Kind == Namespace {
		r.errorf(ps[n-1], "%s is an instance of module %s: !, and the name of a definition, are expected after it",
			name, o.Instance.Module.Name)
		return
	}
	if o.Kind == Statement && n == len(ps) {
		if _, ok := root(o).Body.(*syntax.AssumeProve); ok {
			r.errorf(x, "%s is an ASSUME PROVE, which has no value", name)
			return
		}
	}
	if n < len(ps) {
		r.selected(x, o, name, ps, n, arity, sc)
		return
	}
	args := r.arguments(o, ps, sc)
	if r.fits(x, o, name, len(args), arity) {
		r.info.Uses[x] = Use{Object: o, Args: args}
	}
}

// named finds what the first n parts of a name stand for.
func (r *resolver) named(ps []part, sc *scope) (o *Object, name string, n int) {
	for n < len(ps) && ps[n].kind == syntax.SelectLabel {
		if n > 0 {
			name += "!"
		}
		name += ps[n].name
		n++
		o = sc.lookup(name)
		if o == nil {
			if !r.m.holed {
				r.errorf(ps[n-1], "unknown name %s%s", name, suggest(sc, name))
			}
			return nil, name, n
		}
		if o.Kind != Namespace {
			return o, name, n
		}
	}
	return o, name, n
}

// arguments resolves the arguments of parts for o, and returns them. If o is nil, they are resolved as far as possible.
func (r *resolver) arguments(o *Object, ps []part, sc *scope) []syntax.Expr {
	var args []syntax.Expr
	for _, p := range ps {
		for _, e := range p.args {
			if o == nil {
				r.loose(e, sc)
			} else {
				r.argument(e, o.paramArity(len(args)), sc)
			}
			args = append(args, e)
		}
	}
	return args
}

// loose resolves the argument of what is unknown, so that it may be an operator.
func (r *resolver) loose(e syntax.Expr, sc *scope) {
	switch x := e.(type) {
	case *syntax.Lambda:
		r.lambda(x, sc)
	case *syntax.Apply:
		if o, _, n := r.named(parts(x), sc); o != nil && o.Arity > 0 && len(x.Args) == 0 && n == len(x.Path)+1 {
			return
		}
		r.expr(e, sc)
	default:
		r.expr(e, sc)
	}
}

// paramArity is how many arguments the operator takes that is passed as argument i; 0 if it is a value.
func (o *Object) paramArity(i int) int {
	if i < len(o.Params) {
		return o.Params[i].Arity
	}
	return 0
}

// fits checks that o, which has args arguments, may stand where a value is expected or, if arity is not 0, an operator.
func (r *resolver) fits(at syntax.Node, o *Object, name string, args, arity int) bool {
	switch {
	case arity == 0 && args == o.Arity:
		return true
	case arity == 0 && args == 0:
		r.errorf(at, "operator %s takes %s, and has none here", name, count(o.Arity, "argument"))
	case arity == 0 || args > 0 && args != o.Arity:
		r.errorf(at, "%s %s takes %s, not %d", o.Kind, name, count(o.Arity, "argument"), args)
	case args > 0 || o.Arity == 0:
		r.errorf(at, "an operator with %s is expected, not an expression", count(arity, "argument"))
	case o.Arity != arity:
		r.errorf(at, "an operator with %s is expected, and %s takes %d", count(arity, "argument"), name, o.Arity)
	default:
		for _, p := range o.Params {
			if p.Arity > 0 {
				r.errorf(at, "operator %s cannot be passed, since its argument %s is an operator", name, p.Name)
				return false
			}
		}
		return true
	}
	return false
}

// count is "1 argument" or "2 arguments".
func count(n int, what string) string {
	switch n {
	case 0:
		return "no " + what + "s"
	case 1:
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, strings.TrimSuffix(what, "s"))
}
