---- MODULE InstanceArgumentModule ----
EXTENDS Integers
CONSTANT c
Cst == c + 1
====
