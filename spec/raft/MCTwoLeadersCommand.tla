------------------------ MODULE MCTwoLeadersCommand -------------------------
\* Two leaders that hear nothing of each other, and a command that one of them may have to give up.
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == <<EmptyDisk, Disk(1, 2, << >>), EmptyDisk>>
MCCommitted == << >>
=============================================================================
