---- MODULE Failing ----
EXTENDS Integers
Low == 1 + TRUE
====
