package syntax

// Expr is an expression, or an operator where one is passed as an argument.
type Expr interface {
	Node
	expr()
}

// Expressions.
type (
	// Number is 12, \b101, \o17, \hFF or 3.14, as it was written.
	Number struct {
		Span
		Text string
	}
	// String is a string with its escapes resolved.
	String struct {
		Span
		Value string
	}
	// Apply is the use of an operator by its name: x, F(a, b), I(c)!F(a), F!2, +(a, b), and all prefix, infix and postfix uses.
	// TRUE, FALSE, BOOLEAN and STRING are names. For I(c)!F(a) Path is [I(c)] and Name F.
	//
	// Operators that have symbols are names too, in their canonical form (see Name): \in, \cup, SUBSET, DOMAIN, UNCHANGED, ENABLED,
	// [], ~> and so on. x' is Apply{Name "'", Args [x], Fix Postfix}; a - b is named "-" and has Fix Infix; -a is named "-." and has Fix
	// Prefix; -(a, b) is named "-" and has NoFix, as has I!-(a, b). An operator that is passed as an argument is an Apply with NoFix and
	// without arguments. What is written in other ways has other types: bulleted /\ and \/ are a Junction, but the infix ones an Apply;
	// \X is a Product unless it is passed as an argument or selected (I!\X(a, b)); f[x] is a FunctionApply and r.a a FieldAccess.
	//
	// In F!a!2!b, a may be the label of a part of F as well as something that the instance F has: Path is [F] and Name a. After the first
	// selector that is no name, all names are labels: 2 and b are Selectors. Package semantic tells which is meant.
	Apply struct {
		Span
		Path      []*Step
		Name      Name
		Args      []Expr
		Fix       Fix // how it was written
		Selectors []*Selector
	}
	// Junction is a bulleted list of /\ or \/.
	Junction struct {
		Span
		Op    string // "/\\" or "\\/"
		Items []Expr
	}
	// Quantifier is \A or \E, bounded or not, or \AA, \EE.
	Quantifier struct {
		Span
		Op     string   // "\\A", "\\E", "\\AA", "\\EE"
		Bounds []*Bound // the Set of an unbounded one is nil
		Body   Expr
	}
	// Choose is CHOOSE x \in S : p; the Set of an unbounded one is nil.
	Choose struct {
		Span
		Bound *Bound // one name, or one tuple
		Body  Expr
	}
	// SetEnum is {a, b}.
	SetEnum struct {
		Span
		Elems []Expr
	}
	// SetFilter is {x \in S : p}.
	SetFilter struct {
		Span
		Bound *Bound
		Body  Expr
	}
	// SetMap is {e : x \in S, y \in T}.
	SetMap struct {
		Span
		Body   Expr
		Bounds []*Bound
	}
	// FunctionMap is [x \in S, y \in T |-> e].
	FunctionMap struct {
		Span
		Bounds []*Bound
		Body   Expr
	}
	// FunctionSet is [S -> T].
	FunctionSet struct {
		Span
		Domain, Range Expr
	}
	// FunctionApply is f[a, b].
	FunctionApply struct {
		Span
		Function Expr
		Args     []Expr
	}
	// Record is [a |-> e, b |-> f].
	Record struct {
		Span
		Fields []*Field
	}
	// RecordSet is [a : S, b : T].
	RecordSet struct {
		Span
		Fields []*Field
	}
	// FieldAccess is r.a.
	FieldAccess struct {
		Span
		Record Expr
		Field  Name
	}
	// Except is [f EXCEPT ![a].b = e, ...].
	Except struct {
		Span
		Function Expr
		Updates  []*Update
	}
	// At is the @ inside an Except.
	At struct {
		Span
	}
	// Tuple is <<a, b>>.
	Tuple struct {
		Span
		Elems []Expr
	}
	// Product is S \X T \X U, flat: S \X (T \X U) has a Paren in it.
	Product struct {
		Span
		Factors []Expr
	}
	// If is IF c THEN a ELSE b.
	If struct {
		Span
		Cond, Then, Else Expr
	}
	// Case is CASE p -> a [] q -> b [] OTHER -> c.
	Case struct {
		Span
		Arms  []*Arm
		Other Expr // nil if there is none
	}
	// Let is LET defs IN body. Its units are RecursiveDecl, OperatorDef, FunctionDef and InstanceDef.
	Let struct {
		Span
		Defs []Unit
		Body Expr
	}
	// Box is [A]_v or, if Angle, <<A>>_v.
	Box struct {
		Span
		Angle     bool
		Action    Expr
		Subscript Expr
	}
	// Fairness is WF_v(A) or, if Strong, SF_v(A).
	Fairness struct {
		Span
		Strong    bool
		Subscript Expr
		Action    Expr
	}
	// Lambda is LAMBDA x, y : e.
	Lambda struct {
		Span
		Params []*OpDecl
		Body   Expr
	}
	// Paren is ( e ).
	Paren struct {
		Span
		X Expr
	}
	// Labeled is lab(x, y) :: e.
	Labeled struct {
		Span
		Label  Name
		Params []Name
		Body   Expr
	}
	// AssumeProve is ASSUME a, NEW x \in S PROVE p, which only a theorem has.
	AssumeProve struct {
		Span
		Box         bool   // written []ASSUME, []PROVE
		Assumptions []Node // Expr (an *AssumeProve, perhaps *Labeled, is one) or *NewDecl
		Prove       Expr
	}
)

