---------------------------- MODULE BagsTheorems ---------------------------
(* Names of a library of theorems that proofs use: bags. Proofs are not checked here. *)
EXTENDS Bags
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets

\* n times the copies of B.
Scaling(n, B) == IF n > 0 THEN [e \in DOMAIN B |-> n * B[e]] ELSE EmptyBag

\* The bag of the elements of seq.
SeqToBag(seq) == [x \in {seq[i] : i \in DOMAIN seq} |-> Cardinality({i \in DOMAIN seq : seq[i] = x})]

=============================================================================
