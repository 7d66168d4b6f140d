----------------------------- MODULE Functions -----------------------------
(* Functions as values: restriction, range, injections, folds. *)
EXTENDS Integers, Folds

\* The set of values of f.
Range(f) == {f[x] : x \in DOMAIN f}

\* The function with domain S that is equal to f there.
Restrict(f, S) == [x \in S |-> f[x]]

\* f on the part of its domain where Test holds.
RestrictDomain(f, Test(_)) == [x \in {y \in DOMAIN f : Test(y)} |-> f[x]]

\* f on the part of its domain where Test holds of its value.
RestrictValues(f, Test(_)) == [x \in {y \in DOMAIN f : Test(f[y])} |-> f[x]]

\* Whether narrow is wide on a part of wide's domain.
IsRestriction(narrow, wide) ==
  (DOMAIN narrow) \subseteq (DOMAIN wide) /\ \A x \in DOMAIN narrow : narrow[x] = wide[x]

\* The function with f's domain that combines the values of f and g by T.
Pointwise(f, g, T(_, _)) == [x \in DOMAIN f |-> T(f[x], g[x])]

\* A function from T to S that maps each value of f to a point where f has it.
Inverse(f, S, T) == [t \in T |-> CHOOSE s \in S : (t \in Range(f)) => (f[s] = t)]

\* The inverse of f on its range.
AntiFunction(f) == Inverse(f, DOMAIN f, Range(f))

\* Whether f has different values at different points.
IsInjective(f) == \A x \in DOMAIN f, y \in DOMAIN f : (f[x] = f[y]) => (x = y)

\* The injective functions from S to T.
Injection(S, T) == {f \in [S -> T] : IsInjective(f)}

\* The functions from S onto T.
Surjection(S, T) == {f \in [S -> T] : \A t \in T : \E s \in S : f[s] = t}

\* The functions from S to T that are injective and onto.
Bijection(S, T) == {f \in Surjection(S, T) : IsInjective(f)}

\* Whether there is an injective function from S to T.
ExistsInjection(S, T) == \E f \in [S -> T] : IsInjective(f)

\* Whether there is a function from S onto T.
ExistsSurjection(S, T) == Surjection(S, T) # {}

\* Whether there is a function from S to T that is injective and onto.
ExistsBijection(S, T) == Bijection(S, T) # {}

-----------------------------------------------------------------------------

\* op(fun[xn], ... op(fun[x1], base)...) for the elements of indices, which CHOOSE puts in order.
FoldFunctionOnSet(op(_, _), base, fun, indices) ==
  LET RECURSIVE fold(_, _)
      fold(S, acc) == IF S = {}
                        THEN acc
                        ELSE LET x == CHOOSE y \in S : TRUE
                             IN  fold(S \ {x}, op(fun[x], acc))
  IN  fold(indices, base)

\* FoldFunctionOnSet over the whole domain.
FoldFunction(op(_, _), base, fun) == FoldFunctionOnSet(op, base, fun, DOMAIN fun)

\* The sum of fun's values at the elements of indices.
SumFunctionOnSet(fun, indices) == FoldFunctionOnSet(LAMBDA x, y : x + y, 0, fun, indices)

\* The sum of fun's values.
SumFunction(fun) == SumFunctionOnSet(fun, DOMAIN fun)

=============================================================================
