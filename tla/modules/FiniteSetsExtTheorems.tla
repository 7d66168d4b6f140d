----------------------- MODULE FiniteSetsExtTheorems -----------------------
(* Stands for a library of theorems on finite sets that proofs use. Proofs are not checked here. *)
EXTENDS FiniteSetsExt, FiniteSets, Integers
=============================================================================