// Parts of expressions.
type (
	// Step is one I(a, b)! of a compound name.
	Step struct {
		Span
		Name Name
		Args []Expr
	}
	// Selector is what follows the name of a definition to name a part of its body: !2, !<<, !>>, !@, !:, !(a, b), !label, !label(a).
	Selector struct {
		Span
		Kind  SelectorKind
		Index int    // for SelectIndex
		Label Name   // for SelectLabel
		Args  []Expr // for SelectArgs and SelectLabel
	}
	// Bound is a, b \in S or <<a, b>> \in S.
	Bound struct {
		Span
		Names []Name
		Tuple bool
		Set   Expr // nil if unbounded
	}
	// Field is a |-> e, or a : S.
	Field struct {
		Span
		Name Name
		Expr Expr
	}
	// Update is !path = value.
	Update struct {
		Span
		Path  []*Index
		Value Expr
	}
	// Index is [a, b] or .f in the path of an Update.
	Index struct {
		Span
		Args  []Expr // nil for .f
		Field Name   // zero for [a]
	}
	// Arm is p -> e of a Case.
	Arm struct {
		Span
		Cond, Body Expr
	}
	// NewDecl is NEW [CONSTANT|VARIABLE|STATE|ACTION|TEMPORAL] x [\in S] in an AssumeProve.
	NewDecl struct {
		Span
		Kind string // "CONSTANT" if not said
		Decl *OpDecl
		Set  Expr // nil if it has none
	}
)

// SelectorKind is a kind of Selector.
type SelectorKind uint8

// Kinds of selectors.
const (
	SelectIndex SelectorKind = iota // !2
	SelectLeft                      // !<<
	SelectRight                     // !>>
	SelectAt                        // !@
	SelectColon                     // !:
	SelectArgs                      // !(a, b)
	SelectLabel                     // !label, !label(a)
)

func (*Number) expr()        {}
func (*String) expr()        {}
func (*Apply) expr()         {}
func (*Junction) expr()      {}
func (*Quantifier) expr()    {}
func (*Choose) expr()        {}
func (*SetEnum) expr()       {}
func (*SetFilter) expr()     {}
func (*SetMap) expr()        {}
func (*FunctionMap) expr()   {}
func (*FunctionSet) expr()   {}
func (*FunctionApply) expr() {}
func (*Record) expr()        {}
func (*RecordSet) expr()     {}
func (*FieldAccess) expr()   {}
func (*Except) expr()        {}
func (*At) expr()            {}
func (*Tuple) expr()         {}
func (*Product) expr()       {}
func (*If) expr()            {}
func (*Case) expr()          {}
func (*Let) expr()           {}
func (*Box) expr()           {}
func (*Fairness) expr()      {}
func (*Lambda) expr()        {}
func (*Paren) expr()         {}
func (*Labeled) expr()       {}
func (*AssumeProve) expr()   {}
