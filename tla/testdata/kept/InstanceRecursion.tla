---- MODULE InstanceRecursion ----
EXTENDS Integers
VARIABLE x
I(n) == INSTANCE InstanceRecursionModule WITH c <- n
Init == x = 0
Next == x < 5 /\ x' = x+1
Inv == \A k \in 0..x : I(k)!R(2) < 3
Spec == Init /\ [][Next]_x
====
