package eval

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/modules"
	"github.com/tenet-go/tenet/tla/semantic"
)

// compile compiles a module M and a model.
func compile(t *testing.T, module, model string) (*Program, error) {
	t.Helper()
	files := fstest.MapFS{"M.tla": {Data: []byte(module)}}
	spec, err := semantic.Load(semantic.First(semantic.Folder(files, ".", ""), semantic.Library(modules.Find)), "M")
	require.NoError(t, err)
	cfg, err := config.Parse("M.cfg", []byte(model))
	require.NoError(t, err)
	return Compile(spec, cfg)
}

// value evaluates an expression over the standard modules.
func value(t *testing.T, definitions, e string) (string, error) {
	t.Helper()
	p, err := compile(t, "---- MODULE M ----\nEXTENDS Integers, Sequences, FiniteSets, Bags, TLC\n"+definitions+"\nResult == "+e+"\n====\n", "ALIAS Result\n")
	require.NoError(t, err)
	v, err := p.Evaluator(Host{}).Value(p.Alias, nil, nil)
	if err != nil {
		return "", err
	}
	return v.String(), nil
}

func TestExpressions(t *testing.T) {
	for _, c := range []struct{ defs, expr, want string }{
		{"", `1 + 2 * 3`, "7"},
		{"", `{1, 2} \cup {3}`, "{1, 2, 3}"},
		{"", `[x \in 1..3 |-> x * x]`, "<<1, 4, 9>>"},
		{"", `[[x \in 1..3 |-> x] EXCEPT ![2] = @ + 10]`, "<<1, 12, 3>>"},
		{"", `[a |-> 1, b |-> [c |-> 2]]`, "[a |-> 1, b |-> [c |-> 2]]"},
		{"", `[[a |-> 1, b |-> [c |-> 2]] EXCEPT !.b.c = @ + 1, !.a = 5].b.c`, "3"},
		{"", `\A x \in 1..3 : \E y \in 1..3 : x <= y`, "TRUE"},
		{"", `CHOOSE x \in 1..10 : x * x > 20`, "5"},
		{"", `{x \in SUBSET {1, 2} : Cardinality(x) = 1}`, "{{1}, {2}}"},
		{"", `{<<x, y>> : x \in {1, 2}, y \in {3}}`, "{<<1, 3>>, <<2, 3>>}"},
		{"", `LET f[n \in Nat] == IF n = 0 THEN 1 ELSE n * f[n - 1] IN f[5]`, "120"},
		{"F[n \\in 0..10] == IF n < 2 THEN n ELSE F[n - 1] + F[n - 2]", `F[10]`, "55"},
		{"RECURSIVE Sum(_)\nSum(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \\in S : TRUE IN x + Sum(S \\ {x})", `Sum(1..10)`, "55"},
		{"RECURSIVE Map(_, _)\nMap(Op(_), s) == IF s = <<>> THEN <<>> ELSE <<Op(Head(s))>> \\o Map(Op, Tail(s))", `LET k == 3 IN Map(LAMBDA x : x + k, <<1, 2>>)`, "<<4, 5>>"},
		{"Twice(Op(_), x) == Op(Op(x))\nInc(x) == x + 1", `Twice(Inc, 5)`, "7"},
		{"H(k) == LET RECURSIVE G(_)\n  G(n) == IF n = 0 THEN k ELSE G(n - 1) + 1\n IN G(4)", `<<H(1), H(10)>>`, "<<5, 14>>"},
		{"", `SelectSeq(<<1, 2, 3, 4>>, LAMBDA x : x % 2 = 0)`, "<<2, 4>>"},
		{"", `CASE 1 = 2 -> "a" [] 1 = 1 -> "b" [] OTHER -> "c"`, `"b"`},
		{"", `5 \in {n \in Nat : n > 3}`, "TRUE"},
		{"", `[n \in Nat |-> n + 1][7]`, "8"},
		{"", `DOMAIN <<1, 2>>`, "1..2"},
		{"", `IF 1 \in {1} THEN {} ELSE {1}`, "{}"},
	} {
		got, err := value(t, c.defs, c.expr)
		require.NoError(t, err, c.expr)
		require.Equal(t, c.want, got, c.expr)
	}
}

// An operator that is applied within itself has names of its own each time, and arguments by name see those of where they stand.
func TestOperatorsWithinThemselves(t *testing.T) {
	const fold = "RECURSIVE Fold(_, _, _)\nFold(Op(_, _), x, s) == IF s = <<>> THEN x ELSE Op(Fold(Op, x, Tail(s)), Head(s))"
	for _, c := range []struct{ expr, want string }{
		{`Fold(LAMBDA a, b : a - b, 0, <<1, 2, 3>>)`, "-6"},
		{`Fold(LAMBDA a, b : b - a, 0, <<1, 2, 3>>)`, "2"},
		{`Fold(LAMBDA a, b : <<a, Fold(LAMBDA c, d : <<c, d, b>>, a, <<b>>)>>, 0, <<1, 2>>)`, "<<<<0, <<0, 2, 2>>>>, <<<<0, <<0, 2, 2>>>>, 1, 1>>>>"},
		{`Fold(LAMBDA a, b : Fold(LAMBDA c, d : c + d + b, a, <<b, b>>), 0, <<1, 2>>)`, "12"},
		{`Fold(LAMBDA a, b : 1, <<>>[1], <<2>>)`, "1"},
	} {
		got, err := value(t, fold, c.expr)
		require.NoError(t, err, c.expr)
		require.Equal(t, c.want, got, c.expr)
	}
}
