package eval

import (
	"strings"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/syntax"
)

// Explanation says how close a step comes to one of an action.
type Explanation struct {
	Action string
	// Held and Failed count the conjuncts of the action that hold and that do not, for the parameters for which fewest fail.
	Held, Failed int
	// Binding are these parameters: those of the action, and what existential quantifiers bind on the way to it and in it.
	Binding []Binding
	// Conjuncts are those that do not hold.
	Conjuncts []Conjunct
	// Variables are those of the specification.
	Variables []string
}

// ConjunctKind is a kind of conjuncts.
type ConjunctKind uint8

// Kinds of conjuncts.
const (
	Condition ConjunctKind = iota // any other formula
	Assigns                       // x' = e, or x = e in the initial predicate
	Keeps                         // UNCHANGED e
)

// Conjunct is a conjunct that does not hold.
type Conjunct struct {
	Kind     ConjunctKind
	Variable string // x of x' = e and UNCHANGED x
	Text     string // in the specification
	File     string
	Span     syntax.Span
	Within   []string // definitions, outermost first
	// Left and Right are the values on the sides of a comparison: for x' = e those of x' and e, for UNCHANGED e those after the step
	// and before it. They are zero for other formulas, and if they cannot be evaluated.
	Left, Right datum.Datum
	// For says for which elements of the sets of universal quantifiers it fails.
	For []Binding
	// Err says why it cannot be evaluated, if that is the case.
	Err *Error
}

const (
	assignsVariable = Assigns
	keepsVariable   = Keeps
)

// conjunct is what is known of a conjunct when it is compiled.
type conjunct struct {
	kind        ConjunctKind
	variable    int
	expr        syntax.Expr
	scope       *scope
	within      *within
	left, right expr
}

// bind notes the value of a name, unless it is the parameter that got its value from a quantifier's name that is the same.
func (x *Explanation) bind(name string, v datum.Datum) {
	for _, b := range x.Binding {
		if b.Name == name && b.Value.String() == v.String() {
			return
		}
	}
	x.Binding = append(x.Binding, Binding{name, v})
}

// fail notes a conjunct that does not hold.
func (x *Explanation) fail(f *frame, c *conjunct, err *Error) {
	if c == nil {
		return
	}
	failed := Conjunct{Kind: c.kind, Within: c.within.names(), Err: err}
	if c.expr != nil {
		failed.Text, failed.Span = oneLine(syntax.PrintExpr(c.expr)), c.expr.Place()
	}
	if c.scope != nil {
		failed.File = c.scope.file
	}
	if c.kind != Condition && c.variable >= 0 {
		failed.Variable = x.Variables[c.variable]
	}
	failed.Left, failed.Right = f.sideOf(c.left), f.sideOf(c.right)
	x.Conjuncts = append(x.Conjuncts, failed)
}

func (f *frame) sideOf(side expr) (v datum.Datum) {
	if side == nil || f.try(func() { v = datum.Forced(side(f)) }) != nil {
		return datum.Datum{}
	}
	return v
}

// oneLine is a text without its line ends and indentation.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// apart is at how many places two values differ.
func apart(a, b datum.Datum) int {
	switch {
	case a.Kind() == b.Kind() && a.Hash() == b.Hash():
		return 0
	case a.IsFunction() && b.IsFunction():
		return functionsApart(a, b)
	case a.IsSet() && b.IsSet() && datum.IsFinite(a) && datum.IsFinite(b):
		return setsApart(a, b)
	}
	return 1
}

func functionsApart(a, b datum.Datum) int {
	places := map[uint64]int{}
	for i, arg := range datum.Elements(datum.Domain(b)) {
		places[arg.Hash()] = i
	}
	sum, common := 0, 0
	for i, arg := range datum.Elements(datum.Domain(a)) {
		if at, ok := places[arg.Hash()]; ok {
			sum += apart(datum.At(a, i), datum.At(b, at))
			common++
		}
	}
	return sum + datum.Len(a) + datum.Len(b) - 2*common
}

func setsApart(a, b datum.Datum) int {
	in := map[uint64]bool{}
	for _, x := range datum.Elements(a) {
		in[x.Hash()] = true
	}
	common := 0
	for _, x := range datum.Elements(b) {
		if in[x.Hash()] {
			common++
		}
	}
	return len(datum.Elements(a)) + len(datum.Elements(b)) - 2*common
}
