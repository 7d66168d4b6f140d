---- MODULE InstanceArgumentInLoop ----
EXTENDS Integers
VARIABLE x
I(n) == INSTANCE InstanceArgumentModule WITH c <- n
Init == x = 0
Next == x < 5 /\ x' = x+1
Inv == \A k \in 0..2 : I(k + x)!Cst < 5
Spec == Init /\ [][Next]_x
====
