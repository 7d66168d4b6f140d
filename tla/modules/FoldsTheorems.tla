---------------------------- MODULE FoldsTheorems --------------------------
(* Stands for a library of theorems on folds that proofs use. Proofs are not checked here. *)
EXTENDS Folds, FiniteSets
=============================================================================
