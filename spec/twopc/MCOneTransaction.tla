-------------------------- MODULE MCOneTransaction --------------------------
\* One transaction over two participants, with everything that may happen to it.
EXTENDS TwoPhaseCommitProperties

MCScope == <<{1, 2}>>
=============================================================================
