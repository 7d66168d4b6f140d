package eval

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// assign gives constants their values, and definitions their overrides.
func (b *builder) assign() {
	for _, a := range b.model.Constants {
		o := b.lookup(a)
		if o == nil {
			continue
		}
		if len(a.Args) > 0 {
			b.fail(a.Name, "values of operators are not supported: give %s <- an operator", a.Name.Text)
			continue
		}
		b.compiler.scoped[o] = a.Module != ""
		if a.Replacement == nil {
			for _, same := range b.named(o) {
				b.compiler.constants[same] = a.Value.Datum()
			}
			continue
		}
		other := b.spec.Root.Lookup(a.Replacement.Text)
		switch {
		case other == nil:
			b.fail(*a.Replacement, "the module %s does not define %s", b.spec.Root.Name, a.Replacement.Text)
		case other.Arity != o.Arity:
			b.fail(*a.Replacement, "%s takes %d arguments and %s %d", a.Name.Text, o.Arity, a.Replacement.Text, other.Arity)
		case other != o:
			for _, same := range b.named(o) {
				b.compiler.overrides[same] = other
			}
		}
	}
	for _, o := range b.spec.Root.Constants {
		_, value := b.compiler.constants[o]
		if _, replaced := b.compiler.overrides[o]; !value && !replaced {
			b.errs = append(b.errs, &config.Error{
				File: o.Module.Syntax.File, Pos: o.Pos, Message: fmt.Sprintf("the constant %s has no value: the configuration must have CONSTANT %s = ...", o.Name, o.Name),
			})
		}
	}
}

// named are all constants of an object's name: modules that are extended together may declare it each for itself.
func (b *builder) named(o *semantic.Object) []*semantic.Object {
	all := []*semantic.Object{o}
	for _, c := range b.spec.Root.Constants {
		if c != o && o.Kind == semantic.Constant && c.Name == o.Name {
			all = append(all, c)
		}
	}
	return all
}

// lookup finds what an assignment of the model is about: c = v, or c <- [M]d in the module M.
func (b *builder) lookup(a config.Constant) *semantic.Object {
	module := b.spec.Root
	if a.Module != "" {
		if module = b.spec.Modules[a.Module]; module == nil {
			b.fail(a.Name, "there is no module %s", a.Module)
			return nil
		}
	}
	o := module.Lookup(a.Name.Text)
	if o == nil && a.Replacement != nil { // TLC takes no notice of values for names that do not exist
		b.fail(a.Name, "the module %s has no %s", module.Name, a.Name.Text)
	}
	return o
}

// behavior compiles the initial predicate and the next-state relation: those that the model names, or those of its specification.
func (b *builder) behavior() {
	var inits []part
	var nexts []part
	m := b.model
	switch {
	case m.Specification != nil:
		if o := b.find(*m.Specification); o != nil {
			e, sc := b.use(o)
			for _, p := range b.compiler.parts(e, sc) {
				switch p.kind {
				case initialPart:
					inits = append(inits, p)
				case stepPart:
					box := p.expr.(*syntax.Box)
					nexts = append(nexts, part{stepPart, box.Action, p.scope})
				case alwaysPart, fairnessPart, temporalPart: // assumptions, which safety does not need
				}
			}
		}
	default:
		if m.Init != nil {
			if o := b.find(*m.Init); o != nil {
				e, sc := b.use(o)
				inits = append(inits, part{initialPart, e, sc})
			}
		}
		if m.Next != nil {
			if o := b.find(*m.Next); o != nil {
				e, sc := b.use(o)
				nexts = append(nexts, part{stepPart, e, sc})
			}
		}
	}
	if b.complete(inits, nexts); b.errs != nil {
		return
	}
	b.generators(inits, nexts)
}

// complete notes that a model has no behaviors, unless there is nothing that could have any: a module without variables, whose assumptions
// are all there is to check.
func (b *builder) complete(inits, nexts []part) {
	m := b.model
	at := config.Name{Pos: syntax.Pos{Line: 1, Col: 1}}
	if m.Specification != nil {
		at = *m.Specification
	}
	states := len(b.program.Variables) > 0 || m.Specification != nil || len(m.Invariants)+len(m.Properties) > 0
	switch {
	case b.errs != nil:
	case len(nexts) > 1:
		b.fail(at, "the specification %s has %d next-state relations [][Next]_v, and must have one", at.Text, len(nexts))
	case states && len(inits) == 0:
		b.program.Missing = b.errorf(at, "the configuration gives no initial states: INIT Init and NEXT Next, or SPECIFICATION Spec where Spec has an initial predicate")
	case states && len(nexts) == 0:
		b.program.Missing = b.errorf(at, "the configuration gives no next-state relation: NEXT Next, or SPECIFICATION Spec where Spec has a [][Next]_v")
	}
	for _, p := range inits {
		if b.compiler.aboutSteps(p.expr) {
			b.fail(at, "the initial predicate at %s:%v is about steps, and must be about states", p.scope.file, p.expr.Place().Start)
		}
	}
}

