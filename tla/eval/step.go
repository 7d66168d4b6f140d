package eval

import (
	"maps"
	"slices"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
)

// Steps are the actions of a program as formulas about two states, and its initial predicate as a formula about one. While Next
// generates the steps from a state, these judge a step that is given.
type Steps struct {
	program *Program // a copy: what is compiled here does not disturb evaluators of the original
	initial *Step
	byName  map[string]*Step
	names   []string
	divided map[string]bool
}

// Step is an action as a formula about two states: the next-state relation of which only those branches are left that lead to the definition
// of that name. Existential quantifiers on the way bind its parameters, so that a step is one of the action if there are parameters
// for which it is. Any definition that only disjunctions, existential quantifiers and definitions lie between Next and can be named; a
// graph has fewer names, those that TLC gives.
type Step struct {
	Name    string
	unit    *unit
	formula node
}

// Binding is a name that is bound on the way to and in an action, and its value.
type Binding struct {
	Name  string
	Value datum.Datum
}

func (b Binding) String() string { return b.Name + " = " + b.Value.String() }

// Steps compiles the actions of a program. Errors are of type *Error.
func (p *Program) Steps() (s *Steps, err error) {
	own := *p
	own.sites = slices.Clone(p.sites)
	c := *p.compiler
	c.program, c.size, c.depth = &own, 0, 0
	c.instances, c.closed, c.routines, c.files = maps.Clone(c.instances), maps.Clone(c.closed), maps.Clone(c.routines), maps.Clone(c.files)
	c.acts = maps.Clone(c.acts)
	own.compiler = &c
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case *Error:
			s, err = nil, reason
		case *failure:
			s, err = nil, own.errorAt(reason.kind, reason.site, reason.message)
		default:
			panic(reason)
		}
	}()
	s = &Steps{program: &own, byName: map[string]*Step{}, divided: map[string]bool{}}
	if own.nextExpr != nil {
		s.compileAll()
	}
	s.initial = s.compileInitial()
	return s, nil
}

// Names are the names of the actions. The first is Next, which is all of them together.
func (s *Steps) Names() []string { return s.names }

// IsDivided reports whether an action consists of others that have names.
func (s *Steps) IsDivided(action string) bool {
	return s.divided[action] || len(s.names) > 1 && action == s.names[0]
}

// Variables are the variables of a state, in their order.
func (s *Steps) Variables() []string { return s.program.Variables }

// Find returns the action of that name. The error is of type *UnknownActionError.
func (s *Steps) Find(action string) (*Step, error) {
	if step, ok := s.byName[action]; ok {
		return step, nil
	}
	return nil, &UnknownActionError{Name: action, Near: nearest(action, s.names), Names: s.names}
}

// Initial is the initial predicate.
func (s *Steps) Initial() *Step { return s.initial }

// compileAll compiles the whole next-state relation, and then each definition that can be named.
func (s *Steps) compileAll() {
	c := s.program.compiler
	c.unit = newUnit(judging)
	all := &pruning{compiler: c, divided: map[string]bool{}}
	all.of(s.program.nextExpr, s.program.nextScope)
	for _, name := range append([]string{"Next"}, all.seen...) {
		if s.byName[name] == nil {
			s.byName[name] = s.compile(name)
			s.names = append(s.names, name)
		}
	}
}

// compile compiles the action of a name.
func (s *Steps) compile(name string) *Step {
	c := s.program.compiler
	c.unit = newUnit(judging)
	step := &Step{Name: name, unit: c.unit}
	whole := &formulas{compiler: c, within: &within{name: name}}
	branches := &pruning{compiler: c, name: name, divided: s.divided}
	if step.formula = branches.of(s.program.nextExpr, s.program.nextScope); step.formula == nil {
		step.formula = whole.of(s.program.nextExpr, s.program.nextScope)
	}
	return step
}

func (s *Steps) compileInitial() *Step {
	c := s.program.compiler
	c.unit = newUnit(judging)
	step := &Step{Name: "Init", unit: c.unit}
	all := &formulas{compiler: c, within: &within{name: "the initial predicate"}, initial: true}
	var parts []node
	for _, p := range s.program.inits {
		parts = append(parts, all.of(p.expr, p.scope))
	}
	step.formula = and(parts)
	return step
}

// isEntered reports whether a use of an object is a use of what its definition says, and nothing that is computed or called.
func (c *compiler) isEntered(o *semantic.Object) bool {
	if o.Kind != semantic.Definition && o.Kind != semantic.Statement {
		return false
	}
	if o.Inner != nil {
		return true
	}
	_, assigned := c.constants[o]
	return !assigned && !o.Recursive && o.Function == nil && o.Body != nil && !c.isNative(o)
}

// Judge judges steps. It is for one goroutine at a time.
type Judge struct {
	steps     *Steps
	evaluator *Evaluator
}

// Judge makes a judge.
func (s *Steps) Judge(host Host) *Judge { return &Judge{s, s.program.Evaluator(host)} }

// frame prepares the judgement of a step.
func (j *Judge) frame(step *Step, s, t State) *frame {
	f := j.evaluator.frame(step.unit)
	f.s, f.t = s, t
	return f
}

// Holds reports whether the step from s to t is one of the action; for the initial predicate t is nil. If the formula cannot be
// evaluated for some parameters, for instance because t has values of another kind than the specification ever makes, these are taken not to
// allow the step.
func (j *Judge) Holds(step *Step, s, t State) bool {
	holds, err := j.quick(step, s, t)
	if err != nil {
		return step.formula.judge(j.frame(step, s, t)).failed == 0
	}
	return holds
}

// quick evaluates the formula up to the first error.
func (j *Judge) quick(step *Step, s, t State) (holds bool, err error) {
	defer j.evaluator.recover(&err)
	return step.formula.holds(j.frame(step, s, t)), nil
}

// Explain says for which parameters the step comes closest to one of the action, and what is missing: nothing if it is one.
func (j *Judge) Explain(step *Step, s, t State) *Explanation {
	x := &Explanation{Action: step.Name, Variables: j.steps.program.Variables}
	f := j.frame(step, s, t)
	score := step.formula.judge(f)
	x.Held, x.Failed = score.held, score.failed
	step.formula.tell(f, x)
	return x
}
