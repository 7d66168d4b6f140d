---------------------------- MODULE Randomization --------------------------
(* Random subsets. The engine computes them from its seed. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets

\* A subset of S with k elements.
RandomSubset(k, S) == CHOOSE T \in SUBSET S : Cardinality(T) = k

\* A set of at most k subsets of S, whose sizes are n on average.
RandomSetOfSubsets(k, n, S) == CHOOSE T \in SUBSET SUBSET S : Cardinality(T) \leq k

\* The sizes of five sets that RandomSetOfSubsets makes.
TestRandomSetOfSubsets(k, n, S) == [i \in 1..5 |-> Cardinality(RandomSetOfSubsets(k, n, S))]

=============================================================================
