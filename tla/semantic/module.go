package semantic

import (
	"errors"
	"maps"
	"slices"

	"github.com/tenet-go/tenet/tla/syntax"
)

// resolver finds out what the names of one module mean.
type resolver struct {
	*loader
	m    *Module
	tree *syntax.Module
	info *Info

	open   map[*Object]bool // definitions whose bodies are being resolved
	owed   map[*Object]bool // what is declared RECURSIVE and not defined yet
	nested bool             // the expression is of an ASSUME PROVE inside another one, after a NEW
	except int              // how many values of EXCEPT are around the expression: @ means something if there is one
	body   *definition      // that is being resolved; nil outside of definitions
}

// definition is a body that labels may stand in.
type definition struct {
	bound  []syntax.Name   // by quantifiers and the like, between the definition, or a label, and here
	labels map[string]bool // of the definition, or below that label
}

func newDefinition() *definition { return &definition{labels: map[string]bool{}} }

func newResolver(l *loader, m *Module, tree *syntax.Module) *resolver {
	return &resolver{loader: l, m: m, tree: tree, info: l.spec.Info, open: map[*Object]bool{}, owed: map[*Object]bool{}}
}

// resolve resolves a module that stands in the scope outer, which is nil for a module with a file of its own.
func (l *loader) resolve(tree *syntax.Module, outer *resolver, standard bool) *Module {
	m := &Module{Name: tree.Name.Text, Syntax: tree, Standard: standard}
	var around *scope
	if outer != nil {
		m.Outer, m.holed = outer.m, outer.m.holed
		around = outer.m.scope
	}
	m.scope = newScope(around)
	r := newResolver(l, m, tree)
	r.extend()
	for _, unit := range tree.Units {
		r.unowed(unit)
		r.unit(unit, m.scope, false)
	}
	r.undefined(tree.Units, m.scope)
	l.modules = append(l.modules, m)
	return m
}

// errorf reports an error at a node of the module.
func (r *resolver) errorf(at syntax.Node, format string, args ...any) {
	r.report(mistake(r.tree, at, format, args...))
}

// warnf reports what is doubtful, and yet legal.
func (r *resolver) warnf(at syntax.Node, format string, args ...any) {
	r.spec.Warnings = append(r.spec.Warnings, mistake(r.tree, at, format, args...))
}

// module returns the module of a name, which stands at a place where the scope is sc, or nil after an error.
func (r *resolver) module(name syntax.Name, sc *scope) *Module {
	if m := sc.module(name.Text); m != nil {
		return m
	}
	m, err := r.read(name.Text)
	if err != nil && !errors.Is(err, errReported) {
		r.errorf(name, "%v", err)
	}
	return m
}

// extend brings in what the extended modules declare and define.
func (r *resolver) extend() {
	seen := map[*Object]bool{}
	for _, name := range r.tree.Extends {
		extended := r.module(name, r.m.scope)
		if extended == nil {
			r.m.holed = true
			continue
		}
		r.m.holed = r.m.holed || extended.holed
		r.m.Extends = append(r.m.Extends, extended)
		for _, o := range extended.Constants {
			r.m.Constants = appendOnce(r.m.Constants, o, seen)
		}
		for _, o := range extended.Variables {
			r.m.Variables = appendOnce(r.m.Variables, o, seen)
		}
		for _, o := range extended.Assumptions {
			r.m.Assumptions = appendOnce(r.m.Assumptions, o, seen)
		}
		r.merge(extended, name)
	}
}

func appendOnce(list []*Object, o *Object, seen map[*Object]bool) []*Object {
	if seen[o] {
		return list
	}
	seen[o] = true
	return append(list, o)
}

