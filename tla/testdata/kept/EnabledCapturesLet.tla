---- MODULE EnabledCapturesLet ----
EXTENDS Integers
VARIABLE x, y
Init == x = 0 /\ y = 0
Next == UNCHANGED <<x, y>>
I4 == \A i \in 0..3 : (ENABLED (x' = i /\ y' \in 0..i /\ y' > 0)) <=> (i > 0)
Spec == Init /\ [][Next]_<<x,y>>
====
