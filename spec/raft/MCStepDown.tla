----------------------------- MODULE MCStepDown -----------------------------
\* Two nodes that lead in turns, and a command whose leader has not yet sent it.
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == <<EmptyDisk, Disk(1, None, << >>)>>
MCCommitted == << >>
=============================================================================
