package semantic

import (
	"fmt"

	"github.com/tenet-go/tenet/tla/syntax"
)

// leveler computes levels by evaluating expressions with levels for values. A definition is evaluated for each combination of levels that it
// gets as arguments, which is exact where a table of weights would not be, and as cheap, since there are few combinations.
type leveler struct {
	info     *Info
	record   bool                                             // levels go into Info.Levels
	report   func(at syntax.Node, format string, args ...any) // of errors in the expression that is checked; nil if it is not checked
	failures int                                              // that were reported
	root     *frame                                           // of everything
	inside   int                                              // how many definitions are being evaluated
	trial    *problem                                         // the first error inside of the innermost of them
	lowest   int                                              // the outermost evaluation whose preliminary result was used
	fixed    func(*Object) (Level, bool)                      // levels of names, if they are not the usual ones
	whole    map[*Module]bool                                 // whether a module is constant
}

func newLeveler(info *Info) *leveler {
	return &leveler{info: info, root: newFrame(nil), lowest: unused, whole: map[*Module]bool{}}
}

// problem is an error of levels inside of a definition.
type problem struct {
	at     syntax.Pos
	module string
	text   string
}

func (p *problem) String() string {
	if p.module == "" {
		return fmt.Sprintf("at %v, %s", p.at, p.text)
	}
	return fmt.Sprintf("at %v of module %s, %s", p.at, p.module, p.text)
}

// meaning is what a parameter, or a constant or variable of an instantiated module, stands for: a level or, if it has arguments, an operator.
type meaning struct {
	level    Level
	operator *closure
}

// closure is an operator where it was passed as an argument.
type closure struct {
	object *Object
	lambda *syntax.Lambda
	sub    *Use // an operator that was selected by a subexpression name
	frame  *frame
	calls  calls
}

// arity is how many arguments the operator takes.
func (c *closure) arity(info *Info) int {
	switch {
	case c.lambda != nil:
		return len(info.Lambdas[c.lambda])
	case c.sub != nil:
		return len(c.sub.Params)
	}
	return c.object.Arity
}

// frame is what names stand for during an evaluation. There is one for each call, for each LET and for each instance.
type frame struct {
	outer *frame
	names map[*Object]meaning
	lets  *scope // the definitions of the LET that the frame is of; nil if it is of none
	base  *frame // the frame of the instance, or of everything, that the definitions of modules are evaluated in
	calls map[*Object]*calls
	at    *Level // of @, in the value of an EXCEPT
	insts map[*Instance][]*call
}

func newFrame(outer *frame) *frame {
	f := &frame{outer: outer, names: map[*Object]meaning{}}
	if outer != nil {
		f.base = outer.base
	} else {
		f.base = f
	}
	return f
}

// old is the level of @.
func (f *frame) old() Level {
	for ; f != nil; f = f.outer {
		if f.at != nil {
			return *f.at
		}
	}
	return ConstantLevel
}

// calls are the results that are known of something with arguments.
type calls struct{ all []*call }

// call is the result for some arguments.
type call struct {
	args    []meaning
	level   Level
	problem *problem
	depth   int // of the evaluation that is under way; 0 if it is finished
	used    bool
	frame   *frame // of an instance
}

// lookup returns what a name stands for in a frame.
func (f *frame) lookup(o *Object) (meaning, bool) {
	for ; f != nil; f = f.outer {
		if m, ok := f.names[o]; ok {
			return m, true
		}
	}
	return meaning{}, false
}

// home is the frame in which a definition is evaluated: that of its LET, or the one for modules.
func (f *frame) home(o *Object) *frame {
	if !o.let {
		return f.base
	}
	for g := f; g != nil; g = g.outer {
		if g.lets != nil && g.lets.has(o) {
			return g
		}
	}
	return f
}

// Level returns the level of an expression in which names stand for something of a level that names tells. It is asked for parameters, bound
// names, constants and variables, and says false for those that are as they were declared, or constant if they are parameters.
func (in *Info) Level(e syntax.Expr, names func(*Object) (Level, bool)) Level {
	l := newLeveler(in)
	l.fixed = names
	return l.expr(e, newFrame(l.root))
}

// fail notes an error.
func (l *leveler) fail(at syntax.Node, format string, args ...any) {
	switch {
	case l.inside > 0:
		if l.trial == nil {
			l.trial = &problem{at: at.Place().Start, text: fmt.Sprintf(format, args...)}
		}
	case l.report != nil:
		l.failures++
		l.report(at, format, args...)
	}
}

// use returns the level of the use of a name.
func (l *leveler) use(x *syntax.Apply, f *frame) Level {
	use, ok := l.info.Uses[x]
	if !ok {
		return ConstantLevel
	}
	o := use.Object
	if use.Sub != nil {
		return l.part(x, use, f)
	}
	if o.Kind == Builtin {
		if len(use.Args) < o.Arity {
			return o.Level
		}
		return l.builtin(x, o, use.Args, f)
	}
	if len(use.Args) < o.Arity { // an operator that is passed
		return l.plain(o, f)
	}
	args := l.meanings(use, f)
	if m, ok := f.lookup(o); ok && m.operator != nil {
		return l.closure(x, m.operator, args)
	}
	if o.Kind == Definition || o.Kind == Statement {
		return l.callAt(x, o, args, f)
	}
	level := l.plain(o, f)
	for _, a := range args {
		level = max(level, a.level)
	}
	return level
}

