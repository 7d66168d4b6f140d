package semantic_test

import "testing"

// TestLevelErrors has what is wrong with levels.
func TestLevelErrors(t *testing.T) {
	expect(t, []mistaken{
		{"variables that are substituted", module(`VARIABLE x
---- MODULE I ----
CONSTANT c
VARIABLE v
====
J == INSTANCE I WITH c <- x, v <- x
K == INSTANCE I WITH c <- 1, v <- x'`), []string{
			`7:27: an expression of state level is substituted for constant c of module I`,
			`8:35: an expression of action level is substituted for variable v of module I`,
		}},
		{"operator that primes for a constant", module(`---- MODULE I ----
CONSTANT F(_)
P == F(1)
====
G(x) == LET H == x IN ENABLED H
J == INSTANCE I WITH F <- G`), []string{
			`7:27: G is substituted for F, and is not an operator that has equal values for equal arguments`,
		}},
		{"operator argument that primes", module(`VARIABLE x
F(G(_)) == G(x')
P == F(')
Q == F(LAMBDA y : y')
R == F(LAMBDA y : y)`), []string{
			`4:6: F cannot be used like this: at 3:12 of module M, ' is applied to an expression of action level, and at most state level is allowed`,
			`5:6: F cannot be used like this: at 5:19 of module M, ' is applied to an expression of action level, and at most state level is allowed`,
		}},
		{"recursive operator that primes its parameter", module(`RECURSIVE F(_)
F(x) == IF x = 1 THEN x' ELSE F(x)`), []string{
			`3:9: the parameters of a RECURSIVE operator cannot be primed: for arguments of action level, at 3:23 of module M, ' is applied to an expression of action level, and at most state level is allowed`,
		}},
		{"prime in another module", module(`EXTENDS A
VARIABLE x
P == Next(x) /\ Next(x')`), []string{
			`4:17: Next cannot be used like this: at 2:12 of module A, ' is applied to an expression of action level, and at most state level is allowed`,
		}},
		{"quantifier over actions", module(`VARIABLE x
P == \E y \in x' : []y
Q == \E y \in []x : y`), []string{
			`3:6: the set of a quantifier of a temporal formula has action level`,
			`4:15: an expression of temporal level stands where at most action level is allowed`,
		}},
		{"leads to an action", module(`VARIABLE x
P == x ~> x' = 1`), []string{
			`3:6: ~> is applied to an action`,
		}},
		{"level of NEW", module(`THEOREM ASSUME NEW ACTION a, NEW STATE s PROVE s' = a'`), []string{
			`2:53: ' is applied to an expression of action level, and at most state level is allowed`,
		}},
		{"[] of an action", module(`VARIABLE x
P == [](x'=1 => x=2)`), []string{
			`3:6: an action after [] has to be of the form [A]_v`,
		}},
		{"[] of a conjunction with an action", module(`VARIABLE x
P == []([x'=1]_x /\ x=2)`), []string{
			`3:6: an action after [] has to be of the form [A]_v`,
		}},
		{"[] of the name of [A]_v", module(`VARIABLE x
N == [x'=1]_x
P == []N`), []string{
			`4:6: an action after [] has to be of the form [A]_v`,
		}},
		{"[] of another action", module(`VARIABLE x
N == x'=1
P == [][N]_x /\ [](N => N)`), []string{
			`4:17: an action after [] has to be of the form [A]_v`,
		}},
		{"primed recursive operator", module(`EXTENDS Naturals
VARIABLE x
RECURSIVE F(_)
F(y) == IF y = 0 THEN x' ELSE F(y-1)
P == F(1)'`), []string{
			`6:6: ' is applied to an expression of action level, and at most state level is allowed`,
		}},
		{"primed subscript", module(`VARIABLE x
P == <<x>>_(x')`), []string{
			`3:12: an expression of action level stands where at most state level is allowed`,
		}},
		{"temporal formula in a tuple", module(`VARIABLE x
P == <<[]x>>`), []string{
			`3:8: an expression of temporal level stands where at most action level is allowed`,
		}},
		{"ENABLED of a temporal formula", module(`VARIABLE x
P == ENABLED []x`), []string{
			`3:6: ENABLED is applied to an expression of temporal level, and at most action level is allowed`,
		}},
		{"argument that is primed twice", module(`VARIABLE x
F(y) == ENABLED (y' = 1)
P == F(x')`), []string{
			`4:6: F cannot be used like this: at 3:18 of module M, ' is applied to an expression of action level, and at most state level is allowed`,
		}},
		{"argument that a LET primes", module(`VARIABLE x
F(y) == LET G == y' IN G
P == F(x')`), []string{
			`4:6: F cannot be used like this: at 3:18 of module M, ' is applied to an expression of action level, and at most state level is allowed`,
		}},
		{"assumption about a variable", module(`VARIABLE x
ASSUME x = 1`), []string{
			`3:8: an assumption has to be constant, and this is of state level`,
		}},
		{"action and temporal formula", module(`VARIABLE x
P == \EE y : [](y = x) /\ y'`), []string{
			`3:14: an action and a temporal formula are combined`,
		}},
		{"use that primes an action", module(`VARIABLE x
F(y) == y'
P == F(x) /\ F(x')`), []string{
			`4:14: F cannot be used like this: at 3:9 of module M, ' is applied to an expression of action level, and at most state level is allowed`,
		}},
		{"second argument that is primed", module(`VARIABLE x
F(y, z) == y' = z
P == F(x, x') /\ F(x', x)`), []string{
			`4:18: F cannot be used like this: at 3:12 of module M, ' is applied to an expression of action level, and at most state level is allowed`,
		}},
		{"action for a constant", module(`VARIABLE x
---- MODULE I ----
CONSTANT c
P == c'
====
INSTANCE I WITH c <- x'`), []string{
			`7:22: an expression of action level is substituted for constant c of module I`,
		}},
		{"prime of an instance", module(`VARIABLE x
---- MODULE I ----
CONSTANT c
P == c
====
INSTANCE I WITH c <- x'
Q == P'`), []string{
			`8:6: ' is applied to an expression of action level, and at most state level is allowed`,
		}},
	}, "---- MODULE A ----\nNext(x) == x' = x\n====\n")
}
