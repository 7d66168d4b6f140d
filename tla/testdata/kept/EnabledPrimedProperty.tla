---- MODULE EnabledPrimedProperty ----
EXTENDS Integers
VARIABLE x
En(p) == ENABLED (x' = x + 1 /\ p)
Init == x = 0
Next == x' = (x+1) % 4
Prop == [][x = 3 => En(x' = 0)]_x
Spec == Init /\ [][Next]_x
====
