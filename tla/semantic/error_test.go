package semantic_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// mistaken is a text, what is wrong with it, and where.
type mistaken struct {
	name string
	text string
	want []string
}

// expect loads each text, after others, and compares the errors.
func expect(t *testing.T, tests []mistaken, others ...string) {
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := load(append([]string{tt.text}, others...)...)
			require.Error(t, err)
			var got []string
			for _, e := range mistakes(t, err) {
				got = append(got, e.Pos.String()+": "+e.Message)
			}
			require.Equal(t, tt.want, got)
		})
	}
}

// TestNameErrors has what is wrong with names.
func TestNameErrors(t *testing.T) {
	expect(t, []mistaken{
		{"unknown name", module(`P == x`), []string{
			`2:6: unknown name x`,
		}},
		{"name that is nearly known", module(`Initial == 1
P == Iniital`), []string{
			`3:6: unknown name Iniital; is Initial meant?`,
		}},
		{"swapped letters", module(`VARIABLE messages
P == mesasges`), []string{
			`3:6: unknown name mesasges; is messages meant?`,
		}},
		{"name of an instance that is nearly known", module(`---- MODULE I ----
Safe == 1
====
J == INSTANCE I
P == J!Save
Q == J`), []string{
			`6:8: unknown name J!Save; is J!Safe meant?`,
			`7:6: J is an instance of module I: !, and the name of a definition, are expected after it`,
		}},
		{"symbol of a standard module", module(`P == 1 + 2`), []string{
			`2:8: unknown name +; it is defined in module Naturals`,
		}},
		{"operator of a standard module", module(`P == Len(<<1>>)`), []string{
			`2:6: unknown name Len; it is defined in module Sequences`,
		}},
		{"several mistakes in one expression", module(`P(x) == 1
Q == P(1, y) = {z : x \in {1}}`), []string{
			`3:6: operator P takes 1 argument, not 2`,
			`3:11: unknown name y`,
			`3:17: unknown name z`,
		}},
		{"name that is defined later", module(`P == Q
Q == 1`), []string{
			`2:6: unknown name Q`,
		}},
		{"constant operator with too few arguments", module(`CONSTANT F(_, _)
P == F(1)`), []string{
			`3:6: constant F takes 2 arguments, not 1`,
		}},
		{"function with too many arguments", module(`f[x, y \in {1}, <<v, w>> \in {2}] == x
P == f[1, 2]
Q == f[1]
R == f[1, 2, 3]`), []string{
			`3:6: function f takes 3 arguments, not 2`,
		}},
		{"expression for an operator", module(`F(G(_)) == G(1)
P == F(1 = 2)`), []string{
			`3:8: an operator with 1 argument is expected, not an expression`,
		}},
		{"LAMBDA with too many parameters", module(`F(G(_)) == G(1)
P == F(LAMBDA x, y : x)`), []string{
			`3:8: an operator with 1 argument is expected, not a LAMBDA with 2`,
		}},
		{"LAMBDA for a value", module(`F(x) == x
P == F(LAMBDA x : x)`), []string{
			`3:8: a LAMBDA stands where a value is expected`,
		}},
		{"redefinition of the language", module(`TRUE == 1
x \cup y == x`), []string{
			`2:1: TRUE is an operator of the language and cannot be redefined`,
			`3:3: \cup is an operator of the language and cannot be redefined`,
		}},
		{"field twice", module(`P == [a |-> 1, b |-> 2, a |-> 3]`), []string{
			`2:25: the record has a field a already`,
		}},
		{"recursive operator without definition", module(`RECURSIVE F(_), G
G == 1`), []string{
			`2:11: F is declared RECURSIVE and not defined`,
		}},
		{"recursive operator in an inner LET", module(`P == LET RECURSIVE F
         Q == LET F == 1 IN F
     IN Q`), []string{
			`3:19: F has to be defined where it is declared RECURSIVE, at 2:20`,
		}},
		{"recursive operator with other parameters", module(`RECURSIVE F(_)
F(x, y) == x`), []string{
			`3:1: F has 2 parameters here, and 1 parameter where it is declared RECURSIVE, at 2:11`,
		}},
		{"declaration between RECURSIVE and definition", module(`RECURSIVE F
CONSTANT c
ASSUME TRUE
F == 1
VARIABLE v`), []string{
			`3:1: only definitions may stand here, as not all is defined yet that is declared RECURSIVE`,
			`4:1: only definitions may stand here, as not all is defined yet that is declared RECURSIVE`,
		}},
		{"substitution that is missing", module(`---- MODULE I ----
CONSTANT c, F(_)
VARIABLE v
====
F == 1
J == INSTANCE I WITH v <- 1`), []string{
			`7:15: nothing is substituted for constant c of module I, and nothing here has that name`,
			`7:15: nothing is substituted for constant F of module I, and what has that name here does not fit: an operator at 6:1`,
		}},
		{"substitution of what is not declared", module(`---- MODULE I ----
CONSTANT c
P == c
====
J == INSTANCE I WITH c <- 1, P <- 2, c <- 3`), []string{
			`6:30: P is neither a constant nor a variable of module I`,
			`6:38: c is substituted twice`,
		}},
		{"substitution of an operator", module(`---- MODULE I ----
CONSTANT F(_)
====
G(x, y) == x
J == INSTANCE I WITH F <- G
K == INSTANCE I WITH F <- 1`), []string{
			`6:27: an operator with 1 argument is expected, and G takes 2`,
			`7:27: an operator with 1 argument is expected, not an expression`,
		}},
		{"local name of an instance", module(`---- MODULE I ----
LOCAL P == 1
Q == P
====
INSTANCE I
R == Q = P`), []string{
			`7:10: unknown name P`,
		}},
		{"inner module twice", module(`EXTENDS Naturals
---- MODULE I ----
====
---- MODULE I ----
====
---- MODULE Naturals ----
====`), []string{
			`5:13: there is a module I already`,
			`7:13: there is a module Naturals already`,
		}},
		{"instance without operator name", module(`I(x) == INSTANCE Naturals
P == I(1)
Q == I!+(1, 2)
R == I(1)!+(1, 2)`), []string{
			`3:6: I is an instance of module Naturals: !, and the name of a definition, are expected after it`,
			`4:6: operator I!+ takes 3 arguments, not 2`,
		}},
		{"ASSUME PROVE as a value", module(`THEOREM T == ASSUME NEW x PROVE x = x
P == T
Q == T!2`), []string{
			`3:6: T is an ASSUME PROVE, which has no value`,
		}},
		{"name of NEW outside", module(`THEOREM ASSUME NEW x, ASSUME NEW y PROVE x = y PROVE x = y`), []string{
			`2:58: unknown name y`,
		}},
		{"label outside of a definition", module(`ASSUME lab :: TRUE`), []string{
			`2:8: label lab stands outside of a definition`,
		}},
		{"parameters of labels", module(`P(x) == \A y, z \in {1} : lab(x, y, y) :: TRUE`), []string{
			`2:27: label lab needs a parameter z, which is bound at 2:15`,
			`2:31: parameter x of label lab is not bound between the definition and the label`,
			`2:37: label lab has two parameters y`,
		}},
		{"label twice", module(`P == {lab :: 1, lab :: lab :: 2}`), []string{
			`2:17: there is a label lab already`,
		}},
		{"label in an EXCEPT", module(`P(f) == [f EXCEPT ![1] = lab :: 1]`), []string{
			`2:26: label lab stands in the value of an EXCEPT`,
		}},
		{"arguments of labels", module(`P == \A y \in {1} : lab(y) :: TRUE
Q == P!lab /\ P!lab(1, 2) /\ P!bal(1)`), []string{
			`3:8: label lab takes 1 argument, not 0`,
			`3:17: label lab takes 1 argument, not 2`,
			`3:32: no label bal here`,
		}},
		{"parts of definitions", module(`F(x) == x = 1
G(H(_)) == H(1)
P == F!1 
Q == F(1)!3
R == F(1)!1!1
S == F(1)!(2)
T == G(F(2)!1)
U == F(1)!:!x
V == F(1)!<<!:`), []string{
			`4:6: operator F takes 1 argument, not 0`,
			`5:11: there is no such part here`,
			`6:13: there is no such part here`,
			`7:11: there is no such part here`,
			`8:8: F cannot have arguments where an operator is expected`,
			`9:13: x has to be a definition of a LET, and there is no LET here`,
			`10:14: !: has to follow a name, and end the whole or precede the name of a definition of a LET`,
		}},
		{"parts under bound names", module(`P == \A x, y \in {1} : x = y
Q == P!(1)!1
R == P!2
S == P!1
G(H(_)) == H(1)
T == G(P!@)`), []string{
			`3:8: 2 names are bound here, not 1`,
			`4:8: there is no such part here`,
			`7:8: an operator with 1 argument is expected, and what is selected depends on 2`,
		}},
		{"parts of a CASE", module(`P == CASE TRUE -> 1 [] OTHER -> 2
Q == P!1
R == P!1!3
S == P!2!1
T == P!3!1`), []string{
			`3:8: an arm of a CASE has two parts, one of which has to be selected`,
			`4:10: there is no such part here`,
			`5:10: there is no such part here`,
			`6:8: there is no such part here`,
		}},
		{"part of a definition inside of it", module(`RECURSIVE F(_)
F(x) == {F(x)!1}`), []string{
			`3:15: a part of F cannot be selected inside of its definition`,
		}},
		{"part that is an operator", module(`F(G(_)) == G(1)
H(x) == x
P == F(H)
Q == P!1
R == F(P!1)`), []string{
			`5:6: what is selected is an operator, and not a value`,
		}},
		{"bound name that is a parameter", module(`F(x) == \E x \in {1} : TRUE`), []string{
			`2:12: x is defined already, as a parameter at 2:3`,
		}},
		{"LET that hides", module(`P == 1
Q == LET P == 2 IN P`), []string{
			`3:10: P is defined already, as an operator at 2:1`,
		}},
		{"parameter that is a constant", module(`CONSTANT c
F(c) == c`), []string{
			`3:3: c is defined already, as a constant at 2:10`,
		}},
		{"name bound twice", module(`EXTENDS Naturals
P == \A x \in {1}, x \in {2} : TRUE`), []string{
			`3:20: x is defined already, as a bound name at 3:9`,
		}},
		{"bound name of a function that is bound again", module(`f[x \in {1}] == \A x \in {2} : TRUE`), []string{
			`2:20: x is defined already, as a bound name at 2:3`,
		}},
		{"extended name", module(`EXTENDS Naturals
Nat == 3`), []string{
			`3:1: Nat is defined already, as an operator of module Naturals`,
		}},
		{"name of a local instance", module(`LOCAL INSTANCE Naturals
Nat == 3`), []string{
			`3:1: Nat is defined already, as an operator of module Naturals`,
		}},
		{"symbol of an instance", module(`INSTANCE Naturals
x + y == 3`), []string{
			`3:3: + is defined already, as an operator of module Naturals`,
		}},
		{"symbol extended and instantiated", module(`EXTENDS A
INSTANCE Naturals
x + y == 3`), []string{
			`4:3: + is defined already, as an operator of module Naturals`,
		}},
		{"name of an instance", module(`---- MODULE I ----
VARIABLE v
P == v
====
VARIABLE v
INSTANCE I
P == 1`), []string{
			`8:1: P is defined already, as an operator at 7:1`,
		}},
		{"name of a theorem", module(`THEOREM T == TRUE
T == 1`), []string{
			`3:1: T is defined already, as a statement at 2:9`,
		}},
		{"LET in a LET", module(`P == LET Q == 1 IN LET Q == 2 IN Q`), []string{
			`2:24: Q is defined already, as an operator at 2:10`,
		}},
		{"LET that defines twice", module(`P == LET Q == 1 Q == 2 IN Q`), []string{
			`2:17: Q is defined already, as an operator at 2:10`,
		}},
		{"nested bound names", module(`P == [x \in {1} |-> {x \in {2} : TRUE}]`), []string{
			`2:22: x is defined already, as a bound name at 2:7`,
		}},
		{"second-order operator as argument", module(`F(G(_)) == G(1)
H(K(_)) == K(1)
P == F(H)`), []string{
			`4:8: operator H cannot be passed, since its argument K is an operator`,
		}},
		{"operator as its own argument", module(`F(G(_)) == G(1)
P == F(F)`), []string{
			`3:8: operator F cannot be passed, since its argument G is an operator`,
		}},
		{"part of a constant", module(`CONSTANT c
P == c!1`), []string{
			`3:8: constant c has no parts to select`,
		}},
		{"part that is not there", module(`P == 1 = 2
Q == P!3`), []string{
			`3:8: there is no such part here`,
		}},
		{"part under a bound name", module(`P == \A i \in {1} : i = 1
Q == P!(2)!1
R == P!@`), []string{
			`4:6: what is bound on the way to the selected part needs values: write !(...) and not !@`,
		}},
		{"label and LET", module(`P == LET R == 1 IN R = 1
Q == P!R
S == P!:!R
T == P!1!R`), []string{
			`3:8: no label R here`,
			`5:10: R has to be a definition of a LET, and there is no LET here`,
		}},
		{"module that extends itself", module(`EXTENDS M`), []string{
			`2:9: modules need each other in a circle: M needs M`,
		}},
		{"parameter twice", module(`P(a, a) == 1`), []string{
			`2:6: a is defined already, as a parameter at 2:3`,
		}},
		{"recursive operator twice", module(`RECURSIVE F(_)
F(x) == F(x)
F(x) == 1`), []string{
			`4:1: F is defined already, as an operator at 3:1`,
		}},
		{"name of an assumption", module(`P == TRUE
ASSUME P == TRUE`), []string{
			`3:8: P is defined already, as an operator at 2:1`,
		}},
		{"@ outside", module(`P == @`), []string{
			`2:6: @ stands outside of the value of an EXCEPT`,
		}},
		{"@ in a path", module(`f == [x \in {1} |-> 1]
P == [f EXCEPT ![@] = 1]`), []string{
			`3:18: @ stands outside of the value of an EXCEPT`,
		}},
		{"variable under \\EE", module(`VARIABLE x
P == \EE x : x`), []string{
			`3:10: x is defined already, as a variable at 2:10`,
		}},
		{"symbol in a LET", module(`EXTENDS Naturals
P == LET x + y == 1 IN 1 + 2`), []string{
			`3:12: + is defined already, as an operator of module Naturals`,
		}},
		{"operator as a value", module(`CONSTANT P(_), P2(_,_)
ASSUME \A x : P(x)
Q == P2(P, 1)`), []string{
			`4:9: operator P takes 1 argument, and has none here`,
		}},
		{"instance with the name of an operator", module(`P == 1
P == INSTANCE Naturals`), []string{
			`3:1: P is defined already, as an operator at 2:1`,
		}},
		{"module that is missing", module(`NoSuch == INSTANCE NoSuchModule
P == NoSuch!Q
`), []string{
			`2:20: cannot find module NoSuchModule (looked in ., the library)`,
		}},
		{"several mistakes", module(`F(x) == 1
P == F (1, 2)
Q == F(F)
R == F(F(1))
S == G(F)`), []string{
			`3:6: operator F takes 1 argument, not 2`,
			`4:8: operator F takes 1 argument, and has none here`,
			`6:6: unknown name G`,
		}},
	}, "---- MODULE A ----\nEXTENDS Naturals\n====\n")
}