// generators compiles the code that generates states.
func (b *builder) generators(inits, nexts []part) {
	p, c := b.program, b.compiler
	emit := func(f *frame) bool {
		if f.evaluator.missing > 0 {
			f.evaluator.composed++ // TLC counts the state that it refuses
			p.incomplete(f)
		}
		if f.t != nil {
			return f.evaluator.yield(f.evaluator.action, f.t)
		}
		return f.evaluator.yield(f.evaluator.action, f.s)
	}
	p.inits = inits
	c.unit = newUnit(starting)
	k := then{act: emit}
	for i := len(inits) - 1; i >= 0; i-- {
		if i == 0 {
			k = then{act: c.generate(inits[i].expr, inits[i].scope, k)}
		} else {
			k = then{act: c.later(argument{expr: inits[i].expr, scope: inits[i].scope}, k)}
		}
	}
	p.initUnit, p.init = c.unit, k.act
	if len(inits) > 0 {
		p.initSite = c.site(inits[0].expr, inits[0].scope)
	}
	if len(inits) == 0 {
		p.init = func(*frame) bool { return true }
	}
	if len(nexts) == 0 {
		return
	}
	c.unit = newUnit(stepping)
	first := nexts[0]
	c.actions = map[*semantic.Object]int{}
	if o := c.soleDefinition(first.expr, first.scope); o != nil {
		c.action(o)
	} else {
		p.Actions = []Action{{Name: "Next", File: first.scope.file, Span: first.expr.Place()}}
		p.actionSites = []site{c.site(first.expr, first.scope)}
	}
	p.next = c.generate(first.expr, first.scope, then{act: emit, spine: true})
	p.nextUnit, p.nextExpr, p.nextScope = c.unit, first.expr, first.scope
}

// soleDefinition is the definition that a next-state relation is as a whole, if it is one.
func (c *compiler) soleDefinition(e syntax.Expr, sc *scope) *semantic.Object {
	apply, ok := e.(*syntax.Apply)
	if !ok {
		return nil
	}
	use := c.info.Uses[apply]
	o := use.Object
	if o == nil || use.Sub != nil || o.Kind != semantic.Definition || o.Inner != nil || o.Body == nil || o.Function != nil || c.overrides[o] != nil || sc.lookup(o) != nil {
		return nil
	}
	return o
}

// action is the number of a definition as an action.
func (c *compiler) action(o *semantic.Object) int {
	if id, ok := c.actions[o]; ok {
		return id
	}
	id := len(c.program.Actions)
	c.actions[o] = id
	a := Action{Name: o.Name}
	if o.Module != nil && o.Module.Syntax != nil {
		a.File = o.Module.Syntax.File
	}
	if o.Body != nil {
		a.Span = o.Body.Place()
	}
	c.program.Actions = append(c.program.Actions, a)
	c.program.sites = append(c.program.sites, place{a.File, a.Span})
	c.program.actionSites = append(c.program.actionSites, site(len(c.program.sites)-1))
	return id
}

// incomplete fails because a state has variables without values.
func (p *Program) incomplete(f *frame) {
	target, what, at := f.s, "an initial state", p.initSite
	if f.t != nil {
		target, what, at = f.t, "a successor state", p.actionSites[f.evaluator.action]
	}
	var names []string
	for i, v := range target {
		if v.IsZero() {
			names = append(names, p.Variables[i])
		}
	}
	panic(&failure{Incomplete, at, what + " has variables without a value: " + strings.Join(names, ", ")})
}

// property divides a property into what is checked of initial states, of all states, and of all steps.
func (b *builder) property(n config.Name) {
	o := b.find(n)
	if o == nil {
		return
	}
	p := b.program
	e, sc := b.use(o)
	for _, q := range b.compiler.parts(e, sc) {
		switch q.kind {
		case initialPart:
			if b.compiler.aboutSteps(q.expr) {
				b.fail(n, "the property %s has a part about steps that is not of the form [][A]_v, at %s:%v", n.Text, q.scope.file, q.expr.Place().Start)
				continue
			}
			p.InitialProperties = append(p.InitialProperties, b.predicate(n.Text, q.expr, q.scope))
		case alwaysPart:
			p.StateProperties = append(p.StateProperties, b.predicate(n.Text, q.expr, q.scope))
		case stepPart:
			p.StepProperties = append(p.StepProperties, b.predicate(n.Text, q.expr, q.scope))
		default:
			p.Temporal = append(p.Temporal, Formula{Property: n.Text, File: q.scope.file, Span: q.expr.Place()})
		}
	}
}

// symmetry evaluates the sets of permutations that the model names.
func (b *builder) symmetry() {
	for i := range b.model.Symmetry {
		x := b.expression(&b.model.Symmetry[i])
		if x == nil {
			continue
		}
		set, err := b.program.Evaluator(Host{}).Value(x, nil, nil)
		if err != nil {
			b.fail(b.model.Symmetry[i], "%v", err)
			continue
		}
		var generators []*datum.Permutation
		for _, f := range datum.Elements(set) {
			generators = append(generators, datum.NewPermutation(f))
		}
		b.program.Symmetry = append(b.program.Symmetry, datum.Group(generators)...)
	}
}
