-------------------------- MODULE MCTwoCandidates ---------------------------
\* Check-quorum with two candidates and leaders that are silent.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
