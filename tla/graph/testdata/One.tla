-------------------------------- MODULE One --------------------------------
\* One variable, and a Next that TLC does not take apart.
EXTENDS Naturals
VARIABLE x
Init == x = 0
Up(n) == x < n /\ x' = x + 1
Next == \E n \in {x + 1} : n < 3 /\ Up(n)
=============================================================================
