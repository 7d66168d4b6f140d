package eval

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// set compiles the constructors of sets and tuples.
func (c *compiler) set(e syntax.Expr, sc *scope, primed bool) code {
	switch e := e.(type) {
	case *syntax.SetEnum:
		if len(e.Elems) == 1 {
			one := c.expr(e.Elems[0], sc, primed)
			all, x := c.join(&one), one.asValue()
			return code{deps: all, value: func(f *frame) datum.Datum { return datum.Singleton(x(f)) }}
		}
		return c.list(e.Elems, sc, primed, datum.Set, c.site(e, sc))
	case *syntax.Tuple:
		if len(e.Elems) == 0 {
			return literal(datum.EmptyTuple)
		}
		return c.filled(e.Elems, sc, primed, func() (datum.Datum, []datum.Datum) { return datum.NewTuple(len(e.Elems)) })
	case *syntax.Product:
		product := func(sets []datum.Datum) datum.Datum { return datum.Product(sets...) }
		return c.list(e.Factors, sc, primed, product, c.site(e, sc))
	case *syntax.SetFilter:
		return c.filter(e, sc, primed)
	}
	return c.mapped(e.(*syntax.SetMap), sc, primed)
}

// exprs compiles several expressions together.
func (c *compiler) exprs(es []syntax.Expr, sc *scope, primed bool) ([]expr, deps) {
	codes, operands := make([]code, len(es)), make([]*code, len(es))
	for i, e := range es {
		codes[i] = c.expr(e, sc, primed)
		operands[i] = &codes[i]
	}
	all := c.join(operands...)
	values := make([]expr, len(es))
	for i := range codes {
		values[i] = codes[i].asValue()
	}
	return values, all
}

// list compiles what is made of the values of a list of expressions.
func (c *compiler) list(es []syntax.Expr, sc *scope, primed bool, build func([]datum.Datum) datum.Datum, at site) code {
	values, all := c.exprs(es, sc, primed)
	if len(values) == 1 {
		one := values[0]
		return code{deps: all, value: func(f *frame) datum.Datum {
			x := one(f)
			f.evaluator.at = at
			return build([]datum.Datum{x})
		}}
	}
	return code{deps: all, value: func(f *frame) datum.Datum {
		elems := make([]datum.Datum, len(values))
		for i, v := range values {
			elems[i] = v(f)
		}
		f.evaluator.at = at
		return build(elems)
	}}
}

// filled compiles a tuple or a record: made first, and then filled with values.
func (c *compiler) filled(es []syntax.Expr, sc *scope, primed bool, empty func() (datum.Datum, []datum.Datum)) code {
	values, all := c.exprs(es, sc, primed)
	return code{deps: all, value: func(f *frame) datum.Datum {
		made, places := empty()
		for i, v := range values {
			places[i] = v(f)
		}
		return made
	}}
}

func (c *compiler) filter(e *syntax.SetFilter, sc *scope, primed bool) code {
	gens, inner := c.bounds([]*syntax.Bound{e.Bound}, sc, primed)
	body := c.expr(e.Body, inner, primed)
	all := c.enclose(gens, &body)
	c.capture()
	set, bind, holds, at := gens[0].set.asValue(), gens[0].bind(), body.asTest("{x \\in S : p}"), c.site(e, sc)
	return code{deps: all, value: func(f *frame) datum.Datum {
		s := set(f)
		f.evaluator.at = at
		if datum.IsLarge(s) { // the set keeps the condition for later
			kept := f.copy()
			return datum.Filter(s, func(x datum.Datum) bool {
				g := kept.copy()
				bind(g, x)
				return holds(g)
			})
		}
		return datum.Filter(s, func(x datum.Datum) bool {
			bind(f, x)
			return holds(f)
		})
	}}
}

// capture notes that values may keep frames of the unit, and of those around it.
func (c *compiler) capture() {
	for u := c.unit; u != nil; u = u.parent {
		u.captured = true
	}
}

// copy is a frame of its own for code that is kept in a value, which any goroutine may evaluate.
func (f *frame) copy() *frame {
	for i := range f.params {
		f.params[i].settle(f.evaluator)
	}
	for i := range f.late {
		f.late[i].settle(f.evaluator)
	}
	g := *f
	g.evaluator = f.evaluator.program.Evaluator(Host{Print: f.evaluator.host.Print, Stop: f.evaluator.host.Stop})
	if f.outer != nil {
		g.outer = f.outer.copy()
	}
	g.slots = append([]datum.Datum(nil), f.slots...)
	g.params = append([]thunk(nil), f.params...)
	g.late = append([]thunk(nil), f.late...)
	g.active = append([]bool(nil), f.active...)
	g.s = append(State(nil), f.s...)
	g.t = append(State(nil), f.t...)
	return &g
}

