---------------------------- MODULE MCStaleRead -----------------------------
\* A read at a leader of term 1, while another node becomes the leader of term 2.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == <<EmptyDisk, Disk(1, 2, << >>), Disk(1, 1, << >>)>>
MCCommitted == << >>
=============================================================================
