---- MODULE LetInstanceRecursion ----
EXTENDS Integers
VARIABLE x
Init == x = 0
Next == \E k \in 0..2 : LET J == INSTANCE InstanceRecursionModule WITH c <- k + x IN J!R(2) < 6 /\ x' = J!R(1)
Spec == Init /\ [][Next]_x
====
