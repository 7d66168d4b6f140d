----------------------------- MODULE MCElection -----------------------------
\* Elections with two candidates, who may win in turns, and one crash of any node.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
