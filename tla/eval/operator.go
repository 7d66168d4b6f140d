package eval

import (
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// argument is what an operator is applied to: an expression where it stands, or something that is bound already.
type argument struct {
	expr  syntax.Expr
	scope *scope
	bound *binding
}

func arguments(es []syntax.Expr, sc *scope) []argument {
	args := make([]argument, len(es))
	for i, e := range es {
		args[i] = argument{expr: e, scope: sc}
	}
	return args
}

// apply compiles the use of a name.
func (c *compiler) apply(e *syntax.Apply, sc *scope, primed bool) code {
	use, ok := c.info.Uses[e]
	if !ok {
		return c.failing(e, sc, Unsupported, "the name %s has no meaning", e.Name.Text)
	}
	return c.use(use, e, nil, sc, primed)
}

// use compiles a use of a name with further arguments, which an operator gets that was passed without them.
func (c *compiler) use(use semantic.Use, e *syntax.Apply, further []argument, sc *scope, primed bool) code {
	args := append(arguments(use.Args, sc), further...)
	if use.Sub != nil {
		inner := c.withArguments(use.Params, args, c.definitionScope(use.Object, sc))
		return c.entering(inner, c.definitionScope(use.Object, sc), c.expr(use.Sub, inner, primed))
	}
	return c.object(use.Object, args, e, sc, primed)
}

// object compiles the use of an object with its arguments.
func (c *compiler) object(o *semantic.Object, args []argument, e syntax.Node, sc *scope, primed bool) code {
	if b := sc.lookup(o); b != nil {
		return c.boundObject(b, args, e, sc, primed)
	}
	if v, ok := c.constants[o]; ok {
		return literal(v)
	}
	if other, ok := c.overrides[o]; ok {
		return c.object(other, args, e, c.root, primed)
	}
	switch o.Kind {
	case semantic.Variable:
		return c.variable(o, e, sc, primed)
	case semantic.Builtin:
		return c.builtin(o.Name, args, e, sc, primed)
	case semantic.Definition, semantic.Statement:
		return c.definition(o, args, e, sc, primed)
	case semantic.Constant:
		return c.failing(e, sc, Undefined, "the constant %s has no value: the configuration must give it one", o.Name)
	}
	return c.failing(e, sc, Unsupported, "the name %s cannot be evaluated here", o.Name)
}

// variable compiles a variable of the specification.
func (c *compiler) variable(o *semantic.Object, e syntax.Node, sc *scope, primed bool) code {
	i, ok := c.variables[o]
	if !ok {
		c.unsupported(e, sc, "the variable %s is not one of the specification's", o.Name)
	}
	at := c.site(e, sc)
	if primed {
		return code{cheap: true, deps: dependsOn(onNext), site: at, value: func(f *frame) datum.Datum {
			if f.t == nil || f.t[i].IsZero() {
				f.fail(at, "the value of %s' is needed before it is known", o.Name)
			}
			return f.t[i]
		}}
	}
	if c.unit.mode != starting {
		return code{cheap: true, deps: dependsOn(onState), site: at, value: func(f *frame) datum.Datum { return f.s[i] }}
	}
	return code{cheap: true, deps: dependsOn(onState), site: at, value: func(f *frame) datum.Datum {
		if f.s[i].IsZero() {
			f.fail(at, "the value of %s is needed before it is known", o.Name)
		}
		return f.s[i]
	}}
}

// definition compiles the use of a definition: computed in Go, called, or expanded.
func (c *compiler) definition(o *semantic.Object, args []argument, e syntax.Node, sc *scope, primed bool) code {
	if x, ok := c.native(o, args, e, sc, primed); ok {
		return x
	}
	if o.Inner != nil {
		n := len(o.Instance.Params)
		scope := c.instanceScope(o.Instance, args[:n], sc)
		if c.heeded(o) {
			return c.object(o.Inner, args[n:], e, scope, primed)
		}
		return c.definition(o.Inner, args[n:], e, scope, primed)
	}
	outer := c.definitionScope(o, sc)
	switch {
	case o.Recursive:
		return c.call(o, args, e, outer, sc, primed)
	case o.Function != nil:
		return c.expandFunction(o, outer, primed)
	case len(o.Params) == 0:
		return c.shared(o, outer, primed)
	}
	inner := c.withArguments(o.Params, args, outer)
	return c.entering(inner, outer, c.expr(o.Body, inner, primed))
}

// heeded reports whether overrides of the model, which are for names, are heeded for what an instance defines: those of a
// module by its name are, and all of them behind an instance without a substitution, which only imports names.
func (c *compiler) heeded(o *semantic.Object) bool {
	return c.scoped[o.Inner] || len(o.Instance.Subst) == 0 && len(o.Instance.Params) == 0
}

// definitionScope is the scope in which the body of a definition is compiled: that of its module.
func (c *compiler) definitionScope(o *semantic.Object, sc *scope) *scope {
	if o.Module == nil || o.Module.Syntax == nil {
		return sc.module
	}
	return c.inFile(sc.module, o.Module.Syntax.File)
}

// moduleScope is the scope of the definitions of a module that the root extends, or of the root.
func (c *compiler) moduleScope(m *semantic.Module) *scope {
	if m == nil || m.Syntax == nil {
		return c.root
	}
	return c.inFile(c.root, m.Syntax.File)
}

// inFile is the scope of a module, for expressions of a file.
func (c *compiler) inFile(module *scope, file string) *scope {
	if module.file == file {
		return module
	}
	key := fileKey{module, file}
	sc, ok := c.files[key]
	if !ok {
		sc = &scope{parent: module, module: module, file: file}
		c.files[key] = sc
	}
	return sc
}

// instanceScope is the scope of a module that is instantiated: its constants and variables stand for expressions.
func (c *compiler) instanceScope(i *semantic.Instance, args []argument, sc *scope) *scope {
	home := sc.home(i)
	key := instanceKey{i, home}
	if known, ok := c.instances[key]; ok && len(i.Params) == 0 {
		return known
	}
	around := unremembering(c.withArguments(i.Params, args, home), home)
	inner := &scope{file: i.Module.Syntax.File}
	for o, e := range i.Subst {
		if o.Arity > 0 {
			inner = inner.with(o, &binding{kind: operator, unit: c.unit, expr: e, scope: around})
		} else {
			inner = inner.with(o, &binding{kind: byName, unit: c.unit, expr: e, scope: around, memo: [2]*memo{{slot: shareable}, {slot: shareable}}})
		}
	}
	module := &scope{parent: inner, file: inner.file, local: len(i.Params) > 0 || home != sc.module || sc.module.local}
	module.module = module
	if len(i.Params) == 0 {
		c.instances[key] = module
	}
	return module
}

// withArguments binds parameters to arguments: values by name, operators by what they are.
func (c *compiler) withArguments(params []*semantic.Object, args []argument, outer *scope) *scope {
	inner := outer
	for i, p := range params {
		switch a := args[i]; {
		case a.bound != nil:
			inner = inner.with(p, a.bound)
		case p.Arity > 0:
			inner = inner.with(p, &binding{kind: operator, unit: c.unit, expr: a.expr, scope: a.scope})
		default:
			inner = inner.with(p, &binding{kind: byName, unit: c.unit, expr: a.expr, scope: a.scope})
		}
	}
	return inner
}

// entering makes code forget what was remembered for the bindings between two scopes: they have new values each time.
func (c *compiler) entering(inner, outer *scope, body code) code {
	slots := c.remembered(inner, outer)
	if len(slots) == 0 {
		return body
	}
	if body.value != nil {
		value := body.value
		body.value = func(f *frame) datum.Datum { f.forget(slots); return value(f) }
	}
	if body.truth != nil {
		truth := body.truth
		body.truth = func(f *frame) bool { f.forget(slots); return truth(f) }
	}
	return body
}

// remembered are the slots of this unit in which values of the bindings are remembered.
func (c *compiler) remembered(inner, outer *scope) []int {
	var slots []int
	for at := inner; at != nil && at != outer; at = at.parent {
		if at.binding == nil || at.binding.kind != byName || at.binding.unit != c.unit {
			continue
		}
		for _, m := range at.binding.memo {
			if m != nil && m.slot >= 0 {
				slots = append(slots, m.slot)
			}
		}
	}
	return slots
}

func (f *frame) forget(slots []int) {
	for _, s := range slots {
		f.slots[s] = datum.Datum{}
	}
}

// shared compiles a definition without parameters, once for each unit.
func (c *compiler) shared(o *semantic.Object, outer *scope, primed bool) code {
	key := sharedKey{o, outer.module, primed}
	if x, ok := c.unit.shared[key]; ok {
		return x
	}
	if x, ok := c.constant(o, outer); ok {
		return x
	}
	x := c.reused(c.expr(o.Body, outer, primed))
	c.unit.shared[key] = x
	return x
}

// constant compiles a definition of constant level, once for the whole program: it has a frame of its own.
func (c *compiler) constant(o *semantic.Object, outer *scope) (code, bool) {
	if o.Level != semantic.ConstantLevel {
		return code{}, false
	}
	key := sharedKey{object: o, module: outer.module}
	if x, ok := c.closed[key]; ok {
		return x, x.value != nil
	}
	own, current := newUnit(judging), c.unit
	own.parent = current // what is bound there makes it not constant after all
	own.called = true
	c.unit = own
	x := c.expr(o.Body, outer, false)
	c.unit = current
	if !x.deps.without(onChance).closed() {
		c.closed[key] = code{}
		return code{}, false
	}
	if !x.isLiteral() {
		value, chance := x.asValue(), x.deps.has(onChance)
		x = code{site: x.site, cheap: true, value: once(func(f *frame) datum.Datum {
			if chance {
				return f.evaluator.program.draw(o.Name, own, value)
			}
			return value(newFrame(own, f.evaluator))
		})}
	}
	c.closed[key] = x
	return x, true
}

// let compiles LET.
func (c *compiler) let(e *syntax.Let, sc *scope, primed bool) code {
	inner := c.letScope(e, sc)
	return c.entering(inner, sc, c.expr(e.Body, inner, primed))
}

// letScope binds the definitions of a LET.
func (c *compiler) letScope(e *syntax.Let, sc *scope) *scope {
	inner := sc
	var defs []*binding
	for _, u := range e.Defs {
		switch u := u.(type) {
		case *syntax.OperatorDef, *syntax.FunctionDef:
			o := c.info.LetDefs[u]
			b := &binding{kind: localDef, unit: c.unit, def: o}
			if len(o.Params) == 0 && !o.Recursive {
				b.kind = byName
				if o.Function == nil {
					b.expr, b.def = o.Body, nil
				}
			}
			defs = append(defs, b)
			inner = inner.with(o, b)
		case *syntax.InstanceDef:
			inner = &scope{parent: inner, instance: c.info.Instances[u], module: inner.module, file: inner.file}
		}
	}
	for _, b := range defs {
		b.scope = inner
	}
	return inner
}
