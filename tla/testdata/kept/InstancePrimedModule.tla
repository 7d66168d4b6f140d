---- MODULE InstancePrimedModule ----
EXTENDS Integers
CONSTANT c
Cst == c + 1
G == [i \in 0..2 |-> c]
H(a) == LET q[i \in 0..10] == IF i = 0 THEN c ELSE q[i-1] + 1 IN q[a]
Dc(a) == LET d(b) == b + c IN d(a)
Rc(a) == LET RECURSIVE d(_) 
             d(b) == IF b = 0 THEN c ELSE 2 + d(b-1) IN d(a)
====
