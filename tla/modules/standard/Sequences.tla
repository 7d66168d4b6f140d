----------------------------- MODULE Sequences -----------------------------
(* Finite sequences: functions whose domain is 1..n. The engine computes all of this. *)
LOCAL INSTANCE Naturals

\* The set of all sequences of elements of S.
Seq(S) == UNION {[1..n -> S] : n \in Nat}

\* The length of s.
Len(s) == CHOOSE n \in Nat : DOMAIN s = 1..n

\* s followed by t.
s \o t == [i \in 1..Len(s) + Len(t) |-> IF i \leq Len(s) THEN s[i] ELSE t[i - Len(s)]]

\* s followed by the element e.
Append(s, e) == s \o <<e>>

\* The first element.
Head(s) == s[1]

\* All but the first element.
Tail(s) == [i \in 1..Len(s) - 1 |-> s[i + 1]]

\* The elements from place m to place n.
SubSeq(s, m, n) == [i \in 1..n - m + 1 |-> s[i + m - 1]]

\* The elements for which Test holds, in their order.
SelectSeq(s, Test(_)) ==
  LET RECURSIVE from(_)
      from(i) == IF i > Len(s) THEN <<>>
                 ELSE IF Test(s[i]) THEN <<s[i]>> \o from(i + 1)
                 ELSE from(i + 1)
  IN  from(1)

=============================================================================
