--------------------------- MODULE MCCheckQuorum ----------------------------
\* Leaders that step down without a quorum, and followers that hold to a leader that they hear.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