func (c *compiler) mapped(e *syntax.SetMap, sc *scope, primed bool) code {
	gens, inner := c.bounds(e.Bounds, sc, primed)
	body := c.expr(e.Body, inner, primed)
	all := c.enclose(gens, &body)
	value, at, each := body.asValue(), c.site(e, sc), forEach(gens)
	return code{deps: all, value: func(f *frame) datum.Datum {
		var elems []datum.Datum
		each(f, func() { elems = append(elems, value(f)) })
		f.evaluator.at = at
		return datum.Set(elems)
	}}
}

// settle evaluates an argument that a value keeps, as the frame of its caller will be used for something else. One that has no value stays
// as it is, and fails when it is used.
func (t *thunk) settle(e *Evaluator) {
	if t.code == nil || t.changing || !t.value.IsZero() {
		return
	}
	if t.forcing { // it is part of itself: what it needs stays
		e.keepsFrames = true
		return
	}
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case *failure, *datum.Error:
			t.forcing, e.keepsFrames = false, true
		default:
			panic(reason)
		}
	}()
	t.force()
}

// forEach runs something for all bindings of generators.
func forEach(gens []generator) func(f *frame, do func()) {
	each, prepare := forEachOf(gens), hold(gens)
	if prepare == nil {
		return each
	}
	return func(f *frame, do func()) {
		prepare(f)
		each(f, do)
	}
}

func forEachOf(gens []generator) func(f *frame, do func()) {
	if len(gens) == 0 {
		return func(_ *frame, do func()) { do() }
	}
	rest := forEachOf(gens[1:])
	set, bind, at := gens[0].values(), gens[0].bind(), gens[0].at
	return func(f *frame, do func()) {
		s := set(f)
		f.evaluator.at = at
		datum.Each(s, func(x datum.Datum) bool {
			bind(f, x)
			rest(f, do)
			return true
		})
	}
}

// member compiles x \in S. A filter need not be built for that, also if S is defined as one.
func (c *compiler) member(x, set syntax.Expr, sc *scope, primed bool) code {
	element := c.expr(x, sc, primed)
	if filter, inner := c.filterOf(set, sc); filter != nil {
		direct := c.memberOfFilter(element, filter, inner, primed)
		if inner == sc || !direct.deps.closed() {
			return c.entering(inner, sc, direct)
		}
	}
	s := c.expr(set, sc, primed)
	all := c.join(&element, &s)
	a, b, at := element.asValue(), s.asValue(), c.site(set, sc)
	return code{deps: all, truth: func(f *frame) bool {
		v, w := a(f), b(f)
		f.evaluator.at = at
		return datum.Contains(w, v)
	}}
}

// filterOf returns the {x \in S : p} that a set is, or is defined as and not of constant level.
func (c *compiler) filterOf(set syntax.Expr, sc *scope) (*syntax.SetFilter, *scope) {
	switch e := set.(type) {
	case *syntax.Paren:
		return c.filterOf(e.X, sc)
	case *syntax.SetFilter:
		return e, sc
	case *syntax.Apply:
		use := c.info.Uses[e]
		o := use.Object
		if o == nil || use.Sub != nil || o.Kind != semantic.Definition || o.Level == semantic.ConstantLevel {
			break
		}
		if _, ok := c.constants[o]; ok || sc.lookup(o) != nil || c.isNative(o) {
			break
		}
		if inner, scope, ok := c.expanded(use, sc); ok {
			return c.filterOf(inner, scope)
		}
	}
	return nil, nil
}

func (c *compiler) memberOfFilter(element code, e *syntax.SetFilter, sc *scope, primed bool) code {
	gens, inner := c.bounds([]*syntax.Bound{e.Bound}, sc, primed)
	body := c.expr(e.Body, inner, primed)
	all := c.enclose(gens, &body).or(element.deps)
	element = c.settled(element, all)
	a, set, bind, holds, at := element.asValue(), gens[0].set.asValue(), gens[0].bind(), body.asTest("{x \\in S : p}"), c.site(e, sc)
	return code{deps: all, truth: func(f *frame) bool {
		v, w := a(f), set(f)
		f.evaluator.at = at
		if !datum.Contains(w, v) {
			return false
		}
		bind(f, v)
		return holds(f)
	}}
}
