-------------------------- MODULE MCTwoLeadersRead --------------------------
\* Two leaders that hear nothing of each other, a command, and a read at the one that may have lost its lead.
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == <<EmptyDisk, Disk(1, 2, << >>), EmptyDisk>>
MCCommitted == << >>
=============================================================================
