package syntax

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// shape shows a tree as (what part part ...), names, numbers and strings as they are.
func shape(n Node) string {
	what := strings.ToLower(reflect.TypeOf(n).Elem().Name())
	switch n := n.(type) {
	case *Number:
		what = n.Text
	case *String:
		what = fmt.Sprintf("%q", n.Value)
	case *Apply:
		what = n.Name.Text
	case *Junction:
		what = "list" + n.Op
	case *Quantifier:
		what = n.Op
	case *Step:
		what = n.Name.Text + "!"
	case *Bound:
		what = ""
		for _, name := range n.Names {
			what += name.Text + " "
		}
		what += "in"
	case *Field:
		what = n.Name.Text
	case *FieldAccess:
		what = "." + n.Field.Text
	case *OperatorDef:
		what = n.Name.Text
	case *OpDecl:
		what = n.Name.Text
	case *Labeled:
		what = n.Label.Text + "::"
	case *Selector:
		what = [...]string{fmt.Sprint("!", n.Index), "!<<", "!>>", "!@", "!:", "!()", "!" + n.Label.Text}[n.Kind]
	case *Index:
		what = "[" + n.Field.Text + "]"
	}
	parts := Children(n)
	if len(parts) == 0 {
		return what
	}
	text := "(" + what
	for _, part := range parts {
		text += " " + shape(part)
	}
	return text + ")"
}

