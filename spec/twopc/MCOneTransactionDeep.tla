------------------------ MODULE MCOneTransactionDeep ------------------------
\* One transaction over two participants, with everything that may happen to it and two crashes.
EXTENDS TwoPhaseCommitProperties

MCScope == <<{1, 2}>>
=============================================================================
