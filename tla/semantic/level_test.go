package semantic_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

const (
	constant = semantic.ConstantLevel
	state    = semantic.StateLevel
	action   = semantic.ActionLevel
	temporal = semantic.TemporalLevel
)

// definitions are what the expressions of the tests use.
const definitions = `EXTENDS Naturals, Sequences
CONSTANTS c, C(_)
VARIABLES v, w
Same(x) == x
Primed(x) == x'
Able(x) == ENABLED (x = 1)
Ignored(x) == 1
Twice(F(_), x) == F(F(x))
Once(F(_), x) == F(x)
f[x \in Nat] == IF x = 0 THEN v ELSE f[x - 1]
g[x \in {v'}] == x
RECURSIVE Down(_, _), Even(_), Odd(_)
Down(n, x) == IF n = 0 THEN x ELSE Down(n - 1, x)
Even(n) == n = 0 \/ Odd(n - 1)
Odd(n) == w = 1 \/ Even(n - 1)
---- MODULE Inner ----
CONSTANT d
VARIABLE u
Both == d = u
Step(x) == u' = x
====
I == INSTANCE Inner WITH d <- c, u <- v
J(y) == INSTANCE Inner WITH d <- 1, u <- y
---- MODULE Pure ----
CONSTANT d, E(_)
Value == E(d)
====
K == INSTANCE Pure WITH d <- v', E <- Same
`

func TestLevels(t *testing.T) {
	tests := []struct {
		expression string
		want       semantic.Level
	}{
		{`c`, constant},
		{`v`, state},
		{`v'`, action},
		{`c'`, action},
		{`[]v`, temporal},
		{`1 + c`, constant},
		{`Len(<<v>>)`, state},
		{`1 + v'`, action},
		{`SelectSeq(<<1>>, LAMBDA x : x = v)`, state},
		{`C(v)`, state},
		{`{x \in {1} : x = w}`, state},
		{`{x : x \in v}`, state},
		{`\A x \in {v'} : x = 1`, action},
		{`CHOOSE x : x = c`, constant},
		{`[x \in {1} |-> v]`, state},
		{`[v EXCEPT ![1] = @ + 1]`, state},
		{`[[x \in {1} |-> 2] EXCEPT ![w] = @]`, state},
		{`[a |-> 1, b |-> w']`, action},
		{`v.a`, state},
		{`IF c THEN 1 ELSE v`, state},
		{`CASE c -> 1 [] OTHER -> v'`, action},
		{`LET x == v y == x IN y`, state},
		{`LET x == v IN 1`, constant},
		{`LET S(x) == x' IN S(v)`, action},
		{`LET RECURSIVE S(_) S(n) == IF n = 0 THEN w ELSE S(n - 1) IN S(1)`, state},
		{`[v' = 1]_v`, action},
		{`<<c>>_v`, action},
		{`[][v' = 1]_v`, temporal},
		{`WF_v(v' = 1)`, temporal},
		{`ENABLED (v' = 1)`, state},
		{`ENABLED c`, state},
		{`UNCHANGED v`, action},
		{`v ~> w`, temporal},
		{`\EE x : x`, temporal},
		{`Same(v)`, state},
		{`Same(1)`, constant},
		{`Primed(1)`, action},
		{`Able(1)`, state},
		{`Able(v')`, state},
		{`Ignored(v')`, constant},
		{`Twice(Same, v)`, state},
		{`Twice(C, 1)`, constant},
		{`Twice(LAMBDA x : x + w, 1)`, state},
		{`Once(Primed, 1)`, action},
		{`Once(SUBSET, v)`, state},
		{`f[1]`, state},
		{`g`, action},
		{`Down(1, 2)`, constant},
		{`Down(1, v')`, action},
		{`Even(1)`, state},
		{`I!Both`, state},
		{`I!Step(1)`, action},
		{`J(c)!Both`, constant},
		{`J(v)!Both`, state},
		{`K!Value`, action},
		{`LET L == INSTANCE Inner WITH d <- 1, u <- w IN L!Both`, state},
		{`Same(v)!:`, state},
		{`Once(Same!:, v)`, state},
	}
	spec := must(t, module(definitions))
	for _, tt := range tests {
		t.Run(tt.expression, func(t *testing.T) {
			e, err := spec.Expr(tt.expression)
			require.NoError(t, err)
			require.Equal(t, tt.want.String(), spec.Info.Levels[e].String(), "in Levels")
			require.Equal(t, tt.want.String(), spec.Info.Level(e, nil).String(), "by Level")
		})
	}
}

