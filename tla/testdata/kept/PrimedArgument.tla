---- MODULE PrimedArgument ----
EXTENDS Integers
VARIABLES x, y
RECURSIVE Act(_,_)
Act(p, n) == IF n = 0 THEN x' \in {1,2,3} /\ y' = p + 1 ELSE Act(p, n-1)
Init == x = 0 /\ y = 0
Next == Act(x', 1)
Inv == x = 0 \/ y = x + 1
Spec == Init /\ [][Next]_<<x,y>>
====
