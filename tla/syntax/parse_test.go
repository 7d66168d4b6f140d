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
