----------------------------- MODULE MCPipeline -----------------------------
\* Two commands at two nodes, with two entries on their way.
EXTENDS RaftProperties

MCSession == <<1, 2>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
