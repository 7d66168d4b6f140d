----------------------------- MODULE MCLiveness -----------------------------
\* One transaction, and the fairness under which all transactions end.
EXTENDS TwoPhaseCommitProperties

MCScope == <<{1, 2}>>
=============================================================================
