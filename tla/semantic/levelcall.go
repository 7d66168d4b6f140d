package semantic

import (
	"slices"

	"github.com/tenet-go/tenet/tla/syntax"
)

// apart evaluates something and returns its first error.
func (l *leveler) apart(f func() Level) (Level, *problem) {
	record, trial := l.record, l.trial
	l.record, l.trial = false, nil
	l.inside++
	level := f()
	l.inside--
	p := l.trial
	l.record, l.trial = record, trial
	return level, p
}

// callAt is the level of a definition with arguments, used at x in the frame f. What is wrong with the definition by itself is
// reported where it stands; here it is only what these arguments make wrong.
func (l *leveler) callAt(x syntax.Node, o *Object, args []meaning, f *frame) Level {
	c := l.call(o, args, f.home(o))
	if c.problem == nil {
		return c.level
	}
	switch {
	case o.let && l.inside == 0:
		if l.call(o, neutral(o.Params), f.home(o)).problem != nil {
			return c.level
		}
	case !o.let && l.call(root(o), neutral(root(o).Params), l.root).problem != nil:
		return c.level
	}
	l.blame(x, o.Name+" cannot be used like this: ", c.problem)
	return c.level
}

// blame notes an error inside of what is used at x; of several that cause each other it is the innermost.
func (l *leveler) blame(x syntax.Node, what string, p *problem) {
	if l.inside == 0 {
		l.fail(x, "%s%s", what, p)
	} else if l.trial == nil {
		l.trial = p
	}
}

// neutral are constant arguments for parameters.
func neutral(params []*Object) []meaning { return make([]meaning, len(params)) }

// call evaluates a definition with arguments.
func (l *leveler) call(o *Object, args []meaning, home *frame) *call {
	if home.calls == nil {
		home.calls = map[*Object]*calls{}
	}
	known := home.calls[o]
	if known == nil {
		known = &calls{}
		home.calls[o] = known
	}
	return l.remembered(known, args, o.Recursive, func() Level { return l.definition(o, args, home) })
}

// remembered returns the result for some arguments, which f computes if it is not known.
func (l *leveler) remembered(known *calls, args []meaning, recursive bool, f func() Level) *call {
	for _, c := range known.all {
		if !slices.EqualFunc(c.args, args, func(a, b meaning) bool { return same(a, b, recursive) }) {
			continue
		}
		if c.depth > 0 {
			c.used = true
			l.lowest = min(l.lowest, c.depth)
		}
		return c
	}
	c := &call{args: args}
	known.all = append(known.all, c)
	l.settle(c, f)
	if l.lowest <= l.inside { // the result rests on a preliminary one of an evaluation around this one
		known.all = slices.DeleteFunc(known.all, func(other *call) bool { return other == c })
	}
	return c
}

// settle evaluates a call until its result is the one that was assumed where the definition uses itself.
func (l *leveler) settle(c *call, f func() Level) {
	around := l.lowest
	for {
		l.lowest = unused
		c.depth, c.used = l.inside+1, false
		level, p := l.apart(f)
		c.problem = p
		if level <= c.level || !c.used {
			c.level = max(c.level, level)
			break
		}
		c.level = level
	}
	if l.lowest >= c.depth {
		l.lowest = unused
	}
	c.depth = 0
	l.lowest = min(l.lowest, around)
}

// unused is deeper than any evaluation.
const unused = 1 << 30

// same reports that arguments cannot make a difference. For recursive definitions the operators that are passed count as the same
// if they are of the same text, as there may be no end of them otherwise.
func same(a, b meaning, recursive bool) bool {
	if a.level != b.level || (a.operator == nil) != (b.operator == nil) {
		return false
	}
	if a.operator == nil || a.operator == b.operator {
		return true
	}
	x, y := a.operator, b.operator
	if x.object != y.object || x.lambda != y.lambda {
		return false
	}
	if x.sub != nil || y.sub != nil {
		return recursive && x.sub != nil && y.sub != nil && x.sub.Sub == y.sub.Sub
	}
	if x.object != nil && !x.object.let && x.object.Kind != Param {
		return x.frame.base == y.frame.base
	}
	return recursive || x.frame == y.frame
}

