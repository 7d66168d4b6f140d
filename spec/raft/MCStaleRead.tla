---------------------------- MODULE MCStaleRead -----------------------------
\* A read at a leader of term 1 that does not hear of the leader of term 2; the third node hears both.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == <<EmptyDisk, Disk(1, 2, << >>), EmptyDisk>>
MCCommitted == << >>
=============================================================================
