package semantic

import (
	"github.com/tenet-go/tenet/tla/syntax"
)

// levels computes the levels of all modules that were read, and reports what is wrong with them.
func (l *loader) levels() *leveler {
	lv := newLeveler(l.spec.Info)
	lv.record = true
	for _, m := range l.modules {
		lv.report = func(at syntax.Node, format string, args ...any) { l.report(mistake(m.Syntax, at, format, args...)) }
		lv.checkModule(m)
	}
	return lv
}

// checkModule computes the levels of what a module defines.
func (l *leveler) checkModule(m *Module) {
	for _, o := range m.Definitions {
		if o.Inner == nil && o.Module == m {
			l.checkDefinition(o, l.root)
		}
	}
	for _, o := range m.Assumptions {
		if o.Module != m {
			continue
		}
		if o.Level = l.expr(o.Body, newFrame(l.root)); o.Level > ConstantLevel {
			l.fail(o.Body, "an assumption has to be constant, and this is of %s level", o.Level)
		}
	}
	for _, o := range m.Theorems {
		o.Level = l.expr(o.Body, newFrame(l.root))
	}
	for _, unit := range m.Syntax.Units {
		if u, ok := unit.(*syntax.InstanceDef); ok {
			inst := l.info.Instances[u]
			if l.checkInstance(inst, l.root) {
				l.checkInstantiated(u, inst, m.scope, l.root)
			}
		}
	}
}

// checkDefinition computes the levels in a definition as it stands.
func (l *leveler) checkDefinition(o *Object, home *frame) {
	inside := newFrame(home)
	for _, p := range o.Params {
		inside.names[p] = meaning{}
	}
	before := l.failures
	o.Level = l.body(o, inside)
	if !o.Recursive || o.Function != nil || l.failures > before {
		return
	}
	args := neutral(o.Params)
	for i, p := range o.Params {
		if p.Arity == 0 {
			args[i].level = ActionLevel
		}
	}
	if c := l.call(o, args, home); c.problem != nil {
		l.fail(o.Body, "the parameters of a RECURSIVE operator cannot be primed: for arguments of action level, %s", c.problem)
	}
}

// checkInstance computes the levels of what is substituted. It reports whether all is well.
func (l *leveler) checkInstance(inst *Instance, home *frame) bool {
	outside := newFrame(home)
	for _, p := range inst.Params {
		outside.names[p] = meaning{}
	}
	before := l.failures
	l.substitute(inst, newFrame(outside), outside, true)
	for _, o := range inst.Module.Constants {
		e := inst.Subst[o]
		if o.Arity == 0 {
			continue
		}
		if a, ok := e.(*syntax.Apply); ok && l.info.Uses[a].Object != nil && !newOpacity(l.info).respects(l.info.Uses[a].Object) {
			l.fail(e, "%s is substituted for %s, and is not an operator that has equal values for equal arguments", a.Name.Text, o.Name)
		}
	}
	return l.failures == before
}

// checkInstantiated computes the levels of the definitions that an instance brings into a scope.
func (l *leveler) checkInstantiated(u *syntax.InstanceDef, inst *Instance, sc *scope, home *frame) {
	reported := false
	for _, name := range sc.order {
		o := sc.names[name].object
		if o.Instance != inst || o.Kind == Namespace {
			continue
		}
		c := l.call(o, neutral(o.Params), home)
		o.Level = c.level
		if reported || c.problem == nil || l.call(root(o), neutral(root(o).Params), l.root).problem != nil {
			continue
		}
		reported = true
		l.fail(u.Module, "%s of module %s does not bear what is substituted: %s", root(o).Name, inst.Module.Name, c.problem)
	}
}
