----------------------------- MODULE Statistics ----------------------------
(* Statistics of simulations, which the engine refuses to compute. *)
EXTENDS Naturals

\* Whether the counts actual are as expected, at the level of significance alpha.
ChiSquare(expected, actual, alpha) == TRUE

=============================================================================