// definition evaluates the body of a definition.
func (l *leveler) definition(o *Object, args []meaning, home *frame) Level {
	if o.Inner != nil {
		n := len(o.Instance.Params)
		inst := l.instance(o.Instance, args[:n], home)
		return l.through(l.call(o.Inner, args[n:], inst))
	}
	inside := newFrame(home)
	for i, p := range o.Params {
		inside.names[p] = args[i]
	}
	level := l.body(o, inside)
	if o.Module.Standard {
		level = max(level, l.highest(args))
	}
	if l.trial != nil && l.trial.module == "" {
		l.trial.module = o.Module.Name
	}
	return level
}

// highest is the level of what may be computed from arguments. Definitions of the library may be done in Go, and then their bodies do not tell.
func (l *leveler) highest(args []meaning) Level {
	level := ConstantLevel
	for _, a := range args {
		level = max(level, a.level)
		if c := a.operator; c != nil {
			applied, _ := l.apart(func() Level { return l.closure(syntax.Span{}, c, make([]meaning, c.arity(l.info))) })
			level = max(level, applied)
		}
	}
	return level
}

// through passes on the result of what o stands for.
func (l *leveler) through(c *call) Level {
	if c.problem != nil && l.trial == nil {
		l.trial = c.problem
	}
	return c.level
}

// body evaluates the body of a definition in the frame of a call.
func (l *leveler) body(o *Object, inside *frame) Level {
	switch b := bodyOf(o).(type) {
	case nil:
		return ConstantLevel
	case *syntax.FunctionDef:
		return max(l.bounds(b.Bounds, inside), l.expr(b.Body, inside))
	case syntax.Expr:
		return l.expr(b, inside)
	}
	return ConstantLevel
}

// instance returns the frame in which the definitions of an instance are evaluated. It is called in a trial.
func (l *leveler) instance(inst *Instance, args []meaning, home *frame) *frame {
	for _, c := range home.insts[inst] {
		if slices.EqualFunc(c.args, args, func(a, b meaning) bool { return same(a, b, false) }) {
			if c.problem != nil && l.trial == nil {
				l.trial = c.problem
			}
			return c.frame
		}
	}
	outside := newFrame(home)
	for i, p := range inst.Params {
		if i < len(args) {
			outside.names[p] = args[i]
		}
	}
	f := newFrame(outside)
	f.base = f
	_, p := l.apart(func() Level {
		l.substitute(inst, f, outside, false)
		return ConstantLevel
	})
	if p != nil && l.trial == nil {
		l.trial = p
	}
	if home.insts == nil {
		home.insts = map[*Instance][]*call{}
	}
	home.insts[inst] = append(home.insts[inst], &call{args: args, problem: p, frame: f})
	return f
}

// substitute puts what constants and variables of the module of an instance stand for into the frame f. If check is set, it reports
// what may not be substituted: of arguments of the instance only the definitions of the module tell what is wrong with them.
func (l *leveler) substitute(inst *Instance, f, outside *frame, check bool) {
	if inst.Module == nil {
		return
	}
	check = check && !l.constant(inst.Module)
	for _, o := range slices.Concat(inst.Module.Constants, inst.Module.Variables) {
		e, ok := inst.Subst[o]
		if !ok {
			continue
		}
		m := l.meaning(e, o.Arity, outside)
		f.names[o] = m
		if check && m.level > o.Level {
			l.fail(e, "an expression of %s level is substituted for %s %s of module %s", m.level, o.Kind, o.Name, inst.Module.Name)
		}
	}
}

// constant reports that a module has no variables, and that all its definitions are constant: then anything may be substituted for its constants.
func (l *leveler) constant(m *Module) bool {
	if known, ok := l.whole[m]; ok {
		return known
	}
	l.whole[m] = true
	is := len(m.Variables) == 0
	for _, o := range m.Definitions {
		is = is && l.call(o, neutral(o.Params), l.root).level == ConstantLevel
	}
	for _, extended := range m.Extends {
		is = is && l.constant(extended)
	}
	l.whole[m] = is
	return is
}
