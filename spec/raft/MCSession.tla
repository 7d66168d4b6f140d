----------------------------- MODULE MCSession ------------------------------
\* Two commands of one session at a single node, which crashes: they are proposed again.
EXTENDS RaftProperties

MCSession == <<1, 1>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
