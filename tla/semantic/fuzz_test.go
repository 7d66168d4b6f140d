package semantic_test

import (
	"testing"

	"github.com/tenet-go/tenet/tla/semantic"
	"github.com/tenet-go/tenet/tla/syntax"
)

// FuzzLoad checks that no text makes Load panic or run on, and that all names of what it accepts have meanings.
func FuzzLoad(f *testing.F) {
	f.Add(definitions)
	f.Add("F(x) == LET G(y) == x = y IN G(x)\nP == F(1)!:!G(2)!1\nQ == \\A a \\in {1} : lab(a) :: a = F!1")
	f.Add("---- MODULE I ----\nCONSTANT F(_), c\nRECURSIVE R(_)\nR(x) == F(R(c))\n====\nJ(y) == INSTANCE I WITH F <- LAMBDA z : z', c <- y\nP == J(1)!R(2)")
	f.Add("THEOREM T == ASSUME NEW x, ASSUME NEW STATE y \\in x PROVE y' = x PROVE []x\nASSUME A == [x \\in {1} |-> x][1] = 1\nP == A!1!2")
	f.Fuzz(func(t *testing.T, body string) {
		spec, err := load(module(body))
		if err != nil {
			for _, e := range mistakes(t, err) {
				if e.Message == "" {
					t.Fatal("an error without a message")
				}
			}
			return
		}
		for _, o := range spec.Root.Definitions {
			if o.Inner == nil && o.Module == spec.Root {
				resolved(t, spec, o.Body)
			}
		}
	})
}

// resolved checks that all names in an expression have meanings.
func resolved(t *testing.T, spec *semantic.Spec, e syntax.Expr) {
	syntax.Inspect(e, func(n syntax.Node) bool {
		if a, ok := n.(*syntax.Apply); ok && spec.Info.Uses[a].Object == nil {
			t.Fatalf("%s has no meaning", syntax.PrintExpr(a))
		}
		return true
	})
}
