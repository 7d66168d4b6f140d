------------------------------- MODULE Queue -------------------------------
\* A queue between a producer and a consumer, for the tests of package trace.
EXTENDS Integers, Sequences
CONSTANTS Items, Nobody
VARIABLES queue, taken, owner

Init == /\ queue = << >>
        /\ taken = {}
        /\ owner \in {Nobody, 1}

Put(x) == /\ Len(queue) < 2
          /\ queue' = Append(queue, x)
          /\ UNCHANGED <<taken, owner>>

Take == /\ queue # << >>
        /\ taken' = taken \cup {Head(queue)}
        /\ queue' = Tail(queue)
        /\ UNCHANGED owner

Own(n) == /\ owner = Nobody
          /\ owner' = n
          /\ UNCHANGED <<queue, taken>>

Next == (\E x \in Items : Put(x)) \/ Take \/ \E n \in 1..3 : Own(n)
=============================================================================
