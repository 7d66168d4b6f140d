--------------------------- MODULE MCRestriction ----------------------------
\* A node with a longer log than others, but of an earlier term, must not be elected.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == <<Disk(2, None, <<1, 1, 1>>), Disk(2, None, <<1, 2>>), Disk(2, None, <<1, 2>>)>>
MCCommitted == <<[term |-> 1, value |-> NoOp, at |-> 1], [term |-> 2, value |-> NoOp, at |-> 2]>>
=============================================================================
