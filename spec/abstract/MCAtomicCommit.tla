-------------------------- MODULE MCAtomicCommit ---------------------------
\* Atomic commitment by itself.
EXTENDS AtomicCommit
=============================================================================
