-------------------------------- MODULE MCa2 --------------------------------
\* x
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
