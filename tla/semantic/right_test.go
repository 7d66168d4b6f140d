package semantic_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRight has what looks wrong and is not.
func TestRight(t *testing.T) {
	tests := []struct{ name, body string }{
		{"a parameter is named like what is defined later", `F(x) == x
x == 1`},
		{"a bound name is that of the definition around", `x == \E x \in {1} : TRUE`},
		{"names of sets of bounds are outside", `EXTENDS Naturals
P == LET Q(n) == n n2 == 3 IN \A n \in {1} : Q(n) = n2`},
		{"the set of a bound", `P == {x : x \in {x \in {1} : TRUE}}`},
		{"an operator is passed on", `F(G(_)) == G(1)
H(G(_)) == F(G)
P == H(LAMBDA x : x)`},
		{"a set of actions", `VARIABLE x
P == {y \in {1} : x'}`},
		{"IF over mixed levels", `VARIABLE x
P == IF []x THEN x' ELSE x`},
		{"CASE over mixed levels", `VARIABLE x
P == CASE []x -> x' [] OTHER -> x`},
		{"a quantifier of a temporal formula over a state function", `VARIABLE x
P == \E y \in x : [][x'=y]_x`},
		{"a record may have a temporal field", `VARIABLE x
P == [f |-> []x]`},
		{"symbols of an instance", `EXTENDS Naturals
---- MODULE I ----
EXTENDS Naturals
x == 1
====
J == INSTANCE I
Q == J!+(1,2)
R == J!x`},
		{"a definition named like its module", `M == 1`},
		{"prefix minus as an argument", `EXTENDS Integers
P == - 1
Q == 2 - 1
F(G(_)) == G(1)
R == F(-.)`},
		{"@ in a LET", `f == [x \in {1} |-> 1]
P == [f EXCEPT ![1] = LET y == @ IN y]`},
		{"an action for the parameter of an instance", `VARIABLE x
---- MODULE I ----
VARIABLE c
P == c
====
J(y) == INSTANCE I WITH c <- y
Q == J(x)!P
R == J(x')!P`},
		{"an instance in a LET", `P == LET J == INSTANCE Naturals IN J!+(1, 2)
Q == LET J == INSTANCE Naturals IN J!Nat`},
		{"an instance with a hidden variable", `EXTENDS Naturals, Sequences
---- MODULE Inner ----
VARIABLE q
P == q
====
VARIABLES q
I(q2) == INSTANCE Inner WITH q <- q2
J == \EE q3 : I(q3)!P`},
		{"operators that grow by recursion", `EXTENDS Naturals
VARIABLE x
RECURSIVE F(_,_)
F(Op(_), y) == IF y = 0 THEN Op(y) ELSE F(LAMBDA z : Op(Op(z)), y-1)
P == F(LAMBDA z: z, 1)`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spec := must(t, module(tt.body))
			require.Empty(t, spec.Warnings)
		})
	}
}

// TestWarnings has what is legal, and doubtful.
func TestWarnings(t *testing.T) {
	others := []string{
		"---- MODULE A ----\nCONSTANT c\nP == 1\nx + y == x\n====\n",
		"---- MODULE B ----\nEXTENDS Naturals\nCONSTANT c\nP == 2\n====\n",
	}
	tests := []struct{ name, body, want string }{
		{"variable twice", "VARIABLE x\nVARIABLE x", "3:10: x is declared already, as a variable at 2:10"},
		{"constant of an extended module", "EXTENDS A\nCONSTANT c", "3:10: c is declared already, as a constant of module A"},
		{"symbol of two modules", "EXTENDS Naturals, A", "2:19: + of module A is hidden by that of module Naturals"},
		{"name that an instance brings, too", "EXTENDS A\nINSTANCE Naturals", "3:10: + of module Naturals is hidden: it is defined already, as an operator of module A"},
		{"variable of an inner module", "VARIABLE v\n---- MODULE I ----\nVARIABLE v\n====", "4:10: v is declared already, as a variable of module M"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spec := must(t, append([]string{module(tt.body)}, others...)...)
			require.Len(t, spec.Warnings, 1)
			w := spec.Warnings[0]
			require.Equal(t, tt.want, w.Pos.String()+": "+w.Message)
		})
	}
}

// TestFirstCounts checks that of two definitions of one name that are extended the first counts.
func TestFirstCounts(t *testing.T) {
	spec := must(t, module("EXTENDS A, B\nQ == P + c"),
		"---- MODULE A ----\nCONSTANT c\nP == 1\nx + y == x\n====\n",
		"---- MODULE B ----\nEXTENDS Naturals\nCONSTANT c\nP == 2\n====\n")
	require.Len(t, spec.Warnings, 3)
	a := spec.Modules["A"]
	require.Same(t, a.Lookup("P"), spec.Root.Lookup("P"))
	require.Same(t, a.Lookup("+"), use(t, spec, "Q").Object)
	require.Same(t, a.Lookup("c"), spec.Root.Lookup("c"))
	require.Len(t, spec.Root.Constants, 2)
}
