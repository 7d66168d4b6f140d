package syntax

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseExprErrors(t *testing.T) {
	for _, c := range []struct{ text, message string }{
		{"", "1:1: found the end of the text, expected an expression"},
		{"a b", "1:3: found b, expected an operator or the end of the text"},
		{`a /\ b \/ c`, `1:8: found "\/" after the "/\" in line 1, column 3, expected parentheses: neither binds tighter`},
		{"a = b = c", `1:7: found a second "=", which is not associative: parentheses are needed`},
		{`a \in b \in c`, `1:9: found a second "\in", which is not associative: parentheses are needed`},
		{"a * -b ^ c * d", `1:12: found a second "*", which is not associative: parentheses are needed`},
		{"UNCHANGED x'", `1:12: found "'" after the UNCHANGED in line 1, column 1, expected parentheses: neither binds tighter`},
		{`\land a`, `1:1: found "\land", expected an expression`},
		{"a + * b", `1:5: found "*", expected an expression`},
		{"(a", `1:3: found the end of the text, expected ")"`},
		{`(a /\ b]`, `1:8: found "]", expected ")"`},
		{"{a, b", `1:6: found the end of the text, expected "," or "}"`},
		{`{x, y \in S : p}`, `1:13: found ":", expected "," or "}"`},
		{"[a, b]", `1:3: found ",", expected "->", "|->", EXCEPT or "]_"`},
		{"[a]", `1:3: found "]", expected "->", "|->", EXCEPT or "]_"`},
		{"f[a", `1:4: found the end of the text, expected "," or "]"`},
		{"<<a, b", `1:7: found the end of the text, expected "," or ">>"`},
		{"[a |-> 1, b : 2]", `1:13: found ":", expected "|->"`},
		{"[f EXCEPT !x = 1]", `1:12: found x, expected "[" or "."`},
		{"[f EXCEPT ![1] 2]", `1:16: found 2, expected "[", "." or "="`},
		{"[x + 1 |-> 2]", `1:8: found "|->" after something that is neither the name of a field nor x \in S`},
		{"IF a THEN b", "1:12: found the end of the text, expected ELSE"},
		{"CASE a", `1:7: found the end of the text, expected "->"`},
		{"CASE a -> b [] OTHER -> c [] d -> e", `1:27: found "[]", expected an operator or the end of the text`},
		{"LET a == 1", "1:11: found the end of the text, expected IN or a definition"},
		{"LET LOCAL a == 1 IN a", "1:5: found LOCAL, expected a definition"},
		{"LET IN a", "1:5: found IN, expected a definition"},
		{`\E x \in S p`, `1:12: found p, expected "," or ":"`},
		{`\E <<>> \in S : p`, `1:6: found ">>", expected a name`},
		{`\E x : `, "1:8: found the end of the text, expected an expression"},
		{`\EE x \in S : p`, `1:7: found "\in", expected "," or ":"`},
		{`CHOOSE x, y \in S : p`, `1:9: found ",", expected ":"`},
		{"I!", `1:3: found the end of the text, expected a name, a number, "<<", ">>", ":" or "@", or arguments in parentheses`},
		{"a!b!lab(x) :: x", `1:12: found "::" after something that is no label, expected a name, or a name with names as arguments, before it`},
		{"a * lab :: b + c", `1:5: found a label between "*" and "+", expected parentheses: without the label, "*" would not apply to all of this`},
		{"(a) :: b", `1:5: found "::" after something that is no label, expected a name, or a name with names as arguments, before it`},
		{"F(a, LAMBDA x)", `1:14: found ")", expected "," or ":"`},
		{"LAMBDA x : x", "1:1: found LAMBDA, expected an expression"},
		{"r.", "1:3: found the end of the text, expected the name of a field"},
		{"F!99999999", "1:3: found 99999999, expected the number of an operand"},
		{`F!\b1`, `1:3: found "\b1", expected the number of an operand`},
		{"WF_x", `1:5: found the end of the text, expected "("`},
		{"SF_f(a, b)", "1:9: found a second action of SF_"},
		{"WF_1(A)", "1:4: found 1, expected a name or an expression in brackets"},
		{"[A]_1", "1:5: found 1, expected a name or an expression in brackets"},
		{"<<A, B>>_v", `1:7: found ">>_", expected "," or ">>"`},
		{`"abc`, `1:1: found a string that does not end, expected "`},
		{"\"a\nb\"", `1:1: found a string that does not end in its line, expected "`},
		{"(* a (* b *)", "1:1: found a comment that does not end, expected *)"},
		{"a $$$ b ;", `1:5: found "$", expected an expression`},
		{"`", "1:1: found '`', which means nothing here"},
		{`a \foo b`, "1:8: found b, expected an operator or the end of the text"},
		{"/\\ a\n/\\ (b\n)", `3:1: found ")" in column 1, expected ")" to the right of the list's bullets in column 1`},
		{"/\\ a\n/\\ \n/\\ b", `3:1: found "/\" in column 1, expected an expression to the right of the list's bullets in column 1`},
		{"/\\ IF a\nTHEN b", "2:1: found THEN in column 1, expected THEN to the right of the list's bullets in column 1"},
		{"<1>a", "1:1: found <1>a, expected an expression"},
		{"x == 1", `1:3: found "==", expected an operator or the end of the text`},
		{`{a \in b, c : d}`, `1:13: found ":", expected "," or "}"`},
		{`{f(a) \in b : d}`, `1:13: found ":" after an "\in" that has neither a name nor a tuple of names before it, expected "}"`},
		{`{<<a, 1>> \in b : d}`, `1:17: found ":" after an "\in" that has neither a name nor a tuple of names before it, expected "}"`},
		{`{x \in a => b => c : d}`, `1:15: found a second "=>", which is not associative: parentheses are needed`},
		{`{x \in a = b}`, `1:10: found "=" after the "\in" in line 1, column 4, expected parentheses: neither binds tighter`},
		{`[<<a, 1>> \in b |-> d]`, `1:17: found "|->" after something that is neither the name of a field nor x \in S`},
		{`[x, f(y) \in S |-> d]`, `1:3: found ",", expected "->", "|->", EXCEPT or "]_"`},
		{`[x, <<y>> \in S |-> d]`, `1:3: found ",", expected "->", "|->", EXCEPT or "]_"`},
		{"+", `1:1: found "+", expected an expression`},
		{"a ~ b", `1:3: found "~", expected an operator or the end of the text`},
		{"-. a", `1:1: found "-.", expected an expression`},
		{"F(+)", "1:5: found the end of the text, expected an expression"},
		{"F()", `1:3: found ")", expected an expression`},
		{"a.b.(c)", `1:5: found "(", expected the name of a field`},
		{"\xff", "1:1: found the byte 0xff, which is not UTF-8"},
	} {
		_, err := ParseExpr(c.text)
		requireMessage(t, c.text, c.message, err)
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ text, message string }{
		{"a == 1", "M.tla:1:7: found the end of the text, expected ---- MODULE"},
		{"---- MODULE M ----\n", "M.tla:2:1: found the end of the text, expected a definition, a declaration, or ===="},
		{"---- MODULE M\n====", "M.tla:2:1: found ==== (the end of the module), expected ----"},
		{"---- MODULE M ----\nEXTENDS\n====", "M.tla:3:1: found ==== (the end of the module), expected the name of a module"},
		{"---- MODULE M ----\nVARIABLE x y\n====", `M.tla:3:1: found ==== (the end of the module), expected "==", or the parameters of y`},
		{"---- MODULE M ----\nCONSTANT F(_, x)\n====", `M.tla:2:15: found x, expected "_"`},
		{"---- MODULE M ----\nCONSTANT _ x _\n====", "M.tla:2:12: found x, expected the symbol of an infix or a postfix operator"},
		{"---- MODULE M ----\na = 1\n====", "M.tla:2:5: found 1, expected the name of a parameter"},
		{"---- MODULE M ----\na(x, 1) == 1\n====", "M.tla:2:6: found 1, expected a parameter"},
		{"---- MODULE M ----\na ==\nb == 1\n====", `M.tla:3:3: found "==", expected a definition, a declaration, or ====: the name before it was taken for the end of the unit above`},
		{"---- MODULE M ----\nLOCAL VARIABLE x\n====", "M.tla:2:7: found VARIABLE, expected a definition"},
		{"---- MODULE M ----\nf[x] == 1\n====", `M.tla:2:4: found "]", expected "\in"`},
		{"---- MODULE M ----\nI == INSTANCE\n====", "M.tla:3:1: found ==== (the end of the module), expected the name of a module"},
		{"---- MODULE M ----\nINSTANCE N WITH x = 1\n====", `M.tla:2:19: found "=", expected "<-"`},
		{"---- MODULE M ----\nINSTANCE N WITH 1 <- 1\n====", "M.tla:2:17: found 1, expected the name of a constant or a variable"},
		{"---- MODULE M ----\n---- MODULE N ----\n====", "M.tla:3:5: found the end of the text, expected a definition, a declaration, or ===="},
		{"---- MODULE M ----\nTHEOREM TRUE\n<1>1. TRUE\n====", "M.tla:4:1: found ==== (the end of the module), expected the next step of the proof, or QED"},
		{"---- MODULE M ----\nTHEOREM TRUE\n<1>1. HAVE TRUE\n  BY x\n<1> QED\n====", "M.tla:4:3: found BY, expected another step: this one takes no proof"},
		{"---- MODULE M ----\nTHEOREM TRUE\n<2>1. a\n<1> QED\n====", "M.tla:4:1: found the step <1> in a proof of level 2"},
		{"---- MODULE M ----\nTHEOREM TRUE\n<2>1. a\n  PROOF <2>a QED\n<2> QED\n====", "M.tla:4:9: found the step <2>a in a proof of level 2"},
		{"---- MODULE M ----\nTHEOREM ASSUME VARIABLE x \\in S PROVE x\n====", `M.tla:2:27: found "\in", expected "," or PROVE`},
		{"---- MODULE M ----\nTHEOREM TRUE\n<1> QED\n<1> QED\n====", "M.tla:4:1: found <1>, expected a definition, a declaration, or ===="},
		{"---- MODULE M ----\nTHEOREM TRUE\n<1> DEFINE LOCAL x == 4\n<1> QED\n====", "M.tla:3:12: found LOCAL, expected a definition"},
		{"---- MODULE M ----\nTHEOREM TRUE\n<1> <2>1\n<1>1 QED\n<1>2. a\n====", "M.tla:5:1: found <1>2., expected a definition, a declaration, or ===="},
		{"---- MODULE M ----\nTHEOREM ASSUME a, NEW VARIABLE x\n====", `M.tla:3:1: found ==== (the end of the module), expected "," or PROVE`},
		{"---- MODULE M ----\nASSUME a == \n====", "M.tla:3:1: found ==== (the end of the module), expected an expression"},
		{"---- MODULE M ----\nTHEOREM []ASSUME a PROVE b\n====", `M.tla:2:20: found PROVE, expected "," or "[]PROVE"`},
		{"---- MODULE M ----\na == 1 + \\* c\n====", "M.tla:3:1: found ==== (the end of the module), expected an expression"},
		{"---- MODULE M ----\nOp(G(_), _ + _, x y) == 1\n====", `M.tla:2:19: found y, expected "," or ")"`},
		{"---- MODULE M ----\r\nx == 1\r\ny == (2\r\n====", `M.tla:4:1: found ==== (the end of the module), expected ")"`},
	} {
		_, err := Parse("M.tla", []byte(c.text))
		requireMessage(t, c.text, c.message, err)
	}
}

