--------------------------- MODULE MCPreVoteMixed ---------------------------
\* Two candidates, of which one asks before it begins a term and the other does not.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
