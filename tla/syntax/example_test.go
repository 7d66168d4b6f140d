package syntax_test

import (
	"fmt"
	"os"

	"github.com/tenet-go/tenet/tla/syntax"
)

func ExampleParse() {
	m, err := syntax.Parse("Clock.tla", []byte(`
---- MODULE Clock ----
EXTENDS Naturals
VARIABLE hour
Init == hour \in 1 .. 12
Tick == hour' = (hour % 12) + 1
====`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range m.Units {
		if d, ok := u.(*syntax.OperatorDef); ok {
			fmt.Println(d.Name.Text, "at", d.Place())
		}
	}
	// Output:
	// Init at line 5, col 1 to line 5, col 24
	// Tick at line 6, col 1 to line 6, col 31
}

func ExampleParse_error() {
	_, err := syntax.Parse("Clock.tla", []byte(`
---- MODULE Clock ----
Init == /\ hour \in 1 .. 12
        /\ minute = 0 \/ minute = 30 /\ hour = 1
====`))
	fmt.Println(err)
	// Output:
	// Clock.tla:4:38: found "/\" after the "\/" in line 4, column 23, expected parentheses: neither binds tighter
	// 	        /\ minute = 0 \/ minute = 30 /\ hour = 1
	// 	                                     ^
}

func ExampleParseExpr() {
	x, err := syntax.ParseExpr(`∀ x ∈ S : ¬P(x) ∨ x ≤ y`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(syntax.PrintExpr(x))
	// Output: \A x \in S : ~P(x) \/ x <= y
}

func ExamplePrint() {
	m, err := syntax.Parse("", []byte(`---- MODULE M ----
Next == \E p ∈ P: ∧ A(p) \* a comment
                  ∧ b' = CASE x -> 1 □ OTHER -> {}
====`))
	if err == nil {
		err = syntax.Print(os.Stdout, m)
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// ---- MODULE M ----
	// Next == \E p \in P :
	//           /\ A(p)
	//           /\ b' = CASE x -> 1
	//                     [] OTHER -> {}
	// ====
}

func ExampleInspect() {
	x, err := syntax.ParseExpr(`/\ x' = y + 1` + "\n" + `/\ UNCHANGED y`)
	if err != nil {
		fmt.Println(err)
		return
	}
	syntax.Inspect(x, func(n syntax.Node) bool {
		if a, ok := n.(*syntax.Apply); ok && syntax.IsSymbol(a.Name.Text) {
			fmt.Println(a.Name.Text)
		}
		return true
	})
	// Output:
	// =
	// '
	// +
	// UNCHANGED
}
