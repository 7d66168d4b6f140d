------------------------------- MODULE Count -------------------------------
\* What the tests of package tlc check.
EXTENDS Naturals
CONSTANT Limit
VARIABLE x
Init == x = 0
Up == x < Limit /\ x' = x + 1
Back == x = Limit /\ x' = 0
Next == Up \/ Back
Spec == Init /\ [][Next]_x
Fair == Spec /\ WF_x(Next)
Small == x < 3
Rises == [][x' > x]_x
Comes == <>(x = Limit)
Stays == <>[](x = 0)
Wrong == x + "a" = 1
=============================================================================
