---- MODULE InstanceOfStateModule ----
EXTENDS Integers
CONSTANT c
RECURSIVE R(_,_)
R(n, acc) == IF n = 0 THEN c + acc ELSE LET d == acc + 1 IN R(n-1, d + d)
Both == LET k == c + c IN k + R(2, 10)
====
