------------------------------- MODULE MCRead -------------------------------
\* One leader, and a read at the leader or at a follower.
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
