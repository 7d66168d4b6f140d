--------------------------- MODULE SpeedTwoPhase ---------------------------
(* TwoPhase of tlaplus/Examples (specifications/transaction_commit) with eight resource managers. *)
EXTENDS TwoPhase
=============================================================================
