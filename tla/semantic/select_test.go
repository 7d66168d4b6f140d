package semantic_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// TestSelect has names of parts of definitions, and what they mean: the part, and what stands for the names in it.
func TestSelect(t *testing.T) {
	tests := []struct{ definitions, name, want string }{
		{`P == 1 = 2`, `P!1`, `1`},
		{`P == 1 = 2`, `P!>>`, `2`},
		{`P == (1 = 2) = 3`, `P!<<!>>`, `2`},
		{"P == /\\ 1 = 2\n     /\\ 3 = 4", `P!2!1`, `3`},
		{`F(x) == x = 1`, `F(2)!1`, `x where x is 2`},
		{`P == \A i \in {1} : i = 1`, `P!(2)!1`, `i where i is 2`},
		{`P == \A i \in {1} : i = 1`, `P!1`, `{1}`},
		{`P == \A i \in {1} : i = 1`, `P!1!1`, `1`},
		{`P == \A <<a, b>> \in {1}, c \in {3} : a = c`, `P!(1, 2, 3)!2`, `c where a is 1, b is 2, c is 3`},
		{`P == \A <<a, b>> \in {1}, c \in {3} : a = c`, `P!2`, `{3}`},
		{`P == CHOOSE x : x = 1`, `P!(2)`, `x = 1 where x is 2`},
		{`P == {x \in {1} : x = 1}`, `P!(2)!>>`, `1 where x is 2`},
		{`P == {{x} : x \in {1}}`, `P!(2)`, `{x} where x is 2`},
		{`P == [i, j \in {1} |-> i]`, `P!(1, 2)`, `i where i is 1, j is 2`},
		{`P == [{1} -> {2}]`, `P!2`, `{2}`},
		{`f[i \in {1}] == i = 1`, `f!(2)!1`, `i where i is 2`},
		{`f[i \in {1}] == i = 1`, `f!1`, `{1}`},
		{`f[i \in {1}] == i = 1`, `f!:`, `f`},
		{`P(f) == f[1, 2]`, `P(3)!2`, `<<1, 2>> where f is 3`},
		{`P(f) == f[1]`, `P(3)!1`, `f where f is 3`},
		{`P == [a |-> 1, b |-> 2]`, `P!2`, `2`},
		{`P == [a : {1}, b : {2}]`, `P!1`, `{1}`},
		{`P == [a |-> 1].a`, `P!2`, `"a"`},
		{`P == [a |-> 1].a`, `P!1!1`, `1`},
		{`P == [[a |-> 1] EXCEPT !.a = 2]`, `P!1!1`, `1`},
		{`P == <<1, 2>>`, `P!2`, `2`},
		{`P == {1} \X {2} \X {3}`, `P!3`, `{3}`},
		{`P == IF TRUE THEN 1 ELSE 2`, `P!3`, `2`},
		{`P == CASE TRUE -> 1 [] OTHER -> 2`, `P!1!1`, `TRUE`},
		{`P == CASE TRUE -> 1 [] OTHER -> 2`, `P!2!2`, `2`},
		{`P(x) == [x' = 1]_x`, `P(2)!1!>>`, `1 where x is 2`},
		{`P(x) == WF_x(x' = 1)`, `P(2)!1`, `x where x is 2`},
		{`P(x) == x'`, `P(2)!1`, `x where x is 2`},
		{"-. x == x\nP == -1", `P!1`, `1`},
		{`P == lab :: 1 = 2`, `P!lab`, `1 = 2`},
		{`P == lab :: 1 = 2`, `P!lab!1`, `1`},
		{`P == lab :: 1 = 2`, `P!1`, `1`},
		{`P == {1, a :: b :: 2}`, `P!a!b`, `2`},
		{`P == \A y \in {1} : {lab(y) :: y = 3}`, `P!lab(2)!1`, `y where y is 2`},
		{`P == \A y \in {1} : \A z \in {y} : lab(z, y) :: y = z`, `P!lab(2, 3)`, `y = z where z is 2, y is 3`},
		{`P == \A y \in {1} : out(y) :: \A z \in {y} : in(z) :: y = z`, `P!out(2)!in(3)`, `y = z where y is 2, z is 3`},
		{`P == LET R == 1 = 2 IN R`, `P!:!R`, `R in LET`},
		{`P == LET R == 1 = 2 IN R`, `P!:!R!1`, `1 in LET`},
		{`P == LET R == 1 IN {R}`, `P!1!1`, `R in LET`},
		{`P == LET R == 1 IN {lab :: {R}}`, `P!lab!1`, `R in LET`},
		{`P(a) == LET R(b) == a = b IN R(1)`, `P(2)!:!R(3)`, `R(b) where a is 2, b is 3 in LET`},
		{`P(a) == LET R(b) == a = b IN R(1)`, `P(2)!:!R(3)!2`, `b where a is 2, b is 3 in LET`},
		{`P == {LET R(b) == LET S == b IN S IN R(1)}`, `P!1!R(3)!:!S`, `S where b is 3 in LET in LET`},
		{`P == LET I == INSTANCE Naturals IN I!+(1, 2)`, `P!:!I!+(3, 4)`, `+(a, b) where a is 3, b is 4 in LET`},
		{`THEOREM T == 1 = 2`, `T!1`, `1`},
		{`THEOREM T == ASSUME 1 = 2 PROVE 3 = 4`, `T!2!1`, `3`},
		{"---- MODULE I ----\nCONSTANT c\nP == c = 1\n====\nJ(c) == INSTANCE I", `J(2)!P!1`, `c where c is 2`},
		{"F(G(_)) == G(1)\nP == F(LAMBDA x : {x})", `P!1!(2)`, `{x} where x is 2`},
		{`P == LET R == 1 IN \A x \in {R} : x = 2`, `P!1!(3)!1`, `x where x is 3 in LET`},
	}
	for _, tt := range tests {
		t.Run(tt.definitions+" "+tt.name, func(t *testing.T) {
			spec := must(t, module(tt.definitions+"\nResult == "+tt.name))
			u := use(t, spec, "Result")
			require.Equal(t, tt.want, meaning(t, spec, u))
			_, known := spec.Info.Levels[u.Sub]
			require.True(t, known || u.Sub == nil, "the part has no level")
		})
	}
}

// meaning describes the part that a use means.
func meaning(t *testing.T, spec *semantic.Spec, u semantic.Use) string {
	if u.Sub == nil {
		return u.Object.Name
	}
	require.Len(t, u.Args, len(u.Params))
	var b strings.Builder
	b.WriteString(syntax.PrintExpr(u.Sub))
	for i, p := range u.Params {
		b.WriteString([]string{" where ", ", "}[min(i, 1)] + p.Name + " is " + syntax.PrintExpr(u.Args[i]))
	}
	b.WriteString(strings.Repeat(" in LET", len(u.Lets)))
	return b.String()
}

// TestSelectOperator passes parts of definitions as operators.
func TestSelectOperator(t *testing.T) {
	spec := must(t, module(`F(x) == \A y \in {x} : x = y
G(H(_, _)) == H(1, 2)
P == G(F!@)
Q == G(F!@!>>)`))
	for name, want := range map[string]string{"P": `x = y`, "Q": `y`} {
		a := use(t, spec, name).Args[0].(*syntax.Apply)
		u := spec.Info.Uses[a]
		require.Equal(t, want, syntax.PrintExpr(u.Sub))
		require.Empty(t, u.Args)
		require.Len(t, u.Params, 2)
		require.Equal(t, "x", u.Params[0].Name)
		require.Equal(t, "y", u.Params[1].Name)
	}
}
