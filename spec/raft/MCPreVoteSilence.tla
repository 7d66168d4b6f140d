-------------------------- MODULE MCPreVoteSilence --------------------------
\* Two candidates with pre-vote, and leaders that are silent.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
