package difftest

// prelude are the definitions that all expressions may use. The first has all strings and fields, in the order of their texts: TLC orders strings as
// it first sees them.
const prelude = `Words == <<"a", "b", "c">>
Twice(Op(_), x) == Op(Op(x))
Both(Op(_, _), x, y) == Op(x, Op(y, x))
Cond(c, x, y) == IF c THEN x ELSE y
a \oplus b == a * 10 + b
a \prec b == a + 1 < b
RECURSIVE Fold(_, _, _)
Fold(Op(_, _), x, s) == IF s = <<>> THEN x ELSE Op(Fold(Op, x, Tail(s)), Head(s))
RECURSIVE Sum(_)
Sum(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \in S : TRUE IN x + Sum(S \ {x})
RECURSIVE Even(_), Odd(_)
Even(n) == IF n <= 0 THEN TRUE ELSE Odd(n - 1)
Odd(n) == IF n <= 0 THEN FALSE ELSE Even(n - 1)
Tri[n \in 0..9] == IF n = 0 THEN 0 ELSE n + Tri[n - 1]
Pick(S, P(_)) == CHOOSE x \in S : P(x)
`

// given is a name that expressions may use, and its value in the two states in which they are evaluated.
type given struct {
	name   string
	typ    *typ
	values [2]string
}

var givens = []given{
	{"i", integers, [2]string{"2", "0"}},
	{"j", integers, [2]string{"3", "-1"}},
	{"p", booleans, [2]string{"TRUE", "FALSE"}},
	{"w", texts, [2]string{`"b"`, `"a"`}},
	{"m", models, [2]string{"m2", "m1"}},
	{"S", numbers, [2]string{"{1, 2, 3}", "{4, 0}"}},
	{"q", lists, [2]string{"<<3, 1>>", "<<0, 0, 2>>"}},
	{"f", mappings, [2]string{"[x \\in {0, 2, 3} |-> x + 1]", "[x \\in {2} |-> 5]"}},
	{"r", records, [2]string{"[a |-> 1, b |-> {2}]", "[a |-> 0, b |-> {}]"}},
	{"T", &typ{kind: set, elem: models}, [2]string{"{m1, m3}", "{m1, m2, m3}"}},
}

const header = "EXTENDS Integers, Sequences, FiniteSets, TLC\nCONSTANTS m1, m2, m3\n"

const constants = "CONSTANTS m1 = m1 m2 = m2 m3 = m3\n"

// part is a module that models may instantiate. Some of its names are those of the variables of all models.
const part = `---- MODULE ` + partName + ` ----
EXTENDS Integers
CONSTANT c
VARIABLES x, y
LOCAL Sum == x + y
Swap == x' = y /\ y' = x
Add(n) == x' = (Sum + n * c) % 3 /\ UNCHANGED y
Small == x < 2
====
`

const partName = "Part"
