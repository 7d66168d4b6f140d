----------------------------- MODULE MCTwoReads -----------------------------
\* Two reads, each in a round of its own.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
