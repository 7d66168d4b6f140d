---- MODULE InfiniteFunction ----
EXTENDS Integers
VARIABLES x, f
Init == x = 0 /\ f = [n \in Nat |-> n]
Next == x < 5 /\ x' = x + 1 /\ f' = [n \in Nat |-> n + x]
Inv == x = 0 \/ f[1] = 1 + (x-1)
V == x
Spec == Init /\ [][Next]_<<x>>
====
