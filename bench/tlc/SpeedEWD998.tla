----------------------------- MODULE SpeedEWD998 ---------------------------
(* EWD998 of tlaplus/Examples (specifications/ewd998) with three nodes, and its folds written out, since TLC computes folds in Java
   if it has the community modules and not if it has not. *)
EXTENDS EWD998

SpeedSum(f, S) == (IF 0 \in S THEN f[0] ELSE 0) + (IF 1 \in S THEN f[1] ELSE 0) + (IF 2 \in S THEN f[2] ELSE 0)

=============================================================================
