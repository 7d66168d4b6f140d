------------------------------- MODULE Toolbox -----------------------------
(* Names that a graphical interface gives a counterexample. The engine has no such trace. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE TLC

\* The states of the counterexample.
_TETrace == <<>>

\* The place of this state in it.
_TEPosition == TLCGet("level")

=============================================================================
