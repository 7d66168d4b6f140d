---------------------------- MODULE MCHeartbeats ----------------------------
\* One command at two nodes, with heartbeats: what is lost is sent again.
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
