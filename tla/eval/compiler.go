package eval

import (
	"fmt"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// compiler turns expressions into code.
type compiler struct {
	program     *Program
	info        *semantic.Info
	variables   map[*semantic.Object]int
	constants   map[*semantic.Object]datum.Datum      // values from the model
	overrides   map[*semantic.Object]*semantic.Object // c <- d from the model
	scoped      map[*semantic.Object]bool             // those of [M]c, in the module M
	unit        *unit
	root        *scope
	files       map[fileKey]*scope
	actions     map[*semantic.Object]int
	instances   map[instanceKey]*scope
	closed      map[sharedKey]code // definitions of constant level
	routines    map[routineKey]*routine
	acts        map[actKey]*actRoutine
	numbers     int32 // how many slots all frames have
	calledUnits int
	calling     []*routine // that are being compiled, each called by the one before it
	unsettled   []*routine // that are compiled, and call some that are being compiled
	depth       int        // of expansions
	size        int        // how many expressions were compiled
}

// Limits of expansion, so that no specification makes the compiler run away.
const (
	maxDepth = 2000
	maxSize  = 5_000_000
)

// unit is code that shares one frame.
type unit struct {
	parent     *unit // whose frame is the outer one: of what is around a recursive definition of a LET, an ENABLED, a constant
	slots      int
	numbers    []int32 // of the slots, among the deps
	params     int
	ops        int
	late       int // arguments of operators that are passed
	operations int // operators that are passed
	mode       mode
	called     bool // there is a frame for each call
	acting     bool // it generates states: arguments are passed as actions, too
	apart      bool // it has states of its own, as the action of an ENABLED: what is bound by name around it is compiled anew
	// lasting are the slots of values that depend on the states only: they are forgotten when an evaluation begins.
	lasting       []int
	shared        map[sharedKey]code
	substitutions map[substitutionKey]code
	id            int  // of a unit whose frames are used again
	captured      bool // values may keep its frames
}

// mode says what happens to variables without a value.
type mode uint8

const (
	judging  mode = iota // all variables have values
	starting             // initial states are generated: unprimed variables get values
	stepping             // next states are generated: primed variables get values
)

// sharedKey names a definition without parameters, compiled once for each unit.
type sharedKey struct {
	object *semantic.Object
	module *scope
	primed bool
}

// fileKey names the scope of a module's own definitions, in the context of an instance.
type fileKey struct {
	module *scope
	file   string
}

type substitutionKey struct {
	binding *binding
	primed  bool
}

type instanceKey struct {
	instance *semantic.Instance
	home     *scope
}

func newUnit(mode mode) *unit {
	return &unit{mode: mode, shared: map[sharedKey]code{}, substitutions: map[substitutionKey]code{}}
}

// slot reserves a slot of the frame.
func (c *compiler) slot() int {
	c.numbers++
	c.unit.numbers = append(c.unit.numbers, firstSlot+c.numbers)
	c.unit.slots++
	return c.unit.slots - 1
}

// site notes a place in the specification.
func (c *compiler) site(n syntax.Node, sc *scope) site {
	c.program.sites = append(c.program.sites, place{sc.file, n.Place()})
	return site(len(c.program.sites) - 1)
}

// unsupported ends the compilation.
func (c *compiler) unsupported(n syntax.Node, sc *scope, format string, args ...any) {
	panic(&Error{Kind: Unsupported, File: sc.file, Span: n.Place(), Message: fmt.Sprintf(format, args...)})
}

// failing is code that fails when it is evaluated: TLC too finds out only then.
func (c *compiler) failing(n syntax.Node, sc *scope, kind ErrorKind, format string, args ...any) code {
	at, message := c.site(n, sc), fmt.Sprintf(format, args...)
	return code{
		value: func(*frame) datum.Datum { panic(&failure{kind, at, message}) },
		site:  at,
	}
}

// expr compiles an expression; primed says that it stands under a prime.
func (c *compiler) expr(e syntax.Expr, sc *scope, primed bool) code {
	if c.size++; c.size > maxSize {
		c.unsupported(e, sc, "the specification expands to more than %d expressions", maxSize)
	}
	if c.depth++; c.depth > maxDepth {
		c.unsupported(e, sc, "definitions are nested deeper than %d", maxDepth)
	}
	defer func() { c.depth-- }()
	x := c.dispatch(e, sc, primed)
	if x.site == 0 {
		x.site = c.site(e, sc)
	}
	return x
}

func (c *compiler) dispatch(e syntax.Expr, sc *scope, primed bool) code {
	switch e := e.(type) {
	case *syntax.Paren:
		return c.expr(e.X, sc, primed)
	case *syntax.Labeled:
		return c.expr(e.Body, sc, primed)
	case *syntax.Apply:
		return c.apply(e, sc, primed)
	case *syntax.Number:
		return c.number(e, sc)
	case *syntax.String:
		return literal(datum.String(e.Value))
	case *syntax.Junction:
		return c.junction(e, sc, primed)
	case *syntax.Quantifier:
		return c.quantifier(e, sc, primed)
	case *syntax.Choose:
		return c.choose(e, sc, primed)
	case *syntax.If:
		return c.ifThenElse(e, sc, primed)
	case *syntax.Case:
		return c.cases(e, sc, primed)
	case *syntax.Let:
		return c.let(e, sc, primed)
	case *syntax.Box:
		return c.box(e, sc, primed)
	case *syntax.SetEnum, *syntax.SetFilter, *syntax.SetMap, *syntax.Product, *syntax.Tuple:
		return c.set(e, sc, primed)
	case *syntax.FunctionMap, *syntax.FunctionSet, *syntax.FunctionApply, *syntax.Record, *syntax.RecordSet, *syntax.FieldAccess, *syntax.Except, *syntax.At:
		return c.function(e, sc, primed)
	}
	return c.failing(e, sc, Unsupported, "the engine cannot evaluate this: %T", e)
}