func TestParseExprShapes(t *testing.T) {
	for _, c := range []struct{ text, shape string }{
		// Precedence and associativity.
		{`a + b * c`, `(+ a (* b c))`},
		{`a * b + c`, `(+ (* a b) c)`},
		{`a - b - c`, `(- (- a b) c)`},
		{`a /\ b => c \/ d`, `(=> (/\ a b) (\/ c d))`},
		{`~a /\ b`, `(/\ (~ a) b)`},
		{`~a = b`, `(~ (= a b))`},
		{`a = ~b`, `(= a (~ b))`},
		{`[]a => b`, `(=> ([] a) b)`},
		{`[]<>~a`, `([] (<> (~ a)))`},
		{`-a + b`, `(+ (-. a) b)`},
		{`-a * b`, `(-. (* a b))`},
		{`a - -b`, `(- a (-. b))`},
		{`a * -b`, `(* a (-. b))`},
		{`SUBSET a \cup b`, `(\cup (SUBSET a) b)`},
		{`DOMAIN f \ {}`, `(\ (DOMAIN f) setenum)`},
		{`UNCHANGED f[x]`, `(UNCHANGED (functionapply f x))`},
		{`a^b'`, `(^ a (' b))`},
		{`x' = x + 1`, `(= (' x) (+ x 1))`},
		{`f[x]'.a[y]`, `(functionapply (.a (' (functionapply f x))) y)`},
		{`a..b + c`, `(.. a (+ b c))`},
		{`a :> b @@ c :> d`, `(@@ (:> a b) (:> c d))`},
		{`a \X b \X c`, `(product a b c)`},
		{`a \X (b \X c)`, `(product a (paren (product b c)))`},
		{`(a \X b) \X c`, `(product (paren (product a b)) c)`},
		{`a \X b \cup c`, `(\cup (product a b) c)`},
		{`a \o b \circ c`, `(\o (\o a b) c)`},
		{`a ~> b`, `(~> a b)`},
		{`x \in S /\ y \notin T`, `(/\ (\in x S) (\notin y T))`},

		// Synonyms have one name.
		{`a # b \/ c /= d`, `(\/ (# a b) (# c d))`},
		{`\lnot a \union b`, `(~ (\cup a b))`},
		{`a =< b \/ a \leq b \/ a <= b`, `(\/ (\/ (<= a b) (<= a b)) (<= a b))`},
		{`a \oplus b (+) c`, `((+) ((+) a b) c)`},
		{`∀ x ∈ S : ¬P ∧ □Q`, `(\A (x in S) (/\ (~ P) ([] Q)))`},
		{`⟨a, b⟩ ∈ ℕ × ℤ`, `(\in (tuple a b) (product Nat Int))`},

		// Names, their arguments and what selects them.
		{`F(a, +, LAMBDA x, y : x)`, `(F a + (lambda x y x))`},
		{`f ( - )`, `(f -)`},
		{`+(a, b)`, `(+ a b)`},
		{`- (a, b)`, `(- a b)`},
		{`-(a)`, `(-. (paren a))`},
		{`-. (a)`, `(-. a)`},
		{`\o(a, b)`, `(\o a b)`},
		{`I!F(a)`, `(F I! a)`},
		{`I(a)!J!F`, `(F (I! a) J!)`},
		{`I!+(a, b)`, `(+ I! a b)`},
		{`I!!!(a, b)`, `(!! I! a b)`},
		{`a !! b`, `(!! a b)`},
		{`F(a)!2!<<!>>!:!@!(x, y)!lab(z)`, `(F a !2 !<< !>> !: !@ (!() x y) (!lab z))`},

		// Brackets.
		{`{}`, `setenum`},
		{`{a, b}`, `(setenum a b)`},
		{`{x \in S}`, `(setenum (\in x S))`},
		{`{x \in S : p}`, `(setfilter (x in S) p)`},
		{`{x \in S : x \in T}`, `(setfilter (x in S) (\in x T))`},
		{`{<<x, y>> \in S : p}`, `(setfilter (x y in S) p)`},
		{`{x \in S => T : p}`, `(setfilter (x in (=> S T)) p)`},
		{`{x \in S /\ y}`, `(setenum (/\ (\in x S) y))`},
		{`[x \in S /\ y]_v`, `(box (/\ (\in x S) y) v)`},
		{`[x \in S = T |-> y]`, `(functionmap (x in (= S T)) y)`},
		{`{{{x \in {y \in {z \in S}}}}}`, `(setenum (setenum (setenum (\in x (setenum (\in y (setenum (\in z S))))))))`},
		{`{e : x, y \in S, <<z>> \in T}`, `(setmap e (x y in S) (z in T))`},
		{`[x \in S |-> e]`, `(functionmap (x in S) e)`},
		{`[x, y \in S, <<a, b>> \in T |-> e]`, `(functionmap (x y in S) (a b in T) e)`},
		{`[S -> T]`, `(functionset S T)`},
		{`[a |-> 1, IF |-> 2]`, `(record (a 1) (IF 2))`},
		{`[a : S, b : T]`, `(recordset (a S) (b T))`},
		{`[f EXCEPT ![a, b].c = @, !.d = 1]`, `(except f (update ([] a b) [c] at) (update [d] 1))`},
		{`f[a, b]`, `(functionapply f a b)`},
		{`r.IF`, `(.IF r)`},
		{`<<>>`, `tuple`},
		{`<<a, <<b>>>>`, `(tuple a (tuple b))`},
		{`[A]_v`, `(box A v)`},
		{`[][x \in S]_<<x, y>>`, `([] (box (\in x S) (tuple x y)))`},
		{`<<A>>_I(a)!v`, `(box A (v (I! a)))`},
		{`WF_v(A)`, `(fairness v A)`},
		{`SF_f(x)(A)`, `(fairness (f x) A)`},
		{`WF_<<x, y>>(A /\ B)`, `(fairness (tuple x y) (/\ A B))`},

		// What goes on as far as it can.
		{`\E x, y \in S, z \in T : p /\ q`, `(\E (x y in S) (z in T) (/\ p q))`},
		{`\A x, y : p`, `(\A x y in p)`},
		{`a /\ \E <<x, y>> \in S : p => q`, `(/\ a (\E (x y in S) (=> p q)))`},
		{`CHOOSE x : p \/ q`, `(choose x in (\/ p q))`},
		{`CHOOSE <<x, y>> \in S : p`, `(choose (x y in S) p)`},
		{`IF a THEN b ELSE c + d`, `(if a b (+ c d))`},
		{`CASE a -> b [] c -> CASE d -> e [] OTHER -> f`, `(case (arm a b) (arm c (case (arm d e) f)))`},
		{`LET a == 1 f[x \in S] == x RECURSIVE g(_) g(x) == x IN a + 1`,
			`(let (a 1) (functiondef (x in S) x) (recursivedecl g) (g x x) (+ a 1))`},
		{`LET I == INSTANCE M WITH a <- b, + <- - IN I!x`, `(let (instancedef (substitution b) (substitution -)) (x I!))`},
		{`LET a + b == a  ~ a == b  a ^+ == b IN c`, `(let (+ a b a) (~ a b) (^+ a b) c)`},
		{`lab(x) :: p /\ q`, `(lab:: (/\ p q))`},
		{`a + lab :: b * c`, `(+ a (lab:: (* b c)))`},

		// Numbers and strings.
		{`12 + \b101 + \o17 + \hFf`, `(+ (+ (+ 12 \b101) \o17) \hFf)`},
		{`3.14 + .5`, `(+ 3.14 .5)`},
		{`1..2`, `(.. 1 2)`},
		{`"a \"b\" \\ \n"`, `"a \"b\" \\ \n"`},
		{`"\*"`, `"\\*"`},
	} {
		x, err := ParseExpr(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, c.shape, shape(x), c.text)
		again, err := ParseExpr(PrintExpr(x))
		require.NoError(t, err, PrintExpr(x))
		require.True(t, Equal(x, again), PrintExpr(x))
	}
}

