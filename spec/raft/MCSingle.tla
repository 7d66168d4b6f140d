------------------------------ MODULE MCSingle ------------------------------
\* A single node, which crashes.
EXTENDS RaftProperties

MCSession == <<1, 2>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
