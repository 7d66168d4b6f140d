---------------------------- MODULE MCCompaction ----------------------------
\* Snapshots of both nodes, while a command is replicated.
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
