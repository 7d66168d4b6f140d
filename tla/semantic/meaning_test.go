package semantic_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// TestExtends checks what a module gets from those that it extends.
func TestExtends(t *testing.T) {
	spec := must(t, module("EXTENDS B, C\nCONSTANT d\nVARIABLE v\nQ == {P, Nat, c, d, v, w}"),
		"---- MODULE A ----\nEXTENDS Naturals\nCONSTANT c\nVARIABLE w\nP == c\nLOCAL Hidden == 1\nASSUME Known == c = 1\n====\n",
		"---- MODULE B ----\nEXTENDS A\nLOCAL INSTANCE Sequences\nASSUME c = 2\n====\n",
		"---- MODULE C ----\nEXTENDS A\n---- MODULE In ----\nX == c\n====\n====\n")
	m, a := spec.Root, spec.Modules["A"]
	require.Equal(t, []*semantic.Module{spec.Modules["B"], spec.Modules["C"]}, m.Extends)
	require.Equal(t, []string{"c", "d"}, names(m.Constants))
	require.Equal(t, []string{"w", "v"}, names(m.Variables))
	require.Equal(t, []string{"Q"}, names(m.Definitions))
	require.Equal(t, []string{"Known", ""}, names(m.Assumptions))
	require.Same(t, a.Lookup("P"), m.Lookup("P"))
	require.Same(t, spec.Modules["Naturals"].Lookup("Nat"), m.Lookup("Nat"))
	require.True(t, spec.Modules["Naturals"].Standard)
	require.False(t, a.Standard)
	require.NotNil(t, a.Lookup("Hidden"))
	require.Nil(t, m.Lookup("Hidden"))
	require.NotNil(t, spec.Modules["B"].Lookup("Append"))
	require.Nil(t, m.Lookup("Append"))
}

func names(objects []*semantic.Object) []string {
	var list []string
	for _, o := range objects {
		list = append(list, o.Name)
	}
	return list
}

