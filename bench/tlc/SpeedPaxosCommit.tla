-------------------------- MODULE SpeedPaxosCommit -------------------------
(* PaxosCommit of tlaplus/Examples (specifications/transaction_commit) with its own constants. *)
EXTENDS PaxosCommit
=============================================================================
