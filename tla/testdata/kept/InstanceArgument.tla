---- MODULE InstanceArgument ----
EXTENDS Integers
VARIABLE x
I(n) == INSTANCE InstancePrimedModule WITH c <- n
Init == x = 0
Next == x < 5 /\ x' = x+1
Inv == \A k \in 0..2 : I(k + x)!Cst = k + x + 1
Spec == Init /\ [][Next]_x
====
