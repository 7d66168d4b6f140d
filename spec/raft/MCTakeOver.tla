----------------------------- MODULE MCTakeOver -----------------------------
\* Two nodes hear nothing of each other; the third, which hears both, may lead after one of them.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
