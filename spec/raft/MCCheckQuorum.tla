--------------------------- MODULE MCCheckQuorum ----------------------------
\* Pre-vote and check-quorum together, with leaders that are silent or without a quorum.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
