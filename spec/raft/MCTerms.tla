------------------------------ MODULE MCTerms -------------------------------
\* One candidate in two terms, and a crash of a voter.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