// merge brings in what a module that is extended at a place lets others see. Of two definitions of one name the first counts.
func (r *resolver) merge(extended *Module, at syntax.Name) {
	sc := r.m.scope
	for _, name := range extended.scope.order {
		e := extended.scope.names[name]
		if e.local {
			continue
		}
		before, ok := sc.names[name]
		switch {
		case !ok:
			sc.add(name, e.object, false)
		case before.object == e.object || root(before.object) == root(e.object):
		case class(before.object.Kind) != class(e.object.Kind):
			r.errorf(at, "%s is %s in module %s, and %s in module %s", name,
				e.object.Kind.article(), e.object.Module.Name, before.object.Kind.article(), before.object.Module.Name)
		default:
			r.warnf(at, "%s of module %s is hidden by that of module %s", name, e.object.Module.Name, before.object.Module.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(extended.scope.modules)) {
		m := extended.scope.modules[name]
		if known := sc.module(m.Name); known != nil && known != m {
			r.errorf(at, "modules %s and %s both have a module %s", extended.Name, known.Outer.Name, m.Name)
			continue
		}
		sc.addModule(m)
	}
}

// root is the definition that o means, below all instances.
func root(o *Object) *Object {
	for o.Inner != nil {
		o = o.Inner
	}
	return o
}

// class is what may stand for each other if two modules that are extended have one name.
func class(k Kind) Kind {
	switch k {
	case Variable:
		return Constant
	case Namespace:
		return Definition
	}
	return k
}

// unit resolves a unit of the module, or of a LET.
func (r *resolver) unit(unit syntax.Unit, sc *scope, let bool) {
	switch u := unit.(type) {
	case *syntax.ConstantDecl:
		for _, d := range u.Decls {
			r.m.Constants = r.declared(r.m.Constants, &Object{Kind: Constant, Arity: d.Arity}, d.Name, sc)
		}
	case *syntax.VariableDecl:
		for _, name := range u.Names {
			r.m.Variables = r.declared(r.m.Variables, &Object{Kind: Variable, Level: StateLevel}, name, sc)
		}
	case *syntax.RecursiveDecl:
		for _, d := range u.Decls {
			o := &Object{Kind: Definition, Arity: d.Arity, Recursive: true}
			r.place(o, d.Name)
			if r.declare(sc, o, d.Name, false) {
				r.owed[o] = true
			}
		}
	case *syntax.OperatorDef:
		r.operator(u, sc, let)
	case *syntax.FunctionDef:
		r.function(u, sc, let)
	case *syntax.InstanceDef:
		r.instance(u, sc, let)
	case *syntax.Assume:
		o := r.statement(u.Name, u.Body, sc)
		r.m.Assumptions = append(r.m.Assumptions, o)
	case *syntax.Theorem:
		o := r.statement(u.Name, u.Body, sc)
		r.m.Theorems = append(r.m.Theorems, o)
	case *syntax.InnerModule:
		r.inner(u, sc)
	}
}

// place fills in where o is declared.
func (r *resolver) place(o *Object, name syntax.Name) {
	o.Name, o.Pos, o.Module = name.Text, name.Start, r.m
}

// declared declares a constant or variable of the module and appends it to list. One that was declared already in the same way, here
// or in a module that is extended, is that one.
func (r *resolver) declared(list []*Object, o *Object, name syntax.Name, sc *scope) []*Object {
	r.place(o, name)
	if before := sc.lookup(name.Text); before != nil && before.Kind == o.Kind && before.Arity == o.Arity {
		r.warnf(name, "%s is declared already, as %s", name.Text, r.described(before))
		return list
	}
	r.declare(sc, o, name, false)
	return append(list, o)
}

// declare gives a name a meaning where it has none. It reports whether the name means o afterwards.
func (r *resolver) declare(sc *scope, o *Object, at syntax.Name, local bool) bool {
	before := sc.lookup(at.Text)
	switch {
	case before == nil:
		sc.add(at.Text, o, local)
		return true
	case before == o:
		return true
	case before.Kind == Builtin:
		r.errorf(at, "%s is an operator of the language and cannot be redefined", at.Text)
	default:
		r.errorf(at, "%s is defined already, as %s", at.Text, r.described(before))
	}
	return false
}

// described says what an object is and where it is from.
func (r *resolver) described(o *Object) string {
	if o.Module == nil {
		return o.Kind.article()
	}
	if o.Module == r.m {
		return o.Kind.article() + " at " + o.Pos.String()
	}
	return o.Kind.article() + " of module " + o.Module.Name
}

// statement resolves an assumption or a theorem.
func (r *resolver) statement(name syntax.Name, body syntax.Expr, sc *scope) *Object {
	o := &Object{Kind: Statement, Body: body}
	r.place(o, name)
	if name.Text == "" {
		o.Pos = body.Place().Start
	} else {
		r.body = newDefinition()
	}
	r.statementBody(body, newScope(sc), 0)
	r.body = nil
	if name.Text != "" {
		r.declare(sc, o, name, false)
	}
	return o
}

// statementBody resolves an expression or ASSUME PROVE; what the latter declares is added to sc. Depth is how many are around it.
func (r *resolver) statementBody(body syntax.Node, sc *scope, depth int) {
	switch b := body.(type) {
	case *syntax.AssumeProve:
		nested := r.nested
		if depth > 0 {
			sc = newScope(sc)
		}
		for _, a := range b.Assumptions {
			r.statementBody(a, sc, depth+1)
		}
		r.statementBody(b.Prove, sc, depth+1)
		r.nested = nested
	case *syntax.NewDecl:
		if b.Set != nil {
			r.expr(b.Set, sc)
		}
		r.bind(sc, &b.Decl.Name, &Object{Kind: Bound, Arity: b.Decl.Arity, Level: newLevel(b.Kind)})
		r.nested = r.nested || depth > 1
	case *syntax.Labeled:
		if ap, ok := b.Body.(*syntax.AssumeProve); ok {
			r.statementBody(ap, newScope(sc), depth)
			return
		}
		r.expr(b, sc)
	case syntax.Expr:
		r.expr(b, sc)
	}
}

// newLevel is the level of what NEW declares.
func newLevel(kind string) Level {
	switch kind {
	case "VARIABLE", "STATE":
		return StateLevel
	case "ACTION":
		return ActionLevel
	case "TEMPORAL":
		return TemporalLevel
	}
	return ConstantLevel
}

// inner resolves a module inside the module.
func (r *resolver) inner(u *syntax.InnerModule, sc *scope) {
	name := u.Module.Name
	if sc.module(name.Text) != nil || r.spec.Modules[name.Text] != nil {
		r.errorf(name, "there is a module %s already", name.Text)
		return
	}
	sc.addModule(r.resolve(u.Module, r, r.m.Standard))
}

// unowed checks that a unit may stand between a RECURSIVE and the definition.
func (r *resolver) unowed(unit syntax.Unit) {
	if len(r.owed) == 0 {
		return
	}
	switch unit.(type) {
	case *syntax.ConstantDecl, *syntax.VariableDecl, *syntax.Assume, *syntax.Theorem, *syntax.InnerModule:
		r.errorf(unit, "only definitions may stand here, as not all is defined yet that is declared RECURSIVE")
	}
}

// undefined reports what was declared RECURSIVE by units and never defined.
func (r *resolver) undefined(units []syntax.Unit, sc *scope) {
	for _, unit := range units {
		u, ok := unit.(*syntax.RecursiveDecl)
		if !ok {
			continue
		}
		for _, d := range u.Decls {
			if o := sc.names[d.Name.Text].object; r.owed[o] && o.Pos == d.Name.Start {
				r.errorf(d.Name, "%s is declared RECURSIVE and not defined", d.Name.Text)
				delete(r.owed, o)
			}
		}
	}
}
