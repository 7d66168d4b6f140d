------------------------------- MODULE MCRead -------------------------------
\* A read at the leader.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
