-------------------------- MODULE MCReplicatedLog --------------------------
\* The replicated log by itself, of a bounded length: Grow and Answer say what may become of the variables, and here are
\* the values to choose from.
EXTENDS ReplicatedLog

CONSTANTS
    MaxLength,      \* how long the log gets at most
    MaxProposals    \* how often a command is proposed at most

Logs == UNION {[1..n -> {0} \cup Commands] : n \in 0..MaxLength}
Lengths == 0..MaxLength

MCNext ==
    \/ \E c \in Commands : proposed[c] < MaxProposals /\ Propose(c)
    \/ /\ log' \in Logs
       /\ refused' \in [Commands -> 0..MaxProposals]
       /\ applied' \in [Commands -> 0..MaxProposals]
       /\ Grow
       /\ read' \in [Reads -> [asked : BOOLEAN, from : Lengths, answers : SUBSET Lengths]]
       /\ Answer
    \/ \E r \in Reads : Ask(r)

MCSpec == Init /\ [][MCNext]_vars

\* The log only grows, and what clients were told stays true.
Stability == [][IsPrefix(log, log') /\ \A c \in Commands : refused'[c] >= refused[c] /\ applied'[c] >= applied[c]]_vars

MCInitLog == << >>
=============================================================================
