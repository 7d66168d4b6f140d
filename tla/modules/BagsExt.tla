------------------------------ MODULE BagsExt ------------------------------
(* Bags: one copy more or less, folds. *)
LOCAL INSTANCE Bags
LOCAL INSTANCE Integers
LOCAL INSTANCE TLC

\* B with one copy of x more.
BagAdd(B, x) == B (+) (x :> 1)

\* B with one copy of x less, if it has any.
BagRemove(B, x) == B (-) (x :> 1)

\* B without x.
BagRemoveAll(B, x) == [e \in (DOMAIN B) \ {x} |-> B[e]]

\* op(...op(base, f(x1))..., f(xn)) for the copies of the elements of B, which choose puts in order, base being the identity of op.
MapThenFoldBag(op(_, _), base, f(_), choose(_), B) ==
  LET RECURSIVE times(_, _, _), fold(_, _)
      times(acc, x, n) == IF n = 0 THEN acc ELSE times(op(acc, f(x)), x, n - 1)
      fold(S, acc) == IF S = {}
                        THEN acc
                        ELSE LET x == choose(S) IN fold(S \ {x}, times(acc, x, B[x]))
  IN  fold(DOMAIN B, base)

\* op(...op(base, x1)..., xn) for the copies of the elements of B.
FoldBag(op(_, _), base, B) == MapThenFoldBag(op, base, LAMBDA x : x, LAMBDA S : CHOOSE x \in S : TRUE, B)

\* The sum of the elements of B.
SumBag(B) == FoldBag(LAMBDA x, y : x + y, 0, B)

\* The product of the elements of B.
ProductBag(B) == FoldBag(LAMBDA x, y : x * y, 1, B)

=============================================================================
