------------------------------- MODULE Small -------------------------------
\* What the tests of package graph hold TLC's dumps to.
EXTENDS Naturals, Sequences
CONSTANT Nobody
VARIABLES x, seen, note

Init ==
    /\ x \in {0, 1}
    /\ seen = [k \in {} |-> k]
    /\ note = <<"a\"b\\c\nd", Nobody>>

\* A parameter, and a function that becomes long enough to be printed in several lines.
Up(n) ==
    /\ x + n <= 3
    /\ x' = x + n
    /\ seen' = [k \in DOMAIN seen \cup {<<x, n>>} |->
                  [from |-> x, by |-> n, why |-> "a reason that is long enough for lines", also |-> {"/\\ x = 9"}]]
    /\ UNCHANGED note

\* Two ways to the same successor.
Twice ==
    /\ x = 3
    /\ x' = 2 \/ x' \in {2}
    /\ UNCHANGED <<seen, note>>

\* The same successor as that of Twice.
Again ==
    /\ x = 3
    /\ x' = 2
    /\ UNCHANGED <<seen, note>>

\* Allows to leave everything as it is.
Look ==
    /\ x = 1
    /\ UNCHANGED <<x, seen, note>>

\* Leads out of the constraint.
Over ==
    /\ x = 3
    /\ x' = 4
    /\ UNCHANGED <<seen, note>>

Next ==
    \/ \E n \in 1..2 : Up(n)
    \/ Twice
    \/ Again
    \/ Look
    \/ Over

Within == x <= 3
Bound == Len(note) = 2 /\ \A k \in DOMAIN seen : TRUE
=============================================================================
