------------------------------ MODULE MCWindow ------------------------------
\* Two commands at two nodes, and room for one entry on its way.
EXTENDS RaftProperties

MCSession == <<1, 2>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