// TestObjectLevels checks the levels of definitions with constant arguments.
func TestObjectLevels(t *testing.T) {
	spec := must(t, module(definitions))
	for name, want := range map[string]semantic.Level{
		"c": constant, "v": state, "Same": constant, "Primed": action, "Able": state, "Twice": constant, "f": state, "g": action,
		"Down": constant, "Even": state, "Odd": state, "I!Both": state, "J!Both": constant, "J!Step": action, "K!Value": action,
	} {
		require.Equal(t, want.String(), spec.Root.Lookup(name).Level.String(), name)
	}
}

// TestLetLevels checks the levels of what a LET defines, as it stands.
func TestLetLevels(t *testing.T) {
	spec := must(t, module(definitions+"Body(x) == LET A == v + x B(y) == y' L == INSTANCE Inner WITH d <- x, u <- w IN A = L!Both"))
	for unit, o := range spec.Info.LetDefs {
		want := map[string]semantic.Level{"A": state, "B": action}
		require.Equal(t, want[o.Name].String(), o.Level.String(), "%s %v", o.Name, unit.Place())
	}
	both := body(t, spec, "Body").(*syntax.Let).Body.(*syntax.Apply).Args[1].(*syntax.Apply)
	require.Equal(t, state.String(), spec.Info.Uses[both].Object.Level.String())
}

// TestLevelOfNames computes the level of a body for arguments of other levels.
func TestLevelOfNames(t *testing.T) {
	spec := must(t, module(definitions+"Body(x, y) == LET z == y IN Same(x) = \\E u \\in z : u = c"))
	o := spec.Root.Lookup("Body")
	tests := []struct {
		levels map[string]semantic.Level
		want   semantic.Level
	}{
		{nil, constant},
		{map[string]semantic.Level{"x": state}, state},
		{map[string]semantic.Level{"y": action}, action},
		{map[string]semantic.Level{"c": state}, state},
		{map[string]semantic.Level{"u": state}, state},
	}
	for _, tt := range tests {
		got := spec.Info.Level(o.Body, func(o *semantic.Object) (semantic.Level, bool) {
			level, ok := tt.levels[o.Name]
			return level, ok
		})
		require.Equal(t, tt.want.String(), got.String(), "%v", tt.levels)
	}
}

// TestExprErrors checks that a mistake in an expression is shown in its text.
func TestExprErrors(t *testing.T) {
	spec := must(t, module("VARIABLE v"))
	for text, want := range map[string]string{
		"v =\n  u":     "2:3: unknown name u\n\t  u\n\t  ^",
		"v''":          "1:1: ' is applied to an expression of action level, and at most state level is allowed\n\tv''\n\t^",
		"\\A v : TRUE": "1:4: v is defined already, as a variable at 2:10\n\t\\A v : TRUE\n\t   ^",
	} {
		_, err := spec.Expr(text)
		require.EqualError(t, err, want)
	}
	for range 2 { // what is missing is not remembered
		_, err := spec.Expr("LET I == INSTANCE Lost IN I!P")
		require.EqualError(t, err, "1:19: cannot find module Lost (looked in ., the library)\n\tLET I == INSTANCE Lost IN I!P\n\t                  ^")
		require.NotContains(t, spec.Modules, "Lost")
	}
	e, err := spec.Expr("LET I == INSTANCE Naturals IN I!+(1, v)")
	require.NoError(t, err)
	require.Equal(t, state, spec.Info.Levels[e])
}
