----------------------------- MODULE FiniteSets ----------------------------
(* Finite sets. The engine computes all of this. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences

\* Whether S is finite.
IsFiniteSet(S) == \E seq \in Seq(S) : \A x \in S : \E i \in 1..Len(seq) : seq[i] = x

\* The number of elements of the finite set S.
Cardinality(S) ==
  LET RECURSIVE count(_)
      count(T) == IF T = {} THEN 0 ELSE 1 + count(T \ {CHOOSE x \in T : TRUE})
  IN  count(S)

=============================================================================
