-------------------------- MODULE MCPreVoteSilence --------------------------
\* Two candidates with pre-vote that hear nothing of each other, and leaders that are silent.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == <<EmptyDisk, Disk(1, 2, << >>), EmptyDisk>>
MCCommitted == << >>
=============================================================================
