---- MODULE LazyStates ----
EXTENDS Integers
VARIABLES x, y, f
Init == x = 0 /\ y = 0 /\ f = {n \in Nat : LET a == n % 7 b == {k \in 0..n : k <= n} IN (\A k \in b : k <= n) /\ a = 3}
Next == /\ UNCHANGED f
        /\ \/ x < 70 /\ x' = x + 1 /\ UNCHANGED y
           \/ y < 70 /\ y' = y + 1 /\ UNCHANGED x
Inv == \A d \in 0..20 : (x+d \in f) <=> ((x+d) % 7 = 3)
V == <<x, y>>
Spec == Init /\ [][Next]_<<x>>
====
