---- MODULE EnabledInQuantifier ----
EXTENDS Integers
VARIABLE x
Init == x = 0
Next == x < 4 /\ x' = x + 1
En(i) == ENABLED (x' = x + 1 /\ i < 3)
Prop == [][\A i \in 1..6 : En(i) => i < 2]_x
Prop2 == [][{i \in 1..6 : En(i)} = 1..2]_x
Inv2 == [i \in 1..4 |-> En(i)] = [i \in 1..4 |-> i < 3]
Spec == Init /\ [][Next]_x
====
