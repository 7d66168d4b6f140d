------------------------ MODULE MCTwoLeadersSilence -------------------------
\* Two leaders that hear nothing of each other, pre-vote and check-quorum.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == <<EmptyDisk, Disk(1, 2, << >>), EmptyDisk>>
MCCommitted == << >>
=============================================================================
