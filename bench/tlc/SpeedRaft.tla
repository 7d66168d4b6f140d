------------------------------ MODULE SpeedRaft ----------------------------
(* The Raft specification of ongardie/raft.tla with three servers, one value, terms up to 2, logs of one entry and one message in flight. *)
EXTENDS raft

Bounds ==
  /\ \A i \in Server : currentTerm[i] <= 2 /\ Len(log[i]) <= 1
  /\ Cardinality(DOMAIN messages) <= 1
  /\ \A m \in DOMAIN messages : messages[m] <= 1

=============================================================================
