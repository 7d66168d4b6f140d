package semantic

import "github.com/tenet-go/tenet/tla/syntax"

// Kind is what a name stands for.
type Kind uint8

// Kinds of objects.
const (
	Constant   Kind = iota + 1 // declared by CONSTANT; with parameters, a constant operator
	Variable                   // declared by VARIABLE
	Bound                      // bound by a quantifier, CHOOSE, a set or function constructor, or NEW
	Param                      // a parameter of a definition, a LAMBDA, an instance or a label; with an arity, an operator
	Definition                 // an operator or function that is defined, also by LET, RECURSIVE, or inside an instantiated module
	Builtin                    // an operator of the language itself: \in, SUBSET, ENABLED, TRUE...
	Namespace                  // the name I of I == INSTANCE M
	Statement                  // the name of a theorem or assumption
)

func (k Kind) String() string {
	return [...]string{"", "constant", "variable", "bound name", "parameter", "operator", "operator of the language", "instance", "statement"}[k]
}

// article is a kind with an article before it.
func (k Kind) article() string {
	if k == Definition || k == Builtin || k == Namespace {
		return "an " + k.String()
	}
	return "a " + k.String()
}

// Object is what a name stands for. Objects are compared by identity.
type Object struct {
	Kind   Kind
	Name   string
	Pos    syntax.Pos
	Module *Module // that it is declared in; nil for Builtin
	Arity  int     // how many arguments it takes: len(Params) for definitions
	Local  bool

	// Of Definition and Statement:

	Params []*Object   // including those of the instance, if it has any, which come first
	Body   syntax.Expr // of an operator; the body of a function definition
	// Function is set for f[x \in S] == e. Such a definition takes no arguments, and the name f inside the body is this object.
	Function *syntax.FunctionDef
	// Recursive reports that it was declared RECURSIVE or, for a function, that its body mentions itself.
	Recursive bool
	// Inner and Instance are set for a definition that comes from an instantiated module: it means Inner, which is defined in
	// Instance.Module, in which constants and variables stand for Instance.Subst. The first len(Instance.Params) of Params belong to
	// the instance, the rest to Inner. Body and Function are not set. Inner may itself come from an instance.
	// What a module defines that has neither constants nor variables means the same everywhere: an instance without parameters
	// has its very objects, without such a wrapper.
	Inner    *Object
	Instance *Instance

	// Level is that of the object with constant arguments; see Info.Level for other arguments. For what NEW declares it is the level
	// that is said there; other bound names are constant.
	Level Level

	let bool // it is of a LET
}

// Instance is an INSTANCE M WITH ... .
type Instance struct {
	Name   string                  // "" for INSTANCE M without a name
	Params []*Object               // of I(x) == INSTANCE M
	Module *Module                 // that is instantiated
	Subst  map[*Object]syntax.Expr // constants and variables of Module, and of what it extends, to expressions where the INSTANCE stands; complete
	Pos    syntax.Pos
}

// Level is the level of an expression.
type Level uint8

// Levels.
const (
	ConstantLevel Level = iota
	StateLevel
	ActionLevel
	TemporalLevel
)

func (l Level) String() string {
	return [...]string{"constant", "state", "action", "temporal"}[l]
}

// Module is a module and what its names mean.
type Module struct {
	Name    string
	Syntax  *syntax.Module
	Extends []*Module // directly
	Outer   *Module   // that it is an inner module of; nil for one with a file of its own

	// Standard reports that the module is one of the library (tla/modules): the engine may have operators of it in Go.
	Standard bool

	Constants   []*Object // also those of extended modules, in the order of declaration, those of the extended first
	Variables   []*Object
	Definitions []*Object // of this module itself and not of extended ones, in order; also the ones that come from instances, and functions
	Assumptions []*Object // Statements; also those of extended modules
	Theorems    []*Object // of this module itself

	scope *scope // all names that a user of the module sees, and its local ones
	holed bool   // a module that it extends is missing, so that names are unknown that should not be
}

// Lookup returns what a name stands for at the end of the module, be it local or extended or an operator of the language, or nil.
// The name of what comes from an instance is I!F.
func (m *Module) Lookup(name string) *Object { return m.scope.lookup(name) }

// Info tells what the parts of the trees mean. One Info is shared by all modules that were loaded together.
type Info struct {
	// Uses has every *syntax.Apply.
	Uses map[*syntax.Apply]Use
	// Bounds has the object of each name that is bound, by its address: in a Bound, an OpDecl (Params of Lambda, OperatorDef, InstanceDef,
	// and NewDecl), or the parameters of a label, which are those of the bounds around it.
	Bounds  map[*syntax.Name]*Object
	Lambdas map[*syntax.Lambda][]*Object // parameters
	LetDefs map[syntax.Unit]*Object      // OperatorDef and FunctionDef of a LET
	// Instances has each INSTANCE, of a module or of a LET. The expressions of its Subst that the text does not have, since they
	// are the same names, are made up, and in Uses too.
	Instances map[*syntax.InstanceDef]*Instance
	Levels    map[syntax.Expr]Level // of each expression as it stands, parameters taken as constants

	lets map[*syntax.Let]*scope
}

// Use is what an Apply means: an object and its arguments, in the order of Object.Params, those of I(a)!F(b) being a and b.
// It has no arguments where an operator that takes some is passed as an argument.
type Use struct {
	Object *Object
	Args   []syntax.Expr
	// Sub is set if the name has selectors (F!2): then it means this part of the definition's body, in which the names of
	// Params stand for Args (parameters of the definition, then what was bound on the way to the part, then, if the part is the
	// body of a definition of a LET, the parameters of that). Where an operator is passed as an argument there are Params, and no
	// Args. If the Object comes from an instance, the part is of the innermost definition, below all Inner.
	Sub    syntax.Expr
	Params []*Object
	Lets   []*syntax.Let // whose definitions Sub may use, outermost first
}
