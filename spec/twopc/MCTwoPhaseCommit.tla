-------------------------- MODULE MCTwoPhaseCommit --------------------------
\* Two transactions over three participants, while the coordinator crashes twice.
EXTENDS TwoPhaseCommitProperties

MCScope == <<{1, 2}, {3}>>
=============================================================================
