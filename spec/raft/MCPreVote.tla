----------------------------- MODULE MCPreVote ------------------------------
\* A node that has missed a term asks the others, who run pre-vote, too.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> IF i = 1 THEN EmptyDisk ELSE Disk(1, None, << >>)]
MCCommitted == << >>
=============================================================================
