---- MODULE PropertyArgument ----
EXTENDS Integers
VARIABLE x
Init == x = 0
Next == x < 6 /\ x' = x + 1
Def(b) == [](b >= 0) /\ [][b < 3]_x
Prop == Def(x + 0)
Def2(b) == [](b >= 0) /\ [](\A k \in 1..2 : b < 3 /\ k > 0)
Prop2 == Def2(x * 1)
Spec == Init /\ [][Next]_x
====
