---- MODULE Names ----
VARIABLE x
Init == x = Zero
Next == x' = x
====
