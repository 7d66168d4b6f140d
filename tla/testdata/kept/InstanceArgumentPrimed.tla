---- MODULE InstanceArgumentPrimed ----
EXTENDS Integers
VARIABLE x
I(n) == INSTANCE InstancePrimedModule WITH c <- n
Init == x = 0
Next == x < 5 /\ x' = x+1 /\ \E k \in 0..2 : I(k)!G[k] = k
Inv == \A k \in 0..2 : I(k + x)!Cst = k + x + 1 /\ I(k)!G[1] = k /\ I(k)!H(x) = k + x
Spec == Init /\ [][Next]_x
====
