package semantic

import "github.com/tenet-go/tenet/tla/syntax"

// operator resolves the definition of an operator.
func (r *resolver) operator(u *syntax.OperatorDef, sc *scope, let bool) {
	o, ok := r.defined(u.Name, len(u.Params), sc)
	if !ok {
		o = &Object{Kind: Definition, Arity: len(u.Params)}
		r.place(o, u.Name)
	}
	inside := newScope(sc)
	o.Params = r.params(u.Params, inside)
	r.inside(o, func() {
		if u.Body != nil {
			r.expr(u.Body, inside)
		}
	})
	o.Body, o.Local = u.Body, u.Local
	r.complete(u, o, u.Name, sc, let)
}

// function resolves the definition of a function, whose name may occur in its body.
func (r *resolver) function(u *syntax.FunctionDef, sc *scope, let bool) {
	o, ok := r.defined(u.Name, 0, sc)
	if !ok {
		o = &Object{Kind: Definition}
		r.place(o, u.Name)
	}
	o.Function, o.Local = u, u.Local
	inside := newScope(sc)
	inside.add(u.Name.Text, o, false)
	r.inside(o, func() {
		r.bounds(u.Bounds, sc, inside)
		r.expr(u.Body, inside)
	})
	o.Body = u.Body
	r.complete(u, o, u.Name, sc, let)
}

// defined returns the object that was declared RECURSIVE for a definition in sc. It reports whether there is one; what is wrong
// with the name is reported here.
func (r *resolver) defined(name syntax.Name, arity int, sc *scope) (*Object, bool) {
	before := sc.lookup(name.Text)
	if before == nil {
		return nil, false
	}
	if !before.Recursive || before.Body != nil || before.Function != nil || r.open[before] {
		r.declare(sc, &Object{}, name, false)
		return nil, false
	}
	if sc.names[name.Text].object != before {
		r.errorf(name, "%s has to be defined where it is declared RECURSIVE, at %v", name.Text, before.Pos)
		delete(r.owed, before)
		return nil, false
	}
	if before.Arity != arity {
		r.errorf(name, "%s has %s here, and %s where it is declared RECURSIVE, at %v",
			name.Text, count(arity, "parameter"), count(before.Arity, "parameter"), before.Pos)
		delete(r.owed, before)
		return nil, false
	}
	return before, true
}

// inside resolves the body of o by f.
func (r *resolver) inside(o *Object, f func()) {
	body := r.body
	r.body = newDefinition()
	r.open[o] = true
	f()
	delete(r.open, o)
	r.body = body
}

// complete makes a definition known.
func (r *resolver) complete(u syntax.Unit, o *Object, name syntax.Name, sc *scope, let bool) {
	if sc.lookup(name.Text) == nil {
		sc.add(name.Text, o, o.Local)
	}
	o.let, o.Pos = let, name.Start // and not where it is declared RECURSIVE
	delete(r.owed, o)
	if let {
		r.info.LetDefs[u] = o
	} else {
		r.m.Definitions = append(r.m.Definitions, o)
	}
}

// params declares parameters in sc.
func (r *resolver) params(decls []*syntax.OpDecl, sc *scope) []*Object {
	var params []*Object
	for _, d := range decls {
		p := &Object{Kind: Param, Arity: d.Arity}
		r.bind(sc, &d.Name, p)
		params = append(params, p)
	}
	return params
}

// bind declares a parameter or bound name.
func (r *resolver) bind(sc *scope, name *syntax.Name, o *Object) {
	r.place(o, *name)
	r.info.Bounds[name] = o
	r.declare(sc, o, *name, false)
}

// bounds resolves the sets of bounds in the scope sets and declares their names in the scope inside.
func (r *resolver) bounds(bounds []*syntax.Bound, sets, inside *scope) {
	for _, b := range bounds {
		if b.Set != nil {
			r.expr(b.Set, sets)
		}
	}
	for _, b := range bounds {
		for i := range b.Names {
			r.bind(inside, &b.Names[i], &Object{Kind: Bound})
			if r.body != nil {
				r.body.bound = append(r.body.bound, b.Names[i])
			}
		}
	}
}

// within calls f, which resolves bounds and what is inside of them; after it their names are bound no more.
func (r *resolver) within(f func()) {
	if r.body == nil {
		f()
		return
	}
	n := len(r.body.bound)
	f()
	r.body.bound = r.body.bound[:n]
}
