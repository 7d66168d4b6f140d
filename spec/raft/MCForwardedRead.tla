-------------------------- MODULE MCForwardedRead ---------------------------
\* A read at a follower.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
