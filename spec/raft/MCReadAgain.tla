---------------------------- MODULE MCReadAgain -----------------------------
\* A node that leads twice, and late answers to its rounds.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
