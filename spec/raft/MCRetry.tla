------------------------------ MODULE MCRetry -------------------------------
\* A command that is proposed twice.
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
