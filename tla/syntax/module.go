package syntax

// Module is a module of TLA+.
type Module struct {
	Span
	File    string // the name it was read under, for messages; "" if unknown
	Name    Name
	Extends []Name
	Units   []Unit
	Lines   []string // the text, for quoting; shared by modules of one file
}

// Name is an identifier, or the symbol of an operator in its ASCII form, where it is declared, defined or used.
// Symbols that are synonyms have one Text, the canonical form: \/ for \lor and ∨, # for /=, <= for =< and \leq, >= for \geq, ~ for \lnot, <=> for
// \equiv, \cup for \union, \cap for \intersect, \o for \circ, \X for \times, (+) for \oplus, and so on for (-), (.), (/) and (\X).
type Name struct {
	Span
	Text string
}

// Unit is a part of a module's body, or of a LET.
type Unit interface {
	Node
	unit()
}

// Units.
type (
	// ConstantDecl is CONSTANT c, F(_, _), _ \prec _.
	ConstantDecl struct {
		Span
		Decls []*OpDecl
	}
	// VariableDecl is VARIABLE x, y.
	VariableDecl struct {
		Span
		Names []Name
	}
	// RecursiveDecl is RECURSIVE F(_), g.
	RecursiveDecl struct {
		Span
		Decls []*OpDecl
	}
	// OperatorDef is [LOCAL] F(a, G(_)) == body, with the operator of any fixity. Its body is nil only in a tree that was built by hand.
	OperatorDef struct {
		Span
		Local  bool
		Name   Name
		Fix    Fix
		Params []*OpDecl
		Body   Expr
	}
	// FunctionDef is [LOCAL] f[x \in S, <<y, z>> \in T] == body. The name may occur in the body.
	FunctionDef struct {
		Span
		Local  bool
		Name   Name
		Bounds []*Bound
		Body   Expr
	}
	// InstanceDef is INSTANCE M WITH ..., [LOCAL] I == INSTANCE M or I(x) == INSTANCE M. Name is zero for the first.
	InstanceDef struct {
		Span
		Local  bool
		Name   Name
		Fix    Fix
		Params []*OpDecl
		Module Name
		With   []*Substitution
	}
	// Assume is ASSUME, ASSUMPTION or AXIOM, perhaps named.
	Assume struct {
		Span
		Name Name // zero if it has none
		Body Expr
	}
	// Theorem is THEOREM, LEMMA, PROPOSITION or COROLLARY, perhaps named. Its proof is skipped. Body may be an *AssumeProve.
	Theorem struct {
		Span
		Name Name // zero if it has none
		Body Expr
	}
	// InnerModule is a module inside a module.
	InnerModule struct {
		Span
		Module *Module
	}
)

// Substitution is the a <- e of INSTANCE ... WITH.
type Substitution struct {
	Span
	Name Name
	Expr Expr
}

// OpDecl declares a constant, a parameter or a recursive operator: x, F(_, _), _ + _, -. _, _ ^+.
type OpDecl struct {
	Span
	Name  Name
	Fix   Fix
	Arity int // 0 for x
}

// Fix says where an operator stands.
type Fix uint8

// Fixities.
const (
	NoFix   Fix = iota // x, F(a, b)
	Prefix             // ~ a
	Infix              // a + b
	Postfix            // a'
)

func (*ConstantDecl) unit()  {}
func (*VariableDecl) unit()  {}
func (*RecursiveDecl) unit() {}
func (*OperatorDef) unit()   {}
func (*FunctionDef) unit()   {}
func (*InstanceDef) unit()   {}
func (*Assume) unit()        {}
func (*Theorem) unit()       {}
func (*InnerModule) unit()   {}
