----------------------------- MODULE Relation ------------------------------
(* Relations on a set S, as functions from S \X S to BOOLEAN. Operators that end in Under take an operator instead. *)
EXTENDS Naturals, FiniteSets

\* The relation on S that op is.
LOCAL AsFunction(op(_, _), S) == [p \in S \X S |-> op(p[1], p[2])]

\* Whether each element is related to itself.
IsReflexive(R, S) == \A x \in S : R[x, x]

\* IsReflexive of an operator.
IsReflexiveUnder(op(_, _), S) == IsReflexive(AsFunction(op, S), S)

\* Whether no element is related to itself.
IsIrreflexive(R, S) == \A x \in S : ~R[x, x]

\* IsIrreflexive of an operator.
IsIrreflexiveUnder(op(_, _), S) == IsIrreflexive(AsFunction(op, S), S)

\* Whether the relation is the same in both directions.
IsSymmetric(R, S) == \A x \in S, y \in S : R[x, y] = R[y, x]

\* IsSymmetric of an operator.
IsSymmetricUnder(op(_, _), S) == IsSymmetric(AsFunction(op, S), S)

\* Whether different elements are related in at most one direction.
IsAntiSymmetric(R, S) == \A x \in S, y \in S : (R[x, y] /\ R[y, x]) => (x = y)

\* IsAntiSymmetric of an operator.
IsAntiSymmetricUnder(op(_, _), S) == IsAntiSymmetric(AsFunction(op, S), S)

\* Whether elements are related in at most one direction, and none to itself.
IsAsymmetric(R, S) == \A x \in S, y \in S : R[x, y] => ~R[y, x]

\* IsAsymmetric of an operator.
IsAsymmetricUnder(op(_, _), S) == IsAsymmetric(AsFunction(op, S), S)

\* Whether what is related by way of a third element is related.
IsTransitive(R, S) == \A x \in S, y \in S : R[x, y] => \A z \in S : R[y, z] => R[x, z]

\* IsTransitive of an operator.
IsTransitiveUnder(op(_, _), S) == IsTransitive(AsFunction(op, S), S)

\* Whether the relation is like < on S.
IsStrictlyPartiallyOrdered(R, S) == IsIrreflexive(R, S) /\ IsAntiSymmetric(R, S) /\ IsTransitive(R, S)

\* IsStrictlyPartiallyOrdered of an operator.
IsStrictlyPartiallyOrderedUnder(op(_, _), S) == IsStrictlyPartiallyOrdered(AsFunction(op, S), S)

\* Whether the relation is like <= on S.
IsPartiallyOrdered(R, S) == IsReflexive(R, S) /\ IsAntiSymmetric(R, S) /\ IsTransitive(R, S)

\* IsPartiallyOrdered of an operator.
IsPartiallyOrderedUnder(op(_, _), S) == IsPartiallyOrdered(AsFunction(op, S), S)

\* Whether the relation is like < on S, and of two different elements one is less.
IsStrictlyTotallyOrdered(R, S) ==
  IsStrictlyPartiallyOrdered(R, S) /\ \A x \in S, y \in S : (x = y) \/ R[x, y] \/ R[y, x]

\* IsStrictlyTotallyOrdered of an operator.
IsStrictlyTotallyOrderedUnder(op(_, _), S) == IsStrictlyTotallyOrdered(AsFunction(op, S), S)

\* Whether the relation is like <= on S, and all elements can be compared.
IsTotallyOrdered(R, S) == IsPartiallyOrdered(R, S) /\ \A x \in S, y \in S : R[x, y] \/ R[y, x]

\* IsTotallyOrdered of an operator.
IsTotallyOrderedUnder(op(_, _), S) == IsTotallyOrdered(AsFunction(op, S), S)

\* The smallest transitive relation on S that R is part of.
TransitiveClosure(R, S) ==
  LET RECURSIVE through(_)
      \* what is related by way of elements of T only
      through(T) == IF T = {}
                      THEN [x \in S, y \in S |-> R[x, y]]
                      ELSE LET z == CHOOSE e \in T : TRUE
                               Q == through(T \ {z})
                           IN  [x \in S, y \in S |-> Q[x, y] \/ (Q[x, z] /\ Q[z, y])]
  IN  through(S)

\* The smallest reflexive and transitive relation on S that R is part of.
ReflexiveTransitiveClosure(R, S) ==
  LET Q == TransitiveClosure(R, S) IN [x \in S, y \in S |-> (x = y) \/ Q[x, y]]

\* Whether each element can be reached from each other.
IsConnected(R, S) ==
  LET Q == ReflexiveTransitiveClosure(R, S) IN \A x \in S, y \in S : Q[x, y]

=============================================================================
