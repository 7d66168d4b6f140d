---- MODULE DefinedVariable ----
EXTENDS Integers
VARIABLE x, y
v == x
w == <<x, v>>
W == INSTANCE InstanceArgumentModule WITH c <- x
Init == v = 0 /\ y = 0
Next == \/ v' = (x + 1) % 3 /\ y' = x'
        \/ UNCHANGED w /\ y' = 1
Spec == Init /\ [][Next]_<<x,y>>
====
