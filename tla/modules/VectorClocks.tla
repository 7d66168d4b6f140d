--------------------------- MODULE VectorClocks ----------------------------
(* Orders of events that agree with their vector clocks. *)
EXTENDS Naturals, Sequences, Functions

\* The time of node n by clock c; a node that c does not mention has time 0.
LOCAL At(c, n) == IF n \in DOMAIN c THEN c[n] ELSE 0

\* Whether an event at clock c happened before one at clock d.
LOCAL Before(c, d) ==
  LET nodes == (DOMAIN c) \cup (DOMAIN d)
  IN  (\A n \in nodes : At(c, n) <= At(d, n)) /\ (\E n \in nodes : At(c, n) < At(d, n))

\* Whether neither of two events, at clocks c and d, happened before the other.
LOCAL Concurrent(c, d) ==
  LET nodes == (DOMAIN c) \cup (DOMAIN d)
  IN  (\E n \in nodes : At(c, n) < At(d, n)) /\ (\E n \in nodes : At(c, n) > At(d, n))

\* Whether each event of log comes after all that happened before it.
IsCausalOrder(log, clock(_)) ==
  \A j \in 1..Len(log) : \A i \in 1..j - 1 :
    Before(clock(log[i]), clock(log[j])) \/ Concurrent(clock(log[i]), clock(log[j]))

\* The events of log in an order that agrees with their clocks: each time the first one before which none of the others happened.
\* The nodes of events, and the domains of clocks, do not matter for that.
CausalOrder(log, clock(_), node(_), domain(_)) ==
  LET RECURSIVE order(_, _)
      order(done, rest) ==
        IF rest = <<>>
          THEN done
          ELSE LET first == CHOOSE i \in 1..Len(rest) :
                              /\ \A j \in 1..Len(rest) : ~Before(clock(rest[j]), clock(rest[i]))
                              /\ \A k \in 1..i - 1 : \E j \in 1..Len(rest) : Before(clock(rest[j]), clock(rest[k]))
               IN  order(Append(done, rest[first]), SubSeq(rest, 1, first - 1) \o SubSeq(rest, first + 1, Len(rest)))
  IN  order(<<>>, log)

=============================================================================
