package syntax

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawer draws trees that some text reads as.
type drawer struct {
	*rapid.T
	depth int
}

// maxDrawn is how deep drawn trees are, about.
const maxDrawn = 3

// pick calls one of some functions.
func pick[T any](d *drawer, choices ...func() T) T {
	return choices[rapid.IntRange(0, len(choices)-1).Draw(d.T, "choice")]()
}

func (d *drawer) oneOf(words ...string) string { return rapid.SampledFrom(words).Draw(d.T, "word") }

// some draws a list of one to three.
func some[T any](d *drawer, draw func() T) []T {
	var list []T
	for range rapid.IntRange(1, 3).Draw(d.T, "length") {
		list = append(list, draw())
	}
	return list
}

func (d *drawer) name() Name { return Name{Text: d.oneOf("x", "y", "Foo", "_a1", "2b", "TRUE")} }

func (d *drawer) field() *Field {
	return &Field{Name: Name{Text: d.oneOf("x", "IF", "DOMAIN", "f_1")}, Expr: d.expr()}
}

func (d *drawer) bound() *Bound {
	return &Bound{Names: some(d, d.name), Tuple: rapid.Bool().Draw(d.T, "tuple"), Set: d.expr()}
}

func (d *drawer) simpleBound() *Bound {
	return &Bound{Names: []Name{d.name()}, Set: d.expr()}
}

// expr draws any expression.
func (d *drawer) expr() Expr {
	d.depth++
	defer func() { d.depth-- }()
	if d.depth > maxDrawn {
		return d.atom()
	}
	return pick(d, d.atom, d.operand, d.operation, d.operation, d.open, func() Expr { return d.list() })
}

// operand draws what may stand beside any operator.
func (d *drawer) operand() Expr {
	if d.depth > maxDrawn {
		return d.atom()
	}
	d.depth++
	defer func() { d.depth-- }()
	return pick(d, d.atom, d.bracketed, d.bracketed, func() Expr { return d.list() },
		func() Expr { return &Paren{X: d.expr()} },
		func() Expr { return &FunctionApply{Function: d.operand(), Args: some(d, d.expr)} },
		func() Expr { return &FieldAccess{Record: d.operand(), Field: d.field().Name} },
		func() Expr {
			return &Apply{Name: Name{Text: d.oneOf("'", "^+", "^#")}, Args: []Expr{d.operand()}, Fix: Postfix}
		})
}

