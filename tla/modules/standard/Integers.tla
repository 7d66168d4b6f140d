------------------------------ MODULE Integers -----------------------------
(* Integers. The operators of Naturals are those of integers. *)
EXTENDS Naturals

\* The set of integers, which the engine knows.
Int == {}

-. a == 0 - a

=============================================================================
