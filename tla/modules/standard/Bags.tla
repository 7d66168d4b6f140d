-------------------------------- MODULE Bags -------------------------------
(* Bags, which are sets that may have several copies of an element: functions from elements to positive numbers. *)
EXTENDS TLC
LOCAL INSTANCE Naturals

\* Whether B is a bag.
IsABag(B) == \A e \in DOMAIN B : B[e] \in Nat /\ B[e] > 0

\* The set of the elements of B.
BagToSet(B) == DOMAIN B

\* The bag that has one copy of each element of S.
SetToBag(S) == [e \in S |-> 1]

\* Whether B has copies of e.
BagIn(e, B) == e \in DOMAIN B

\* The bag without elements.
EmptyBag == SetToBag({})

\* How many copies of e the bag B has.
CopiesIn(e, B) == IF e \in DOMAIN B THEN B[e] ELSE 0

\* The copies of both.
B1 (+) B2 == [e \in (DOMAIN B1) \cup (DOMAIN B2) |-> CopiesIn(e, B1) + CopiesIn(e, B2)]

\* The copies of B1 without as many as B2 has of the same element.
B1 (-) B2 == [e \in {d \in DOMAIN B1 : B1[d] > CopiesIn(d, B2)} |-> B1[e] - CopiesIn(e, B2)]

\* The sum of f[x] for the elements x of S.
RECURSIVE SumOver(_, _)
LOCAL SumOver(f, S) == IF S = {} THEN 0 ELSE LET x == CHOOSE y \in S : TRUE IN f[x] + SumOver(f, S \ {x})

\* The copies of all bags of the set S.
BagUnion(S) == [e \in UNION {DOMAIN B : B \in S} |-> SumOver([B \in S |-> CopiesIn(e, B)], S)]

\* Whether B2 has at least as many copies of everything as B1.
B1 \sqsubseteq B2 == \A e \in DOMAIN B1 : e \in DOMAIN B2 /\ B1[e] \leq B2[e]

\* The set of all bags that are \sqsubseteq B.
SubBag(B) ==
  LET RECURSIVE of(_)
      of(S) == IF S = {}
                 THEN {<<>>}
                 ELSE LET x == CHOOSE y \in S : TRUE
                          r == of(S \ {x})
                      IN  r \cup {b @@ (x :> n) : b \in r, n \in 1..B[x]}
  IN  of(DOMAIN B)

\* The bag that has a copy of F(e) for each copy of e in B.
BagOfAll(F(_), B) ==
  [v \in {F(e) : e \in DOMAIN B} |-> SumOver(B, {e \in DOMAIN B : F(e) = v})]

\* The number of all copies of elements of B.
BagCardinality(B) == SumOver(B, DOMAIN B)

=============================================================================
