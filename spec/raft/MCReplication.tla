--------------------------- MODULE MCReplication ----------------------------
\* One leader replicates two commands, with messages that follow each other without waiting.
EXTENDS RaftProperties

MCSession == <<1, 2>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
