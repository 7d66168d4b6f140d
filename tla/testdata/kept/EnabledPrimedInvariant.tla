---- MODULE EnabledPrimedInvariant ----
EXTENDS Integers
VARIABLE x
En(p) == ENABLED (x' = x + 1 /\ p)
Init == x = 0
Next == x' = (x+1) % 4
Inv == En(x' < 3)
Prop == [][x' < 2 => En(x' > 5)]_x
Spec == Init /\ [][Next]_x
====