// plain is the level of a name by itself.
func (l *leveler) plain(o *Object, f *frame) Level {
	if m, ok := f.lookup(o); ok {
		return m.level
	}
	if l.fixed != nil && o.Kind != Definition && o.Kind != Statement {
		if level, ok := l.fixed(o); ok {
			return level
		}
	}
	return o.Level
}

// part is the level of a part of a definition that was selected.
func (l *leveler) part(x *syntax.Apply, use Use, f *frame) Level {
	args := l.meanings(use, f)
	if l.info.operator(use.Sub) {
		return ConstantLevel
	}
	if _, known := l.info.Levels[use.Sub]; l.record && !known { // it is made up
		l.apart(func() Level {
			l.record = true
			return l.selected(use, neutral(use.Params), f)
		})
	}
	level, p := l.apart(func() Level { return l.selected(use, args, f) })
	if p != nil {
		l.blame(x, "", p)
	}
	return level
}

// selected evaluates a part of a definition that was selected.
func (l *leveler) selected(use Use, args []meaning, f *frame) Level {
	inside := newFrame(f.home(use.Object))
	rest := args
	for o := use.Object; o.Inner != nil; o = o.Inner {
		n := min(len(o.Instance.Params), len(rest))
		inside = newFrame(l.instance(o.Instance, rest[:n], inside))
		rest = rest[n:]
	}
	for i, p := range use.Params {
		inside.names[p] = meaning{level: p.Level}
		if i < len(args) {
			inside.names[p] = args[i]
		}
	}
	for _, let := range use.Lets {
		inside = l.enter(let, inside)
	}
	return l.expr(use.Sub, inside)
}

// operator reports that an expression is one that can only be passed as an operator.
func (in *Info) operator(e syntax.Expr) bool {
	switch x := e.(type) {
	case *syntax.Lambda:
		return true
	case *syntax.Apply:
		use, ok := in.Uses[x]
		return ok && use.Sub == nil && len(use.Args) < use.Object.Arity
	}
	return false
}

// meanings evaluates the arguments of a use.
func (l *leveler) meanings(use Use, f *frame) []meaning {
	args := make([]meaning, len(use.Args))
	params := use.Object.Params
	if use.Sub != nil {
		params = use.Params
	}
	for i, e := range use.Args {
		arity := 0
		if i < len(params) {
			arity = params[i].Arity
		}
		args[i] = l.meaning(e, arity, f)
	}
	return args
}

// meaning evaluates what is passed for something that takes arity arguments.
func (l *leveler) meaning(e syntax.Expr, arity int, f *frame) meaning {
	if arity == 0 {
		return meaning{level: l.expr(e, f)}
	}
	switch x := e.(type) {
	case *syntax.Lambda:
		l.lambda(x, f)
		return meaning{operator: &closure{lambda: x, frame: f}}
	case *syntax.Apply:
		use := l.info.Uses[x]
		if l.record {
			l.info.Levels[e] = l.use(x, f)
		}
		if use.Sub != nil {
			return meaning{operator: &closure{sub: &use, frame: f}}
		}
		if m, ok := f.lookup(use.Object); ok && m.operator != nil {
			return m
		}
		return meaning{level: l.plain(use.Object, f), operator: &closure{object: use.Object, frame: f}}
	}
	return meaning{}
}

// closure is the level of an operator that was passed, with arguments.
func (l *leveler) closure(x syntax.Node, c *closure, args []meaning) Level {
	switch {
	case c.lambda != nil || c.sub != nil:
		known := l.remembered(&c.calls, args, true, func() Level { return l.applied(c, args) })
		if known.problem != nil {
			l.blame(x, "", known.problem)
		}
		return known.level
	case c.object.Kind == Builtin:
		levels := make([]Level, len(args))
		for i, a := range args {
			levels[i] = a.level
		}
		return l.limited(x, c.object, levels)
	case c.object.Kind == Definition || c.object.Kind == Statement:
		return l.callAt(x, c.object, args, c.frame)
	}
	level := l.plain(c.object, c.frame)
	for _, a := range args {
		level = max(level, a.level)
	}
	return level
}

// applied evaluates a LAMBDA, or a part of a definition, with arguments.
func (l *leveler) applied(c *closure, args []meaning) Level {
	inside, params, body := newFrame(c.frame), []*Object(nil), syntax.Expr(nil)
	if c.lambda != nil {
		params, body = l.info.Lambdas[c.lambda], c.lambda.Body
	} else {
		inside, params, body = newFrame(c.frame.home(c.sub.Object)), c.sub.Params, c.sub.Sub
	}
	for i, p := range params {
		if i < len(args) {
			inside.names[p] = args[i]
		}
	}
	if c.sub != nil {
		for _, let := range c.sub.Lets {
			inside = l.enter(let, inside)
		}
	}
	return l.expr(body, inside)
}

// enter makes a frame for a LET.
func (l *leveler) enter(let *syntax.Let, f *frame) *frame {
	inside := newFrame(f)
	inside.lets = l.info.lets[let]
	return inside
}
