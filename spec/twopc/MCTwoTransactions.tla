------------------------- MODULE MCTwoTransactions --------------------------
\* Two transactions that share their one participant, and its log.
EXTENDS TwoPhaseCommitProperties

MCScope == <<{1}, {1}>>
=============================================================================
