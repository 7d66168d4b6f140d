----------------------------- MODULE MCElection -----------------------------
\* Two candidates in one term, and a crash of any node: terms and votes are durable before anybody hears of them.
EXTENDS RaftProperties

MCSession == << >>
MCDisk == [i \in Servers |-> EmptyDisk]
MCCommitted == << >>
=============================================================================
