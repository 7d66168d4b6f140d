---------------------------- MODULE MCReadTerms -----------------------------
\* A node that leads three nodes twice, and a read.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
