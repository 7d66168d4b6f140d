---------------------------- MODULE MCTwoRounds -----------------------------
\* Two nodes and two reads, at the leader or the other one, together or each in a round of its own.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
