-------------------------- MODULE DyadicRationals --------------------------
(* Fractions whose denominator is a power of two, as records [num, den] in lowest terms. *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC

\* num/den in lowest terms, den being a power of two.
RECURSIVE Reduced(_, _)
LOCAL Reduced(num, den) ==
  IF num % 2 = 0 /\ den % 2 = 0 THEN Reduced(num \div 2, den \div 2) ELSE [num |-> num, den |-> den]

\* Whether the denominator of r is a power of two.
IsDyadicRational(r) == \E i \in 0..r.den : 2^i = r.den

\* 0/1.
Zero == [num |-> 0, den |-> 1]

\* 1/1.
One == [num |-> 1, den |-> 1]

\* The sum of p and q.
Add(p, q) == Reduced(p.num * q.den + q.num * p.den, p.den * q.den)

\* Half of p.
Half(p) == Reduced(p.num, 2 * p.den)

\* p as a string, such as "3/4".
PrettyPrint(p) ==
  IF p = Zero THEN "0" ELSE IF p = One THEN "1" ELSE ToString(p.num) \o "/" \o ToString(p.den)

=============================================================================