func TestLists(t *testing.T) {
	for _, c := range []struct{ name, text, shape string }{
		{"two items", "/\\ a\n/\\ b", `(list/\ a b)`},
		{"one line", `/\ a /\ b`, `(list/\ (/\ a b))`},
		{"nested", "/\\ \\/ a\n   \\/ b\n/\\ c", `(list/\ (list\/ a b) c)`},
		{"infix to the right", "/\\ a\n  + b\n/\\ c", `(list/\ (+ a b) c)`},
		{"infix at the bullets", " /\\ a\n + b", `(+ (list/\ a) b)`},
		{"other bullet at the bullets", "/\\ a\n/\\ b\n\\/ c", `(\/ (list/\ a b) c)`},
		{"left of the bullets", " /\\ a\n/\\ b", `(/\ (list/\ a) b)`},
		{"right of the bullets", "/\\ a\n /\\ b", `(list/\ (/\ a b))`},
		{"operand", "a => /\\ b\n     /\\ c", `(=> a (list/\ b c))`},
		{"parenthesis", "(/\\ a\n /\\ b) => c", `(=> (paren (list/\ a b)) c)`},
		{"parenthesis in an item", "/\\ (\\/ a\n    \\/ b\n   ) + c\n/\\ d", `(list/\ (+ (paren (list\/ a b)) c) d)`},
		{"IF in an item", "/\\ IF a\n   THEN b\n   ELSE c\n/\\ d", `(list/\ (if a b c) d)`},
		{"items in IF", "IF /\\ a\n   /\\ b\n  THEN c ELSE d", `(if (list/\ a b) c d)`},
		{"LET in an item", "/\\ LET a == /\\ b\n            /\\ c\n   IN  a\n/\\ d", `(list/\ (let (a (list/\ b c)) a) d)`},
		{"arms of the outer CASE", "CASE a -> /\\ CASE b -> c\n             [] d -> e\n [] f -> g",
			`(case (arm a (list/\ (case (arm b c) (arm d e)))) (arm f g))`},
		{"quantifier", "/\\ \\E x \\in S :\n     /\\ a\n     /\\ b\n/\\ c", `(list/\ (\E (x in S) (list/\ a b)) c)`},
		{"tabs count up to the next eighth column", "\t/\\ a\n        /\\ b", `(list/\ a b)`},
		{"Unicode", "∧ a\n∧ ∨ b\n  ∨ c", `(list/\ a (list\/ b c))`},
		{"label", "/\\ l :: a\n/\\ b := c", `(list/\ (l:: a) (:= b c))`},
		{"not a bullet", "a \\land b", `(/\ a b)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, err := ParseExpr(c.text)
			require.NoError(t, err)
			require.Equal(t, c.shape, shape(x))
			again, err := ParseExpr(PrintExpr(x))
			require.NoError(t, err, PrintExpr(x))
			require.True(t, Equal(x, again), PrintExpr(x))
		})
	}
}

// TestSpans checks that the text of each expression's span reads as that expression.
func TestSpans(t *testing.T) {
	n := 0
	for _, text := range []string{
		`a + -b * (c)' - F(x, I(y)!G!2!<<!(z)) = "ä\"" \X 1.5 \X c`,
		`WF_v(A) /\ SF_I!f(x)(A) /\ [][A]_<<x, y>> /\ <<A>>_I(a)!v`,
		`\A x, y \in S, <<a, b>> \in T : CHOOSE z : IF {x \in S : p} = {e : x \in S} THEN a.b[c, d] ELSE [f EXCEPT ![a].b = @, !.c = 1]`,
		`LET f[x \in S] == [S -> T] g(a, _+_) == lab(x) :: [a |-> b] IN CASE a -> [a : S] [] b -> [x \in S |-> y] [] OTHER -> .5 .. \b101`,
		`{x \in S /\ y, {}} \cup {[x \in S => T]_v, -(a), -(a, b), +(a, b), <<>>, <<a, b>>}`,
	} {
		x, err := ParseExpr(text)
		require.NoError(t, err)
		Inspect(x, func(node Node) bool {
			part, ok := node.(Expr)
			if !ok {
				return true
			}
			n++
			s := node.Place()
			source := string([]rune(text)[s.Start.Col-1 : s.End.Col])
			alone, err := ParseExpr(source)
			require.NoError(t, err, source)
			require.True(t, Equal(part, alone), "%s\n%s", source, PrintExpr(part))
			return true
		})
	}
	require.Greater(t, n, 100)
}

func TestModuleShapes(t *testing.T) {
	m, err := Parse("M.tla", []byte(`This is ignored. ---- MODULES, too.
-------- MODULE M --------- \* a comment
EXTENDS N, O
(* A comment (* with another *) and \* this. *)
CONSTANTS a, F(_, _), _ \prec _, -. _, _ ^+
VARIABLES x, y
----
LOCAL I(p) == INSTANCE N WITH a <- p, + <- -
x + y == x
J == INSTANCE N WITH F <- *
-. x == x
K == INSTANCE N WITH F <- LAMBDA u, v : u
x^# == x
ASSUME Positive == a > 0
ASSUME x
---- MODULE Inner ----
RECURSIVE g(_), h
====
f[u \in S, <<v, w>> \in T] == u
LOCAL INSTANCE N
THEOREM T == ASSUME NEW c \in S, NEW VARIABLE d, STATE G(_), A, ASSUME B PROVE C PROVE D
<1>1. A BY <1>2 DEF F, >
<1>2. QED
  <2> DEFINE z == 1
             w == 2
  <2> QED OBVIOUS
USE A DEF B
LEMMA x BY x
Last == 1 ==== This is ignored as well: (* ---- MODULE X ----`))
	require.NoError(t, err)
	require.Equal(t, "M.tla", m.File)
	require.Equal(t, "line 2, col 1 to line 29, col 14", m.Place().String())
	require.Equal(t, []string{"N", "O"}, []string{m.Extends[0].Text, m.Extends[1].Text})
	var units []string
	for _, u := range m.Units {
		units = append(units, u.Place().String()+" "+shape(u))
	}
	require.Equal(t, []string{
		`line 5, col 1 to line 5, col 43 (constantdecl a F \prec -. ^+)`,
		"line 6, col 1 to line 6, col 14 variabledecl",
		"line 8, col 1 to line 8, col 44 (instancedef p (substitution p) (substitution -))",
		"line 9, col 1 to line 9, col 10 (+ x y x)",
		"line 10, col 1 to line 10, col 27 (instancedef (substitution *))",
		"line 11, col 1 to line 11, col 9 (-. x x)",
		"line 12, col 1 to line 12, col 41 (instancedef (substitution (lambda u v u)))",
		"line 13, col 1 to line 13, col 8 (^# x x)",
		"line 14, col 1 to line 14, col 24 (assume (> a 0))",
		"line 15, col 1 to line 15, col 8 (assume x)",
		"line 16, col 1 to line 18, col 4 (innermodule (module (recursivedecl g h)))",
		"line 19, col 1 to line 19, col 31 (functiondef (u in S) (v w in T) u)",
		"line 20, col 1 to line 20, col 16 instancedef",
		"line 21, col 1 to line 26, col 17 (theorem (assumeprove (newdecl c S) (newdecl d) (newdecl G) A (assumeprove B C) D))",
		"line 28, col 1 to line 28, col 12 (theorem x)",
		"line 29, col 1 to line 29, col 9 (Last 1)",
	}, units)
	decls := m.Units[0].(*ConstantDecl).Decls
	require.Equal(t, []int{0, 2, 2, 1, 1}, []int{decls[0].Arity, decls[1].Arity, decls[2].Arity, decls[3].Arity, decls[4].Arity})
	require.Equal(t, []Fix{NoFix, NoFix, Infix, Prefix, Postfix}, []Fix{decls[0].Fix, decls[1].Fix, decls[2].Fix, decls[3].Fix, decls[4].Fix})
	require.True(t, m.Units[2].(*InstanceDef).Local)
	require.True(t, m.Units[12].(*InstanceDef).Local)
	require.False(t, m.Units[3].(*OperatorDef).Local)
	require.Equal(t, "Positive", m.Units[8].(*Assume).Name.Text)
	require.Equal(t, "VARIABLE", m.Units[13].(*Theorem).Body.(*AssumeProve).Assumptions[1].(*NewDecl).Kind)
	roundTrip(t, m)
}

// TestNestedBoundsAreReadOnce checks that nesting does not multiply the work where x \in S turns out to be no bound.
func TestNestedBoundsAreReadOnce(t *testing.T) {
	const depth = 200
	for _, pair := range [][2]string{{`{x \in `, `}`}, {`[x \in `, `]_v`}, {`{x \in [x \in `, `]_v}`}} {
		x, err := ParseExpr(strings.Repeat(pair[0], depth) + "x" + strings.Repeat(pair[1], depth))
		require.NoError(t, err)
		require.Equal(t, depth, strings.Count(PrintExpr(x), pair[0]))
	}
}

func TestScan(t *testing.T) {
	tokens, err := Scan("", []byte("CONSTANT a = {_b, \"c d\", 12} \\* e\n\\leq _ ---- ==== SUBSET"))
	require.NoError(t, err)
	var words []string
	for _, token := range tokens {
		words = append(words, fmt.Sprintf("%d %v %s", token.Kind, token.Start, token.Text))
	}
	require.Equal(t, []string{
		"0 1:1 CONSTANT", "0 1:10 a", "3 1:12 =", "3 1:14 {", "0 1:15 _b", "3 1:17 ,", "2 1:19 c d", "3 1:24 ,", "1 1:26 12", "3 1:28 }",
		"3 2:1 <=", "3 2:6 _", "3 2:8 ----", "3 2:13 ====", "0 2:18 SUBSET",
	}, words)
	_, err = Scan("f", []byte("a\n  \"b"))
	require.EqualError(t, err, "f:2:3: found a string that does not end, expected \"\n\t  \"b\n\t  ^")
}