// TestBuiltin checks that the operators of the language are there without any module, by their canonical names.
func TestBuiltin(t *testing.T) {
	spec := must(t, module(""))
	for name, arity := range map[string]int{
		"TRUE": 0, "FALSE": 0, "BOOLEAN": 0, "STRING": 0, "=": 2, "#": 2, `/\`: 2, `\/`: 2, "~": 1, "=>": 2, "<=>": 2, `\in`: 2, `\notin`: 2,
		`\subseteq`: 2, `\cup`: 2, `\cap`: 2, `\`: 2, "SUBSET": 1, "UNION": 1, "DOMAIN": 1, "'": 1, "UNCHANGED": 1, "ENABLED": 1,
		"[]": 1, "<>": 1, "~>": 2, "-+->": 2, `\cdot`: 2,
	} {
		o := spec.Root.Lookup(name)
		require.NotNil(t, o, name)
		require.Equal(t, semantic.Builtin, o.Kind, name)
		require.Equal(t, arity, o.Arity, name)
	}
	_, err := spec.Expr(`1 /= 2 /\ ((TRUE \equiv \lnot FALSE) \lor {} \union {1} = {} \intersect {2}) \land 1 # 2`)
	require.NoError(t, err)
}

// TestBinding checks that names that are bound have objects, and that uses refer to them.
func TestBinding(t *testing.T) {
	spec := must(t, module(`Op(x, F(_)) == \E y \in {x}, <<z, u>> \in {y1 \in {x} : y1 = x} : LET G(w) == F(w) IN {G(y), z, u}
Lam == Op(1, LAMBDA a : a)`))
	op := spec.Root.Lookup("Op")
	require.Equal(t, 2, op.Arity)
	require.Equal(t, []string{"x", "F"}, names(op.Params))
	require.Equal(t, []int{0, 1}, []int{op.Params[0].Arity, op.Params[1].Arity})
	bound := map[string]*semantic.Object{}
	for name, o := range spec.Info.Bounds {
		require.Equal(t, name.Text, o.Name)
		if o.Module == spec.Root {
			require.Equal(t, name.Start, o.Pos)
			bound[name.Text] = o
		}
	}
	require.Len(t, bound, 8) // x, F, y, z, u, y1, w, a
	syntax.Inspect(op.Body, func(n syntax.Node) bool {
		a, ok := n.(*syntax.Apply)
		if !ok {
			return true
		}
		if o := bound[a.Name.Text]; o != nil {
			require.Same(t, o, spec.Info.Uses[a].Object, a.Name.Text)
		}
		return true
	})
	lambda := use(t, spec, "Lam").Args[1].(*syntax.Lambda)
	require.Equal(t, []*semantic.Object{bound["a"]}, spec.Info.Lambdas[lambda])
	let := op.Body.(*syntax.Quantifier).Body.(*syntax.Let)
	g := spec.Info.LetDefs[let.Defs[0]]
	require.Equal(t, "G", g.Name)
	require.Equal(t, []*semantic.Object{bound["w"]}, g.Params)
}

// TestRecursive checks which definitions are recursive.
func TestRecursive(t *testing.T) {
	spec := must(t, module(`RECURSIVE R(_), U
R(x) == R(x)
U == 1
f[x \in {1}] == f[x]
g[x \in {1}] == f[x]
P == LET h[x \in {1}] == {h} IN h`))
	for name, want := range map[string]bool{"R": true, "U": true, "f": true, "g": false, "P": false} {
		require.Equal(t, want, spec.Root.Lookup(name).Recursive, name)
	}
	require.Equal(t, 4, spec.Root.Lookup("U").Pos.Line)
	require.NotNil(t, spec.Root.Lookup("f").Function)
	let := body(t, spec, "P").(*syntax.Let)
	require.True(t, spec.Info.LetDefs[let.Defs[0]].Recursive)
}

// TestInstance checks what instances bring in.
func TestInstance(t *testing.T) {
	spec := must(t, module(`EXTENDS Naturals
CONSTANT c
VARIABLE v
Succ(n) == n + 1
I(a) == INSTANCE Inner WITH u <- v, F <- Succ
LOCAL INSTANCE Inner WITH u <- v, F <- LAMBDA n : n
P == I(1)!Op(2)
Q == I(3)!K(4)!D(5)
R == LET L == INSTANCE Inner WITH F <- Succ, u <- v IN L!Op(6)
S == {Len(<<>>), I(7)!Len(<<>>), I!Op(8, 9)}`),
		"---- MODULE Deep ----\nCONSTANT d\nD(x) == d = x\n====\n",
		`---- MODULE Inner ----
EXTENDS Sequences
CONSTANTS c, F(_)
VARIABLE u
LOCAL Hidden == u
Op(x) == F(x) = c
THEOREM Thm == u = u
K(k) == INSTANCE Deep WITH d <- k
====
`)

	p := use(t, spec, "P")
	inner := p.Object.Instance.Module
	require.Equal(t, "Inner", inner.Name)
	require.Equal(t, []string{"1", "2"}, printed(p.Args))
	require.Equal(t, []string{"a", "x"}, names(p.Object.Params))
	require.Same(t, inner.Lookup("Op"), p.Object.Inner)
	subst := map[string]string{}
	for o, e := range p.Object.Instance.Subst {
		subst[o.Name] = syntax.PrintExpr(e)
	}
	require.Equal(t, map[string]string{"c": "c", "F": "Succ", "u": "v"}, subst)
	implicit := p.Object.Instance.Subst[inner.Lookup("c")].(*syntax.Apply)
	require.Same(t, spec.Root.Lookup("c"), spec.Info.Uses[implicit].Object)

	q := use(t, spec, "Q")
	require.Equal(t, "I!K!D", q.Object.Name)
	require.Equal(t, []string{"3", "4", "5"}, printed(q.Args))
	require.Equal(t, []string{"a", "k", "x"}, names(q.Object.Params))
	require.Equal(t, []string{"k", "x"}, names(q.Object.Inner.Params))
	require.Same(t, spec.Modules["Deep"].Lookup("D"), q.Object.Inner.Inner)

	let := body(t, spec, "R").(*syntax.Let)
	r := spec.Info.Uses[let.Body.(*syntax.Apply)]
	require.Same(t, spec.Info.Instances[let.Defs[0].(*syntax.InstanceDef)], r.Object.Instance)

	require.Equal(t, semantic.Statement, spec.Root.Lookup("I!Thm").Kind)
	require.Nil(t, spec.Root.Lookup("I!Hidden"))
	require.Equal(t, inner.Lookup("Op"), spec.Root.Lookup("Op").Inner)
	require.Same(t, spec.Modules["Sequences"].Lookup("Len"), spec.Root.Lookup("Len"))
}

// TestLocalInstance checks that a module does not pass on what it has by LOCAL.
func TestLocalInstance(t *testing.T) {
	spec := must(t, module("EXTENDS A\nJ == INSTANCE A\nP == Q"),
		"---- MODULE A ----\nLOCAL INSTANCE Naturals\nLOCAL N == INSTANCE Naturals\nQ == 1 + N!+(2, 3)\n====\n")
	for _, name := range []string{"+", "N!+", "N", "J!+", "J!N!+"} {
		require.Nil(t, spec.Root.Lookup(name), name)
	}
	require.NotNil(t, spec.Root.Lookup("J!Q"))
}

func printed(es []syntax.Expr) []string {
	var list []string
	for _, e := range es {
		list = append(list, syntax.PrintExpr(e))
	}
	return list
}

// TestEveryUse checks that all names in the specifications of this repository have a meaning and a level.
func TestEveryUse(t *testing.T) {
	spec, err := loadFile("../../spec/twopc/MCTwoPhaseCommit.tla", "../../spec/abstract")
	require.NoError(t, err)
	checked := 0
	for _, m := range spec.Modules {
		for _, o := range m.Definitions {
			if o.Inner != nil || o.Module != m {
				continue
			}
			syntax.Inspect(o.Body, func(n syntax.Node) bool {
				if e, ok := n.(syntax.Expr); ok {
					_, known := spec.Info.Levels[e]
					require.True(t, known, "%s: %s", m.Name, syntax.PrintExpr(e))
				}
				if a, ok := n.(*syntax.Apply); ok {
					require.NotNil(t, spec.Info.Uses[a].Object, "%s: %s", m.Name, syntax.PrintExpr(a))
					checked++
				}
				return true
			})
		}
	}
	require.Greater(t, checked, 1000)
}
