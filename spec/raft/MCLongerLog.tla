---------------------------- MODULE MCLongerLog -----------------------------
\* A follower that has more entries than its leader, which are not of the leader's log, and heartbeats.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == <<Disk(2, None, <<1>>), Disk(2, None, <<1, 2>>), Disk(2, None, <<1>>)>>
MCCommitted == <<[term |-> 1, value |-> NoOp, at |-> 1]>>
=============================================================================
