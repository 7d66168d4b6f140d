----------------------------- MODULE MCFigure8 ------------------------------
\* A leader of term 4 that finds its entry of term 2 at a quorum, while a third node has one of term 3 (figure 8 of the paper).
EXTENDS RaftProperties

MCSession == << >>
MCDisk == <<Disk(3, None, <<1, 2>>), Disk(3, None, <<1>>), Disk(3, 3, <<1, 3>>)>>
MCCommitted == <<[term |-> 1, value |-> NoOp, at |-> 1]>>
=============================================================================
