package semantic

import (
	"slices"

	"github.com/tenet-go/tenet/tla/syntax"
)

// expr returns the level of an expression.
func (l *leveler) expr(e syntax.Expr, f *frame) Level {
	if e == nil {
		return ConstantLevel
	}
	level := l.kind(e, f)
	if l.record {
		l.info.Levels[e] = level
	}
	return level
}

func (l *leveler) kind(e syntax.Expr, f *frame) Level {
	switch x := e.(type) {
	case *syntax.Apply:
		return l.use(x, f)
	case *syntax.Quantifier:
		return l.quantifier(x, f)
	case *syntax.Choose, *syntax.SetFilter, *syntax.SetMap, *syntax.FunctionMap:
		bounds, body := bounding(e)
		limit := ActionLevel
		if _, ok := e.(*syntax.FunctionMap); ok {
			limit = TemporalLevel
		}
		return max(l.bounds(bounds, f), l.limit(body, limit, f))
	case *syntax.Junction:
		return l.mixed(x, l.each(x.Items, TemporalLevel, f))
	case *syntax.If, *syntax.Case:
		return slices.Max(l.each(operands(e), TemporalLevel, f))
	case *syntax.Record:
		level := ConstantLevel
		for _, field := range x.Fields {
			level = max(level, l.expr(field.Expr, f))
		}
		return level
	case *syntax.RecordSet:
		level := ConstantLevel
		for _, field := range x.Fields {
			level = max(level, l.limit(field.Expr, ActionLevel, f))
		}
		return level
	case *syntax.FunctionApply:
		return max(l.limit(x.Function, ActionLevel, f), slices.Max(append(l.each(x.Args, ActionLevel, f), ConstantLevel)))
	case *syntax.Except:
		return l.exceptions(x, f)
	case *syntax.At:
		return f.old()
	case *syntax.Let:
		return l.let(x, f)
	case *syntax.Box:
		l.limit(x.Action, ActionLevel, f)
		l.limit(x.Subscript, StateLevel, f)
		return ActionLevel
	case *syntax.Fairness:
		l.limit(x.Subscript, StateLevel, f)
		l.limit(x.Action, ActionLevel, f)
		return TemporalLevel
	case *syntax.Lambda:
		return l.lambda(x, f)
	case *syntax.Paren:
		return l.expr(x.X, f)
	case *syntax.Labeled:
		return l.expr(x.Body, f)
	case *syntax.AssumeProve:
		return l.assumeProve(x, f)
	}
	return slices.Max(append(l.each(operands(e), ActionLevel, f), ConstantLevel))
}

// limit is the level of an expression that may be at most some level.
func (l *leveler) limit(e syntax.Expr, limit Level, f *frame) Level {
	level := l.expr(e, f)
	if level > limit {
		l.fail(e, "an expression of %s level stands where at most %s level is allowed", level, limit)
	}
	return level
}

// each are the levels of expressions that may be at most some level.
func (l *leveler) each(es []syntax.Expr, limit Level, f *frame) []Level {
	levels := make([]Level, len(es))
	for i, e := range es {
		levels[i] = l.limit(e, limit, f)
	}
	return levels
}

// bounds is the level of the sets of bounds.
func (l *leveler) bounds(bounds []*syntax.Bound, f *frame) Level {
	level := ConstantLevel
	for _, b := range bounds {
		if b.Set != nil {
			level = max(level, l.limit(b.Set, ActionLevel, f))
		}
	}
	return level
}

func (l *leveler) quantifier(x *syntax.Quantifier, f *frame) Level {
	sets := l.bounds(x.Bounds, f)
	level := max(sets, l.expr(x.Body, f))
	if x.Op == "\\AA" || x.Op == "\\EE" {
		return TemporalLevel
	}
	if level == TemporalLevel && sets == ActionLevel {
		l.fail(x, "the set of a quantifier of a temporal formula has action level")
	}
	return level
}

