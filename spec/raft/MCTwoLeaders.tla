---------------------------- MODULE MCTwoLeaders ----------------------------
\* Two leaders that hear nothing of each other, and a third node that hears both, and crashes.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == <<EmptyDisk, Disk(1, 2, << >>), EmptyDisk>>
MCCommitted == << >>
=============================================================================
