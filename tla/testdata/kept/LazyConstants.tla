---- MODULE LazyConstants ----
EXTENDS Integers
VARIABLES x, y
Ev == {n \in Nat : n % 2 = 0 /\ \A k \in 0..n : k <= n}
F == [n \in Nat |-> LET a == n * 3 IN a + n]
Init == x = 0 /\ y = 0
Next == \/ x < 100 /\ x' = x + 1 /\ UNCHANGED y
        \/ y < 100 /\ y' = y + 1 /\ UNCHANGED x
Inv == /\ \A d \in 0..10 : (x + d \in Ev) <=> ((x + d) % 2 = 0)
       /\ \A d \in 0..10 : F[x + d] = 4 * (x + d)
Spec == Init /\ [][Next]_<<x, y>>
====
