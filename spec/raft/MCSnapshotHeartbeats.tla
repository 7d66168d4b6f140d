------------------------ MODULE MCSnapshotHeartbeats ------------------------
\* A snapshot is sent, and its chunks again.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == <<Snapshotted(Disk(2, None, <<1, 2>>), 1, 2), Disk(2, None, <<1, 2>>), Disk(2, None, <<1, 1, 1>>)>>
MCCommitted == <<[term |-> 1, value |-> NoOp, at |-> 1], [term |-> 2, value |-> NoOp, at |-> 2]>>
=============================================================================
