package eval

import (
	"slices"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// function compiles the constructors and uses of functions and records.
func (c *compiler) function(e syntax.Expr, sc *scope, primed bool) code {
	switch e := e.(type) {
	case *syntax.FunctionMap:
		return c.functionMap(e.Bounds, e.Body, sc, primed, c.site(e, sc))
	case *syntax.FunctionSet:
		set := func(s []datum.Datum) datum.Datum { return datum.FunctionSet(s[0], s[1]) }
		return c.list([]syntax.Expr{e.Domain, e.Range}, sc, primed, set, c.site(e, sc))
	case *syntax.FunctionApply:
		return c.functionApply(e, sc, primed)
	case *syntax.Record:
		shape, es := fields(e.Fields)
		return c.filled(es, sc, primed, func() (datum.Datum, []datum.Datum) { return datum.NewRecord(shape) })
	case *syntax.RecordSet:
		shape, es := fields(e.Fields)
		return c.list(es, sc, primed, func(sets []datum.Datum) datum.Datum { return datum.RecordSet(shape, sets...) }, c.site(e, sc))
	case *syntax.FieldAccess:
		return c.field(e, sc, primed)
	case *syntax.Except:
		return c.except(e, sc, primed)
	}
	b := sc.lookup(atObject)
	if b == nil {
		return c.failing(e, sc, Unsupported, "@ stands outside of EXCEPT")
	}
	return c.bound(b, primed)
}

// atObject is what @ stands for.
var atObject = &semantic.Object{Kind: semantic.Bound, Name: "@"}

// functionMap compiles [x \in S, y \in T |-> e].
func (c *compiler) functionMap(bounds []*syntax.Bound, e syntax.Expr, sc *scope, primed bool, at site) code {
	gens, inner := c.bounds(bounds, sc, primed)
	body := c.expr(e, inner, primed)
	all := c.enclose(gens, &body)
	c.capture()
	domain, bind, value := domainOf(gens), bindArgument(gens), body.asValue()
	return code{deps: all, value: func(f *frame) datum.Datum {
		dom := domain(f)
		f.evaluator.at = at
		if !datum.IsFinite(dom) {
			kept := f.copy() // the function keeps its body for later
			return datum.Lambda(dom, func(x datum.Datum) datum.Datum {
				g := kept.copy()
				bind(g, x)
				return value(g)
			})
		}
		points := datum.Elements(dom)
		fn, values := datum.NewFunction(dom)
		for i, x := range points {
			bind(f, x)
			values[i] = value(f)
		}
		return fn
	}}
}

// domainOf is the domain of a function of these arguments: a set, or a product of sets.
func domainOf(gens []generator) expr {
	if len(gens) == 1 {
		return gens[0].set.asValue()
	}
	sets := make([]expr, len(gens))
	for i, g := range gens {
		sets[i] = g.set.asValue()
	}
	return func(f *frame) datum.Datum {
		factors := make([]datum.Datum, len(sets))
		for i, s := range sets {
			factors[i] = s(f)
		}
		return datum.Product(factors...)
	}
}

// bindArgument binds the arguments of a function to the parts of a point of its domain.
func bindArgument(gens []generator) func(f *frame, x datum.Datum) {
	if len(gens) == 1 {
		return gens[0].bind()
	}
	binds := make([]func(f *frame, x datum.Datum), len(gens))
	for i, g := range gens {
		binds[i] = g.bind()
	}
	at := gens[0].at
	return func(f *frame, x datum.Datum) {
		if !datum.IsSequence(x) || datum.Len(x) != len(binds) {
			f.fail(at, "the function takes %d arguments, and this is %s", len(binds), x)
		}
		for i, b := range binds {
			b(f, datum.At(x, i))
		}
	}
}

// functionApply compiles f[x]. Where f is a definition of a function, or a [x \in S |-> e], it need not be built.
func (c *compiler) functionApply(e *syntax.FunctionApply, sc *scope, primed bool) code {
	if x, ok := c.directApply(e, sc, primed); ok {
		return x
	}
	fn, arg := c.expr(e.Function, sc, primed), c.argument(e.Args, sc, primed)
	all := c.join(&fn, &arg)
	g, a, at := fn.asValue(), arg.asValue(), c.site(e, sc)
	return code{deps: all, value: func(f *frame) datum.Datum {
		h, x := g(f), a(f)
		f.evaluator.at = at
		v, ok := datum.Apply(h, x)
		if !ok {
			f.fail(at, "%s is not in the domain of the function %s", x, abbreviated(h))
		}
		return v
	}}
}

// argument compiles the a, b of f[a, b]: one value, or a tuple.
func (c *compiler) argument(args []syntax.Expr, sc *scope, primed bool) code {
	if len(args) == 1 {
		return c.expr(args[0], sc, primed)
	}
	return c.list(args, sc, primed, datum.Tuple, c.site(args[0], sc))
}

// fields returns the shape of a record, and the expressions of its fields in the order of the shape.
func fields(given []*syntax.Field) (*datum.Shape, []syntax.Expr) {
	sorted := slices.SortedStableFunc(slices.Values(given), func(a, b *syntax.Field) int {
		return datum.Compare(datum.String(a.Name.Text), datum.String(b.Name.Text))
	})
	names, es := make([]string, len(sorted)), make([]syntax.Expr, len(sorted))
	for i, field := range sorted {
		names[i], es[i] = field.Name.Text, field.Expr
	}
	return datum.NewShape(names), es
}

func (c *compiler) field(e *syntax.FieldAccess, sc *scope, primed bool) code {
	record := c.expr(e.Record, sc, primed)
	all := c.join(&record)
	r, name, cache, at := record.asValue(), datum.String(e.Field.Text), new(datum.FieldCache), c.site(e, sc)
	return code{deps: all, value: func(f *frame) datum.Datum {
		v := r(f)
		f.evaluator.at = at
		x, ok := datum.Field(v, name, cache)
		if !ok {
			f.fail(at, "%s has no field %s", abbreviated(v), name.Text())
		}
		return x
	}}
}

// abbreviated is a value for messages.
func abbreviated(v datum.Datum) string {
	text := v.String()
	if len(text) > 300 {
		return text[:300] + "..."
	}
	return text
}

// except compiles [f EXCEPT ![i].a = e, ...].
func (c *compiler) except(e *syntax.Except, sc *scope, primed bool) code {
	fn := c.expr(e.Function, sc, primed)
	updates := make([]update, len(e.Updates))
	operands := []*code{&fn}
	for i, u := range e.Updates {
		updates[i] = c.update(u, sc, primed)
		for j := range updates[i].path {
			operands = append(operands, &updates[i].path[j])
		}
		operands = append(operands, &updates[i].value)
	}
	all := c.join(operands...)
	for i := range updates {
		all = all.without(c.unit.numbers[updates[i].slot])
		updates[i].finish()
	}
	g, at := fn.asValue(), c.site(e, sc)
	return code{deps: all, value: func(f *frame) datum.Datum {
		v := g(f)
		for i := range updates {
			v = updates[i].apply(f, v, 0, at)
		}
		return v
	}}
}

// update is one ![i].a = e of an EXCEPT.
type update struct {
	path    []code
	value   code
	slot    int // of @
	indices []expr
	result  expr
}

func (c *compiler) update(u *syntax.Update, sc *scope, primed bool) update {
	result := update{slot: c.slot()}
	for _, index := range u.Path {
		if index.Args == nil {
			result.path = append(result.path, literal(datum.String(index.Field.Text)))
		} else {
			result.path = append(result.path, c.argument(index.Args, sc, primed))
		}
	}
	inner := sc.with(atObject, &binding{kind: inSlot, unit: c.unit, slot: result.slot})
	result.value = c.expr(u.Value, inner, primed)
	return result
}

func (u *update) finish() {
	for i := range u.path {
		u.indices = append(u.indices, u.path[i].asValue())
	}
	u.result = u.value.asValue()
}

// apply changes v at the rest of the path. As in TLC, a point outside of the domain changes nothing.
func (u *update) apply(f *frame, v datum.Datum, step int, at site) datum.Datum {
	point := u.indices[step](f)
	f.evaluator.at = at
	old, ok := datum.Apply(v, point)
	if !ok {
		return v
	}
	if step == len(u.indices)-1 {
		f.slots[u.slot] = old
		old = u.result(f)
	} else {
		old = u.apply(f, old, step+1, at)
	}
	f.evaluator.at = at
	changed, _ := datum.With(v, point, old)
	return changed
}