// mixed is the highest of levels, which are those of the operands of a conjunction or the like: actions and temporal formulas do not mix.
func (l *leveler) mixed(at syntax.Node, levels []Level) Level {
	if slices.Contains(levels, TemporalLevel) && slices.Contains(levels, ActionLevel) {
		l.fail(at, "an action and a temporal formula are combined")
	}
	return slices.Max(append(levels, ConstantLevel))
}

func (l *leveler) exceptions(x *syntax.Except, f *frame) Level {
	whole := l.limit(x.Function, ActionLevel, f)
	level := whole
	for _, u := range x.Updates {
		old := whole
		for _, index := range u.Path {
			for _, a := range index.Args {
				old = max(old, l.limit(a, ActionLevel, f))
			}
		}
		inside := newFrame(f)
		inside.at = &old
		level = max(level, old, l.limit(u.Value, ActionLevel, inside))
	}
	return level
}

func (l *leveler) let(x *syntax.Let, f *frame) Level {
	inside := l.enter(x, f)
	if l.record || l.report != nil && l.inside == 0 {
		for _, unit := range x.Defs {
			l.letUnit(unit, inside)
		}
	}
	return l.expr(x.Body, inside)
}

// letUnit checks a definition of a LET as it stands.
func (l *leveler) letUnit(unit syntax.Unit, f *frame) {
	if u, ok := unit.(*syntax.InstanceDef); ok {
		if inst := l.info.Instances[u]; inst != nil && inst.Module != nil {
			if l.checkInstance(inst, f) {
				l.checkInstantiated(u, inst, f.lets, f)
			}
		}
		return
	}
	if o := l.info.LetDefs[unit]; o != nil {
		l.checkDefinition(o, f)
	}
}

func (l *leveler) lambda(x *syntax.Lambda, f *frame) Level {
	inside := newFrame(f)
	for _, p := range l.info.Lambdas[x] {
		inside.names[p] = meaning{}
	}
	return l.expr(x.Body, inside)
}

func (l *leveler) assumeProve(x *syntax.AssumeProve, f *frame) Level {
	level := ConstantLevel
	for _, a := range x.Assumptions {
		switch b := a.(type) {
		case *syntax.NewDecl:
			if b.Set != nil {
				level = max(level, l.limit(b.Set, ActionLevel, f))
			}
		case syntax.Expr:
			level = max(level, l.expr(b, f))
		}
	}
	return max(level, l.expr(x.Prove, f))
}

// builtin is the level of the use of an operator of the language.
func (l *leveler) builtin(x *syntax.Apply, o *Object, args []syntax.Expr, f *frame) Level {
	levels := make([]Level, len(args))
	for i, a := range args {
		levels[i] = l.expr(a, f)
	}
	if (o.Name == "[]" || o.Name == "<>") && levels[0] == ActionLevel && sensitive(args[0], o.Name == "<>") {
		form := "[A]_v"
		if o.Name == "<>" {
			form = "<<A>>_v"
		}
		l.fail(x, "an action after %s has to be of the form %s", o.Name, form)
	}
	return l.limited(x, o, levels)
}

// sensitive reports that an action, after [] or <>, is not of the form [A]_v or, if angle, <<A>>_v.
func sensitive(e syntax.Expr, angle bool) bool {
	switch x := e.(type) {
	case *syntax.Paren:
		return sensitive(x.X, angle)
	case *syntax.Box:
		return x.Angle != angle
	case *syntax.Let, *syntax.Labeled:
		return false
	}
	return true
}

// limited is the level of an operator of the language whose arguments are of some levels.
func (l *leveler) limited(at syntax.Node, o *Object, levels []Level) Level {
	op := operators[o.Name]
	for i, level := range levels {
		if level > op.limits[i] {
			l.fail(at, "%s is applied to an expression of %s level, and at most %s level is allowed", o.Name, level, op.limits[i])
		}
	}
	switch o.Name {
	case "/\\", "\\/", "=>", "<=>":
		return l.mixed(at, levels)
	case "~>", "-+->":
		if slices.Contains(levels, ActionLevel) {
			l.fail(at, "%s is applied to an action", o.Name)
		}
	}
	if op.opaque || len(levels) == 0 {
		return op.level
	}
	return max(op.level, slices.Max(levels))
}
