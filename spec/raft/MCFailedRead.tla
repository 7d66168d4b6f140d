---------------------------- MODULE MCFailedRead ----------------------------
\* A read at a leader that steps down without a quorum.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
