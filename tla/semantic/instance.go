package semantic

import (
	"slices"

	"github.com/tenet-go/tenet/tla/syntax"
)

// instance resolves an INSTANCE and brings in the definitions of its module.
func (r *resolver) instance(u *syntax.InstanceDef, sc *scope, let bool) {
	inside := newScope(sc)
	inst := &Instance{Name: u.Name.Text, Params: r.params(u.Params, inside), Pos: u.Start, Subst: map[*Object]syntax.Expr{}}
	r.info.Instances[u] = inst
	m := r.module(u.Module, sc)
	if m == nil {
		r.m.holed = true
		return
	}
	inst.Module = m
	r.m.holed = r.m.holed || m.holed
	r.substitute(u, inst, inside)
	if u.Name.Text != "" {
		space := &Object{Kind: Namespace, Arity: len(inst.Params), Params: inst.Params, Local: u.Local, Instance: inst}
		r.place(space, u.Name)
		r.declare(sc, space, u.Name, u.Local)
	}
	for _, name := range m.scope.order {
		if e := m.scope.names[name]; !e.local {
			r.instantiated(u, inst, name, e.object, sc, let)
		}
	}
}

// substitute finds out what the constants and variables of the instantiated module stand for.
func (r *resolver) substitute(u *syntax.InstanceDef, inst *Instance, inside *scope) {
	given := map[string]bool{}
	symbols := slices.Concat(inst.Module.Constants, inst.Module.Variables)
	for _, s := range u.With {
		if given[s.Name.Text] {
			r.errorf(s.Name, "%s is substituted twice", s.Name.Text)
			continue
		}
		given[s.Name.Text] = true
		found := false
		for _, o := range symbols {
			if o.Name == s.Name.Text {
				if !found {
					r.argument(s.Expr, o.Arity, inside)
				}
				found = true
				inst.Subst[o] = s.Expr
			}
		}
		if !found && !inst.Module.holed {
			r.errorf(s.Name, "%s is neither a constant nor a variable of module %s", s.Name.Text, inst.Module.Name)
		}
	}
	for _, o := range symbols {
		if !given[o.Name] {
			r.implicit(u, inst, o, inside)
		}
	}
}

// implicit substitutes for o what has its name where the INSTANCE stands.
func (r *resolver) implicit(u *syntax.InstanceDef, inst *Instance, o *Object, inside *scope) {
	same := inside.lookup(o.Name)
	if same == nil && r.m.holed {
		return
	}
	if same == nil {
		r.errorf(u.Module, "nothing is substituted for %s %s of module %s, and nothing here has that name",
			o.Kind, o.Name, inst.Module.Name)
		return
	}
	if same.Kind == Namespace || same.Arity != o.Arity {
		r.errorf(u.Module, "nothing is substituted for %s %s of module %s, and what has that name here does not fit: %s",
			o.Kind, o.Name, inst.Module.Name, r.described(same))
		return
	}
	e := &syntax.Apply{Span: u.Module.Span, Name: syntax.Name{Span: u.Module.Span, Text: o.Name}}
	r.info.Uses[e] = Use{Object: same}
	inst.Subst[o] = e
}

// instantiated brings in one name of the module of an instance.
func (r *resolver) instantiated(u *syntax.InstanceDef, inst *Instance, name string, inner *Object, sc *scope, let bool) {
	if inner.Kind != Definition && inner.Kind != Statement && inner.Kind != Namespace {
		return
	}
	at := syntax.Name{Span: u.Module.Span, Text: name}
	if u.Name.Text != "" {
		at = syntax.Name{Span: u.Name.Span, Text: u.Name.Text + "!" + name}
	}
	o := inner
	if len(inst.Params) > 0 || !closed(inner.Module) {
		o = &Object{Kind: inner.Kind, Name: at.Text, Pos: u.Start, Module: r.m, Local: u.Local, Recursive: inner.Recursive,
			Params: slices.Concat(inst.Params, inner.Params), Inner: inner, Instance: inst, let: let}
		o.Arity = len(o.Params)
	}
	before := sc.lookup(at.Text)
	if before != nil && before != o && before.Kind == o.Kind && before.Arity == o.Arity && before.Kind != Builtin {
		if root(before) != root(o) {
			r.warnf(at, "%s of module %s is hidden: it is defined already, as %s", name, inst.Module.Name, r.described(before))
		}
		return
	}
	if r.declare(sc, o, at, u.Local) && o != before && !let && o.Kind == Definition {
		r.m.Definitions = append(r.m.Definitions, o)
	}
}

// closed reports that the definitions of a module do not depend on constants or variables.
func closed(m *Module) bool {
	for ; m != nil; m = m.Outer {
		if len(m.Constants)+len(m.Variables) > 0 {
			return false
		}
	}
	return true
}
