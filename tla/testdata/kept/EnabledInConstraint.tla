---- MODULE EnabledInConstraint ----
EXTENDS Integers
VARIABLE x
A(i) == x < i /\ x' = x + 1
Init == x = 0
Next == x' = x + 1
Con == \E i \in 1..4 : ENABLED A(i)
Prop == [][\E i \in 1..4 : ENABLED A(i)]_x
Spec == Init /\ [][Next]_x
====
