---------------------------- MODULE MCReadAgain -----------------------------
\* A node that steps down and leads again, and late answers to its rounds.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