func (d *drawer) list() *Junction {
	return &Junction{Op: d.oneOf(`/\`, `\/`), Items: some(d, d.expr)}
}

func (d *drawer) atom() Expr {
	return pick(d,
		func() Expr { return &Number{Text: d.oneOf("1", "12.5", ".5", `\b11`, `\hFF`)} },
		func() Expr { return &String{Value: rapid.String().Draw(d.T, "string")} },
		func() Expr { return &At{} },
		func() Expr { return &Apply{Name: d.name()} },
		d.compound,
		func() Expr {
			return &Apply{Name: Name{Text: d.oneOf("+", `\o`, "-", "..", "!!", "*", "^+")}, Args: []Expr{d.small(), d.small()}}
		})
}

func (d *drawer) small() Expr { return &Apply{Name: d.name()} }

// compound draws I(a)!F(b)!2.
func (d *drawer) compound() Expr {
	args := func() []Expr {
		if rapid.Bool().Draw(d.T, "args") {
			return some(d, d.argument)
		}
		return nil
	}
	x := &Apply{Name: d.name(), Args: args()}
	for range rapid.IntRange(0, 2).Draw(d.T, "steps") {
		x.Path = append(x.Path, &Step{Name: d.name(), Args: args()})
	}
	if len(x.Path) > 0 {
		x.Name.Text = d.oneOf("x", "+", "!!", "[]", "-.", `/\`, "'", "DOMAIN")
	}
	for i := range rapid.IntRange(0, 2).Draw(d.T, "selectors") {
		kind := SelectorKind(rapid.IntRange(0, int(SelectLabel)).Draw(d.T, "kind"))
		s := &Selector{Kind: kind}
		switch {
		case kind == SelectIndex:
			s.Index = rapid.IntRange(1, 12).Draw(d.T, "index")
		case kind == SelectArgs:
			s.Args = some(d, d.argument)
		case kind == SelectLabel && i > 0:
			s.Label, s.Args = d.name(), args()
		case kind == SelectLabel:
			s.Kind = SelectColon
		}
		x.Selectors = append(x.Selectors, s)
	}
	return x
}

// argument draws what may be passed to an operator.
func (d *drawer) argument() Expr {
	if d.depth > maxDrawn {
		return d.small()
	}
	return pick(d, d.expr,
		func() Expr {
			return &Apply{Name: Name{Text: d.oneOf("+", "-", "-.", "[]", "'", `\X`, `/\`, "*", "SUBSET")}}
		},
		func() Expr { return &Lambda{Params: []*OpDecl{{Name: d.name()}}, Body: d.expr()} })
}

// bracketed draws an expression in brackets.
func (d *drawer) bracketed() Expr {
	return pick(d,
		func() Expr { return &SetEnum{} },
		func() Expr { return &SetEnum{Elems: some(d, d.expr)} },
		func() Expr { return &SetFilter{Bound: d.simpleBound(), Body: d.expr()} },
		func() Expr { return &SetMap{Body: &Paren{X: d.expr()}, Bounds: some(d, d.bound)} },
		func() Expr { return &FunctionMap{Bounds: some(d, d.simpleBound), Body: d.expr()} },
		func() Expr { return &FunctionSet{Domain: d.expr(), Range: d.expr()} },
		func() Expr { return &Record{Fields: some(d, d.field)} },
		func() Expr { return &RecordSet{Fields: some(d, d.field)} },
		func() Expr { return &Tuple{} },
		func() Expr { return &Tuple{Elems: some(d, d.expr)} },
		func() Expr { return &Except{Function: d.expr(), Updates: some(d, d.update)} },
		func() Expr {
			return &Box{Angle: rapid.Bool().Draw(d.T, "angle"), Action: d.expr(), Subscript: d.subscript()}
		},
		func() Expr {
			return &Fairness{Strong: rapid.Bool().Draw(d.T, "strong"), Subscript: d.subscript(), Action: d.expr()}
		})
}

func (d *drawer) subscript() Expr {
	return pick(d, d.small, func() Expr { return &Tuple{Elems: some(d, d.expr)} }, func() Expr { return &Paren{X: d.expr()} },
		func() Expr { return &Apply{Path: []*Step{{Name: d.name(), Args: some(d, d.expr)}}, Name: d.name()} })
}

func (d *drawer) update() *Update {
	return &Update{Value: d.expr(), Path: some(d, func() *Index {
		return pick(d, func() *Index { return &Index{Args: some(d, d.expr)} }, func() *Index { return &Index{Field: d.field().Name} })
	})}
}

// operation draws prefix and infix operators with operands that no precedence is needed for, and chains of them.
func (d *drawer) operation() Expr {
	infix := func(op string, left, right Expr) Expr {
		return &Apply{Name: Name{Text: op}, Args: []Expr{left, right}, Fix: Infix}
	}
	last := func() Expr { return pick(d, d.operand, d.operand, d.open) }
	return pick(d,
		func() Expr {
			return &Apply{Name: Name{Text: d.oneOf("~", "[]", "<>", "-.", "SUBSET", "ENABLED")}, Args: []Expr{&Paren{X: d.expr()}}, Fix: Prefix}
		},
		func() Expr {
			return &Apply{Name: Name{Text: d.oneOf("~", "-.", "DOMAIN")}, Args: []Expr{last()}, Fix: Prefix}
		},
		func() Expr { return infix(d.oneOf("=", "#", "=>", "..", ":>", "!!", `\`, "^"), d.operand(), last()) },
		func() Expr {
			op := d.oneOf(`/\`, `\/`, "+", "-", "*", `\cup`, "@@", "(+)")
			return infix(op, infix(op, d.operand(), d.operand()), last())
		},
		func() Expr { return infix("=>", d.operand(), infix("=", infix("+", d.operand(), d.operand()), last())) },
		func() Expr { return &Product{Factors: append(some(d, d.operand), d.operand(), last())} },
	)
}

// open draws an expression that goes on as far as it can.
func (d *drawer) open() Expr {
	if d.depth > maxDrawn {
		return d.atom()
	}
	d.depth++
	defer func() { d.depth-- }()
	return pick(d,
		func() Expr { return &Quantifier{Op: d.oneOf(`\A`, `\E`), Bounds: some(d, d.bound), Body: d.expr()} },
		func() Expr {
			return &Quantifier{Op: d.oneOf(`\A`, `\EE`, `\AA`), Bounds: []*Bound{{Names: some(d, d.name)}}, Body: d.expr()}
		},
		func() Expr { return &Choose{Bound: d.simpleBound(), Body: d.expr()} },
		func() Expr { return &Choose{Bound: &Bound{Names: some(d, d.name), Tuple: true}, Body: d.expr()} },
		func() Expr { return &If{Cond: d.expr(), Then: d.expr(), Else: d.expr()} },
		func() Expr {
			return &Case{Arms: some(d, func() *Arm { return &Arm{Cond: d.expr(), Body: d.operand()} }), Other: d.expr()}
		},
		func() Expr { return &Case{Arms: []*Arm{{Cond: d.operand(), Body: d.expr()}}} },
		func() Expr { return &Let{Defs: some(d, d.definition), Body: d.expr()} },
	)
}

func (d *drawer) definition() Unit {
	param := func() *OpDecl { return &OpDecl{Name: d.name()} }
	return pick[Unit](d,
		func() Unit { return &OperatorDef{Name: d.name(), Body: d.expr()} },
		func() Unit { return &OperatorDef{Name: d.name(), Params: some(d, d.decl), Body: d.expr()} },
		func() Unit {
			return &OperatorDef{Name: Name{Text: d.oneOf("-.", "~")}, Fix: Prefix, Params: []*OpDecl{param()}, Body: d.expr()}
		},
		func() Unit {
			return &OperatorDef{Name: Name{Text: d.oneOf("+", "=", `\X`)}, Fix: Infix, Params: []*OpDecl{param(), param()}, Body: d.expr()}
		},
		func() Unit {
			return &OperatorDef{Name: Name{Text: "^*"}, Fix: Postfix, Params: []*OpDecl{param()}, Body: d.expr()}
		},
		func() Unit { return &FunctionDef{Name: d.name(), Bounds: some(d, d.bound), Body: d.expr()} },
		func() Unit { return &RecursiveDecl{Decls: some(d, d.decl)} },
		func() Unit {
			return &InstanceDef{Name: d.name(), Params: some(d, d.decl), Module: d.name(), With: some(d, func() *Substitution {
				return &Substitution{Name: Name{Text: d.oneOf("x", "+", "'")}, Expr: d.argument()}
			})}
		},
	)
}

// decl draws a declaration.
func (d *drawer) decl() *OpDecl {
	return pick(d,
		func() *OpDecl { return &OpDecl{Name: d.name(), Arity: rapid.IntRange(0, 3).Draw(d.T, "arity")} },
		func() *OpDecl { return &OpDecl{Name: Name{Text: d.oneOf("+", "-", "..")}, Fix: Infix, Arity: 2} },
		func() *OpDecl { return &OpDecl{Name: Name{Text: d.oneOf("-.", "[]")}, Fix: Prefix, Arity: 1} },
		func() *OpDecl { return &OpDecl{Name: Name{Text: "^+"}, Fix: Postfix, Arity: 1} },
	)
}

func (d *drawer) assumeProve() Expr {
	d.depth++
	defer func() { d.depth-- }()
	x := &AssumeProve{Box: rapid.Bool().Draw(d.T, "box"), Prove: d.expr()}
	x.Assumptions = some(d, func() Node {
		if d.depth > maxDrawn {
			return d.expr()
		}
		return pick(d, func() Node { return d.expr() }, func() Node { return d.assumeProve() },
			func() Node { return &Labeled{Label: d.name(), Body: d.assumeProve()} },
			func() Node { return &NewDecl{Kind: "CONSTANT", Decl: &OpDecl{Name: d.name()}, Set: d.expr()} },
			func() Node { return &NewDecl{Kind: d.oneOf("CONSTANT", "ACTION"), Decl: d.decl()} })
	})
	return x
}

func (d *drawer) unit() Unit {
	local := rapid.Bool().Draw(d.T, "local")
	return pick(d,
		func() Unit { return &ConstantDecl{Decls: some(d, d.decl)} },
		func() Unit { return &VariableDecl{Names: some(d, d.name)} },
		func() Unit { return &Assume{Body: d.expr()} },
		func() Unit { return &Theorem{Name: d.name(), Body: d.expr()} },
		func() Unit { return &Theorem{Body: d.assumeProve()} },
		func() Unit { return &InstanceDef{Local: local, Module: d.name()} },
		func() Unit { return &OperatorDef{Local: local, Name: d.name(), Body: d.expr()} },
		func() Unit { return &InnerModule{Module: &Module{Name: d.name(), Extends: some(d, d.name)}} },
		d.definition,
	)
}

func TestPrintedExpressionsReadBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := &drawer{T: rt}
		x := d.expr()
		text := PrintExpr(x)
		read, err := ParseExpr(text)
		require.NoError(rt, err, text)
		require.True(rt, Equal(x, read), "%s\n%s\n%s", text, shape(x), shape(read))
	})
}

func TestPrintedModulesReadBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := &drawer{T: rt, depth: 1}
		m := &Module{Name: d.name(), Units: some(d, d.unit)}
		var text bytes.Buffer
		require.NoError(rt, Print(&text, m))
		read, err := Parse("", text.Bytes())
		require.NoError(rt, err, text.String())
		require.True(rt, Equal(m, read), text.String())
	})
}

func TestEqualSeesDifferences(t *testing.T) {
	texts := []string{"a", "b", "a + b", "a - b", "(a + b)", "+(a, b)", "f(a)", "f[a]", "1", "2", `"1"`, "{a}", "<<a>>", "<<>>", "{}", "F!1", "F!2",
		"F!a", "I(a)!F", `\E a : b`, `\A a : b`, `\E a \in b : b`, "[A]_v", "<<A>>_v", "WF_v(A)", "SF_v(A)", "[a |-> b]", "[a : b]", "/\\ a\n/\\ b", `a /\ b`,
		`\E <<a>> \in b : b`, "CASE a -> b", "CASE OTHER_ -> b [] OTHER -> a"}
	for i, a := range texts {
		for j, b := range texts {
			x, err := ParseExpr(a)
			require.NoError(t, err)
			y, err := ParseExpr("\n  " + strings.ReplaceAll(b, "\n", "\n  "))
			require.NoError(t, err)
			require.Equal(t, i == j, Equal(x, y), strconv.Quote(a)+" "+strconv.Quote(b))
		}
	}
}

func TestLongLinesAreBroken(t *testing.T) {
	for _, text := range []string{
		"Value" + strings.Repeat(" + Value", 100), "{Value" + strings.Repeat(", Value", 100) + "}", "F(Value" + strings.Repeat(", Value", 100) + ")",
	} {
		x, err := ParseExpr(text)
		require.NoError(t, err)
		for line := range strings.Lines(PrintExpr(x)) {
			require.Less(t, len(line), lineLength+10)
		}
	}
}
