---- MODULE InstanceArgumentInNext ----
EXTENDS Integers
VARIABLE x
I(n) == INSTANCE InstanceArgumentModule WITH c <- n
Init == x = 0
Next == \E k \in 0..2 : x < 20 /\ x' = I(k + x)!Cst
Spec == Init /\ [][Next]_x
====
