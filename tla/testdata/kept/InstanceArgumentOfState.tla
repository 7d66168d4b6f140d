---- MODULE InstanceArgumentOfState ----
EXTENDS Integers
VARIABLE x
I(n) == INSTANCE InstanceOfStateModule WITH c <- n
Init == x = 0
Next == x < 5 /\ x' = x+1
Inv == I(x + 1)!Both < 55
Spec == Init /\ [][Next]_x
====
