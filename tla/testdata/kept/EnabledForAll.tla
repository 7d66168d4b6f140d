---- MODULE EnabledForAll ----
EXTENDS Integers
VARIABLE x
A(i) == x + i < 5 /\ x' = x + i
Init == x = 0
Next == \E i \in 1..2 : A(i)
Inv == \A i \in 1..6 : ENABLED (x' = i /\ i < 3)
Spec == Init /\ [][Next]_x
====
