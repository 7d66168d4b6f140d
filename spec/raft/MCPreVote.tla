----------------------------- MODULE MCPreVote ------------------------------
\* Nodes that ask before they begin a term, while a leader may be silent.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
