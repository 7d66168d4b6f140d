---- MODULE InstanceRecursionModule ----
EXTENDS Integers
CONSTANT c
RECURSIVE R(_)
R(n) == IF n = 0 THEN c ELSE R(n-1)
F[n \in 0..3] == IF n = 0 THEN c ELSE F[n-1]
====
