------------------------------ MODULE Naturals -----------------------------
(* Natural numbers and their operators, which the engine computes: the definitions here only give names, arities and the way they are written. *)

\* The set of natural numbers.
Nat == {}

a + b == CHOOSE n : TRUE
a - b == CHOOSE n : TRUE
a * b == CHOOSE n : TRUE
a ^ b == CHOOSE n : TRUE
a < b == CHOOSE n : TRUE
a > b == CHOOSE n : TRUE
a \leq b == CHOOSE n : TRUE
a \geq b == CHOOSE n : TRUE

\* The remainder, for positive b: a = b * (a \div b) + a % b, and a % b is one of 0..b-1.
a % b == CHOOSE n : TRUE

\* The quotient, rounded down.
a \div b == CHOOSE n : TRUE

\* The set of the numbers from a to b.
a .. b == CHOOSE n : TRUE

=============================================================================