// requireMessage checks the first line of an error, and that the others quote the source.
func requireMessage(t *testing.T, text, message string, err error) {
	require.Error(t, err, "%q", text)
	var e *Error
	require.ErrorAs(t, err, &e, "%q", text)
	first, quote, _ := strings.Cut(err.Error(), "\n")
	require.Equal(t, message, first, "%q", text)
	line := lines(text)[e.Pos.Line-1]
	require.Equal(t, line, e.Line)
	if line != "" {
		shown, margin := excerpt(line, e.Pos.Col)
		require.Equal(t, strings.ToValidUTF8(line, "\uFFFD"), shown)
		require.Equal(t, "\t"+shown+"\n\t"+margin+"^", quote)
	}
}

func TestErrorPointsBelowTabs(t *testing.T) {
	_, err := ParseExpr("a +\n\tb\t*\tc *")
	require.EqualError(t, err, "2:9: found the end of the text, expected an expression\n\t\tb\t*\tc *\n\t\t \t \t   ^")
}

func TestErrorShowsPartOfALongLine(t *testing.T) {
	_, err := ParseExpr(strings.Repeat("a + ", 50) + strings.Repeat("b * ", 20) + "* " + strings.Repeat("c * ", 50))
	first, quote, _ := strings.Cut(err.Error(), "\n")
	require.Equal(t, `1:281: found "*", expected an expression`, first)
	require.Equal(t, "\t..."+strings.Repeat("b * ", 20)+"* "+strings.Repeat("c * ", 19)+"c ...\n\t"+strings.Repeat(" ", 83)+"^", quote)
}

