----------------------------- MODULE MCSnapshot -----------------------------
\* A snapshot is sent in two chunks to a follower whose log conflicts, and which crashes.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == <<Snapshotted(Disk(2, None, <<1, 2>>), 1, 2), Disk(2, None, <<1, 2>>), Disk(2, None, <<1, 1, 1>>)>>
MCCommitted == <<[term |-> 1, value |-> NoOp, at |-> 1], [term |-> 2, value |-> NoOp, at |-> 2]>>
=============================================================================
