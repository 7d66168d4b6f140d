----------------------------- MODULE SpeedPaxos ----------------------------
(* Paxos of tlaplus/Examples (specifications/Paxos) with three acceptors, three ballots and two values. *)
EXTENDS Paxos

CONSTANTS a1, a2, a3, v1, v2

SpeedAcceptor == {a1, a2, a3}
SpeedValue == {v1, v2}
SpeedQuorum == {{a1, a2}, {a1, a3}, {a2, a3}}
SpeedBallot == 0..2

=============================================================================
