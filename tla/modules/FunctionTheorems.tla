-------------------------- MODULE FunctionTheorems -------------------------
(* Stands for a library of theorems on functions that proofs use. Proofs are not checked here. *)
EXTENDS Functions, Integers, FiniteSets
=============================================================================
