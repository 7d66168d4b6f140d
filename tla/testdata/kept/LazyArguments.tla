---- MODULE LazyArguments ----
EXTENDS Integers
VARIABLES x, y
RECURSIVE Add(_,_)
Add(p, n) == IF n = 0 THEN [k \in Nat |-> k + p] ELSE Add(p + 1, n - 1)
RECURSIVE Filt(_,_)
Filt(p, n) == IF n = 0 THEN {k \in Nat : k > p} ELSE Filt(p + n, n - 1)
Init == x = 0 /\ y = 0
Next == x < 5 /\ x' = x + 1 /\ y' = LET fs == [i \in 1..3 |-> Add(i + x, i)] s == [i \in 1..3 |-> Filt(i + x, i)] IN 
    <<fs[1][0], fs[2][0], fs[3][0], {j \in 0..20 : j \in s[1]}, {j \in 0..20 : j \in s[2]}, {j \in 0..20 : j \in s[3]}>>
x0 == x-1
Inv == x = 0 \/ y = <<2 + x0, 4 + x0, 6+x0, (3+x0)..20, (6+x0)..20, (10+x0)..20>>
Spec == Init /\ [][Next]_<<x,y>>
====
