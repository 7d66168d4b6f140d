-------------------------- MODULE MCOneParticipant --------------------------
\* The smallest model in which every action happens but those that need a peer: for tests that must be fast.
EXTENDS TwoPhaseCommitProperties

MCScope == <<{1}>>
=============================================================================
