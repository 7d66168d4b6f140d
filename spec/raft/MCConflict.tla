----------------------------- MODULE MCConflict -----------------------------
\* A leader whose followers have too few entries and wrong ones.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == <<Disk(3, None, <<1, 2, 2>>), Disk(3, None, <<1>>), Disk(3, 3, <<1, 1, 3>>)>>
MCCommitted == <<[term |-> 1, value |-> NoOp, at |-> 1]>>
=============================================================================
