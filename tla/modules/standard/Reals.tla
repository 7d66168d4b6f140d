------------------------------- MODULE Reals -------------------------------
(* Real numbers. The engine has the set of them, of which it knows only the integers; it refuses to divide. *)
EXTENDS Integers

\* The set of real numbers.
Real == {}

\* The quotient, which the engine refuses to compute.
a / b == CHOOSE m : m * b = a

\* Something greater than all real numbers, which the engine refuses to compute.
Infinity == CHOOSE m : m \notin Real

=============================================================================
