---- MODULE MutualRecursion ----
EXTENDS Integers
VARIABLE x
RECURSIVE A(_), B(_), C(_)
A(n) == IF n = 0 THEN x ELSE B(n-1) + C(n-1)
B(n) == IF n = 0 THEN 0 ELSE A(n-1)
C(n) == IF n = 0 THEN 0 ELSE B(n-1)
Init == x = 0
Next == x < 5 /\ x' = x+1
Inv == A(0) < 100 /\ C(2) < 3
Spec == Init /\ [][Next]_x
====
