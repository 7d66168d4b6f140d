package eval

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Program is a specification and its model, compiled. It does not change, and is shared by evaluators.
type Program struct {
	Variables []string
	// Actions are the definitions that take part in dividing the next-state relation. Action 0 is that as a whole.
	Actions []Action

	Invariants        []*Predicate
	StateProperties   []*Predicate // P for each property []P
	InitialProperties []*Predicate // properties that are state predicates
	StepProperties    []*Predicate // [A]_v for each property [][A]_v
	Constraints       []*Predicate
	ActionConstraints []*Predicate
	Assumptions       []*Predicate
	Postcondition     *Predicate  // nil if there is none
	View, Alias       *Expression // nil if there is none
	Symmetry          []*datum.Permutation
	CheckDeadlock     bool
	// Missing says what the model must have before it can be checked; nil if that is nothing. Its expressions can be evaluated nevertheless.
	Missing error
	// Temporal are the names of properties, or parts of them, that are about more than single steps. Nothing checks them here.
	Temporal []Formula

	sites              []place
	initUnit, nextUnit *unit
	init, next         act
	compiler           *compiler
	inits              []part
	initSite           site
	actionSites        []site
	nextExpr           syntax.Expr
	nextScope          *scope
}

// Formula is a formula that a property consists of.
type Formula struct {
	Property string
	File     string
	Span     syntax.Span
}

// Compile compiles a specification for a model. Errors are of type *Error, or *config.Error for what the model names and the specification has not.
func Compile(spec *semantic.Spec, model *config.Config) (p *Program, err error) {
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case *Error:
			p, err = nil, reason
		case *failure:
			p, err = nil, p.errorAt(reason.kind, reason.site, reason.message)
		case *datum.Error:
			p, err = nil, errors.New(reason.Message)
		default:
			panic(reason)
		}
	}()
	p = &Program{CheckDeadlock: true, sites: []place{{}}}
	c := newCompiler(p, spec)
	p.compiler = c
	b := &builder{compiler: c, program: p, spec: spec, model: model}
	if err := b.build(); err != nil {
		return nil, err
	}
	return p, nil
}

func newCompiler(p *Program, spec *semantic.Spec) *compiler {
	root := &scope{}
	root.module = root
	c := &compiler{
		program: p, info: spec.Info, root: root, unit: newUnit(judging),
		variables: map[*semantic.Object]int{}, constants: map[*semantic.Object]datum.Datum{}, overrides: map[*semantic.Object]*semantic.Object{}, scoped: map[*semantic.Object]bool{},
		instances: map[instanceKey]*scope{}, closed: map[sharedKey]code{}, routines: map[routineKey]*routine{}, acts: map[actKey]*actRoutine{}, files: map[fileKey]*scope{},
	}
	for i, v := range spec.Root.Variables {
		p.Variables = append(p.Variables, v.Name)
		c.variables[v] = i
	}
	return c
}

// builder puts a program together from what a model says.
type builder struct {
	compiler *compiler
	program  *Program
	spec     *semantic.Spec
	model    *config.Config
	errs     []error
}

func (b *builder) build() error {
	b.assign()
	if b.errs != nil {
		return errors.Join(b.errs...)
	}
	b.behavior()
	p, m := b.program, b.model
	for _, n := range m.Invariants {
		b.add(&p.Invariants, n)
	}
	for _, n := range m.Constraints {
		b.add(&p.Constraints, n)
	}
	for _, n := range m.ActionConstraints {
		b.add(&p.ActionConstraints, n)
	}
	for _, n := range m.Properties {
		b.property(n)
	}
	for _, a := range b.spec.Root.Assumptions {
		if a.Body != nil {
			p.Assumptions = append(p.Assumptions, b.predicate(a.Name, a.Body, b.compiler.moduleScope(a.Module)))
		}
	}
	p.View, p.Alias = b.expression(m.View), b.expression(m.Alias)
	if m.Postcondition != nil {
		if o := b.find(*m.Postcondition); o != nil {
			p.Postcondition = b.predicate(m.Postcondition.Text, o.Body, b.compiler.moduleScope(o.Module))
		}
	}
	if m.CheckDeadlock != nil {
		p.CheckDeadlock = *m.CheckDeadlock
	}
	b.symmetry()
	return errors.Join(b.errs...)
}

func (b *builder) fail(at config.Name, format string, args ...any) {
	b.errs = append(b.errs, b.errorf(at, format, args...))
}

func (b *builder) errorf(at config.Name, format string, args ...any) error {
	return &config.Error{File: b.model.File, Pos: at.Pos, Message: fmt.Sprintf(format, args...)}
}

// find returns the definition that the model names.
func (b *builder) find(n config.Name) *semantic.Object {
	o := b.spec.Root.Lookup(n.Text)
	if o == nil {
		b.fail(n, "the module %s does not define %s", b.spec.Root.Name, n.Text)
		return nil
	}
	if other := b.compiler.overrides[o]; other != nil {
		o = other
	}
	if len(o.Params) > 0 {
		b.fail(n, "%s takes arguments, and here must take none", n.Text)
		return nil
	}
	return o
}

// use is a use of an object without arguments, where the module stands.
func (b *builder) use(o *semantic.Object) (syntax.Expr, *scope) {
	e := &syntax.Apply{Name: syntax.Name{Text: o.Name, Span: syntax.Span{Start: o.Pos, End: o.Pos}}}
	e.Span = e.Name.Span
	if o.Body != nil {
		e.Span = o.Body.Place()
	}
	b.compiler.info.Uses[e] = semantic.Use{Object: o}
	b.compiler.info.Levels[e] = o.Level
	return e, b.compiler.moduleScope(o.Module)
}

func (b *builder) add(list *[]*Predicate, n config.Name) {
	if o := b.find(n); o != nil {
		highest := semantic.StateLevel
		if list == &b.program.ActionConstraints {
			highest = semantic.ActionLevel
		}
		if o.Level > highest {
			b.fail(n, "%s is a formula of %s level, and must be of %s level at most", n.Text, o.Level, highest)
			return
		}
		e, sc := b.use(o)
		p := b.predicate(n.Text, e, sc)
		if list == &b.program.Invariants {
			p.Antecedents = b.antecedents(n.Text, e, sc)
		}
		*list = append(*list, p)
	}
}

// predicate compiles a formula in a unit of its own.
func (b *builder) predicate(name string, e syntax.Expr, sc *scope) *Predicate {
	c := b.compiler
	c.unit = newUnit(judging)
	x := c.expr(e, sc, false).sealed()
	return &Predicate{Name: name, File: sc.file, Span: e.Place(), unit: c.unit, test: x.asTest("the formula " + name)}
}

func (b *builder) expression(n *config.Name) *Expression {
	if n == nil {
		return nil
	}
	o := b.find(*n)
	if o == nil {
		return nil
	}
	e, sc := b.use(o)
	c := b.compiler
	c.unit = newUnit(judging)
	x := c.expr(e, sc, false)
	return &Expression{Name: n.Text, unit: c.unit, value: x.asValue()}
}
