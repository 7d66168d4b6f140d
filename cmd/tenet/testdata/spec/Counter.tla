------------------------------ MODULE Counter ------------------------------
\* A counter, and something wrong with it for each exit code.
EXTENDS Integers, TLC
CONSTANT Limit
ASSUME LimitIsPositive == Limit > 0
VARIABLE x

Init == x = 0
Up == x < Limit /\ x' = x + 1
Reset == x = Limit /\ x' = 0
Next == Up \/ Reset
Spec == Init /\ [][Next]_x
Fair == Spec /\ WF_x(Next)
Ending == Init /\ [][Up]_x

Asserting == Init /\ [][Assert(x < 2, "x is too large") /\ Up]_x
Adding == Init /\ [][x' = IF x < 2 THEN x + 1 ELSE x + "one"]_x

InRange == x \in 0..Limit
Low == x < 2
Comparable == x < 2 \/ x + "one" > 0
AlwaysLow == []Low
Growing == [][x' > x]_x
StartsAtOne == x = 1
Returns == []<>(x = 0)
Larger == TLCGet("distinct") > 1000
=============================================================================
