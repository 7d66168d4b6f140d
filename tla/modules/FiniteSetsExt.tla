--------------------------- MODULE FiniteSetsExt ---------------------------
(* Finite sets: folds, sums, subsets of a size, extremes. *)
EXTENDS Integers, FiniteSets, Folds, Functions

\* op(xn, ... op(x1, base)...) for the elements of set, which CHOOSE puts in order.
FoldSet(op(_, _), base, set) ==
  LET RECURSIVE fold(_, _)
      fold(S, acc) == IF S = {}
                        THEN acc
                        ELSE LET x == CHOOSE y \in S : TRUE
                             IN  fold(S \ {x}, op(x, acc))
  IN  fold(set, base)

\* FoldSet with its arguments in another order.
ReduceSet(op(_, _), set, acc) == FoldSet(op, acc, set)

\* The sum of the elements of set.
SumSet(set) == FoldSet(LAMBDA x, y : x + y, 0, set)

\* The product of the elements of set.
ProductSet(set) == FoldSet(LAMBDA x, y : x * y, 1, set)

\* The sum of op(x) for the elements x of set.
MapThenSumSet(op(_), set) == FoldSet(LAMBDA x, y : op(x) + y, 0, set)

\* UNION by another name.
FlattenSet(S) == UNION S

\* The elements of exactly one of A and B.
SymDiff(A, B) == (A \cup B) \ (A \cap B)

\* How many elements of S satisfy P.
Quantify(S, P(_)) == Cardinality({x \in S : P(x)})

\* The subsets of S that have k elements.
kSubset(k, S) ==
  LET RECURSIVE pick(_, _)
      pick(n, T) == IF n = 0 THEN {{}}
                    ELSE IF n > Cardinality(T) THEN {}
                    ELSE LET x == CHOOSE y \in T : TRUE
                             R == T \ {x}
                         IN  {{x} \cup s : s \in pick(n - 1, R)} \cup pick(n, R)
  IN  IF k < 0 THEN {} ELSE pick(k, S)

\* The largest element of S.
Max(S) == CHOOSE m \in S : \A x \in S : x <= m

\* The smallest element of S.
Min(S) == CHOOSE m \in S : \A x \in S : m <= x

\* The sets that can be had by taking one element of each set of Sets.
Choices(Sets) ==
  LET RECURSIVE choose(_)
      choose(Ts) == IF Ts = {}
                      THEN {{}}
                      ELSE LET T == CHOOSE X \in Ts : TRUE
                           IN  {{x} \cup c : x \in T, c \in choose(Ts \ {T})}
  IN  choose(Sets)

\* The only element of S that satisfies P; CHOOSE fails if there are none or more.
ChooseUnique(S, P(_)) == CHOOSE x \in S : {y \in S : P(y)} = {x}

=============================================================================
