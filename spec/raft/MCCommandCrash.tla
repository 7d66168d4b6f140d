--------------------------- MODULE MCCommandCrash ---------------------------
\* One command at three nodes, of which one crashes.
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
