-------------------------- MODULE SequenceTheorems -------------------------
(* Stands for a library of theorems on sequences that proofs use. Proofs are not checked here. *)
EXTENDS Sequences, Functions
LOCAL INSTANCE NaturalsInduction
=============================================================================
