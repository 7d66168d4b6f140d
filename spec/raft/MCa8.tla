-------------------------------- MODULE MCa8 --------------------------------
\* x
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