func TestDepthIsBounded(t *testing.T) {
	deep := 2 * maxDepth
	for _, text := range []string{
		strings.Repeat("(", deep), strings.Repeat("{", deep), strings.Repeat("[", deep), strings.Repeat("<<", deep),
		strings.Repeat("f(", deep), strings.Repeat("f[", deep), strings.Repeat("-(", deep), strings.Repeat("LET a == ", deep),
		strings.Repeat("[A]_[", deep), strings.Repeat("WF_x(", deep), strings.Repeat("f(LAMBDA x : ", deep), strings.Repeat("IF ", deep),
		strings.Repeat("/\\ ", deep), strings.Repeat("~ ", deep) + "a", "a" + strings.Repeat(" + a", deep), "f" + strings.Repeat("[a]", deep),
		"a" + strings.Repeat("'", deep), "a" + strings.Repeat(".b", deep), strings.Repeat("a = \\E x : ", deep),
	} {
		_, err := ParseExpr(text)
		require.ErrorContains(t, err, " levels ", text[:40])
		require.Less(t, len(err.Error()), 500)
	}
	module := "---- MODULE M ----\n"
	for _, text := range []string{
		strings.Repeat(module, deep), module + "THEOREM TRUE " + strings.Repeat("<+> TRUE ", deep),
		module + "THEOREM TRUE " + strings.Repeat("PROOF <+> TRUE ", deep), module + "THEOREM " + strings.Repeat("ASSUME ", deep),
	} {
		_, err := Parse("", []byte(text))
		require.ErrorContains(t, err, " levels ", text[:40])
		require.Less(t, len(err.Error()), 500)
	}
}
