------------------------- MODULE MCTwoLeadersCrash --------------------------
\* Two leaders that hear nothing of each other, a command, and a crash of any node.
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == <<EmptyDisk, Disk(1, 2, << >>), EmptyDisk>>
MCCommitted == << >>
=============================================================================
