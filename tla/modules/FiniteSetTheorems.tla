------------------------- MODULE FiniteSetTheorems -------------------------
(* Names of a library of theorems that proofs use: finite sets. Proofs are not checked here. *)
EXTENDS FiniteSets, Integers, Functions, WellFoundedInduction

\* The finite subsets of S.
FiniteSubsetsOf(S) == {T \in SUBSET S : IsFiniteSet(T)}

\* The relation of being a proper subset.
StrictSubsetOrdering(S) == {p \in (SUBSET S) \X (SUBSET S) : p[1] \subseteq p[2] /\ p[1] # p[2]}

=============================================================================
