----------------------------- MODULE MCCommand ------------------------------
\* One command at three nodes.
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
