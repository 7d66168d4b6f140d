---------------------------- MODULE ReplicatedLog ----------------------------
(***************************************************************************)
(* A linearizable log, as its users see it.  Commands are proposed, each   *)
(* perhaps several times.  The log grows at its end, by commands that were *)
(* proposed and by entries without meaning, 0.  Whoever is told that a     *)
(* proposal is applied finds it in the log; whoever is told that it is not *)
(* will never find it there.  A read sees a prefix that is at least as     *)
(* long as the log was when it was asked.                                  *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Commands,       \* numbers from 1 on
    Reads,
    InitLog         \* the log in the beginning

VARIABLES
    log,            \* the commands, in the order in which they are applied
    proposed,       \* how often each command was proposed
    refused,        \* how many of these proposals were told never to be applied
    applied,        \* how many were told to be applied
    read            \* [asked, from: how long the log was then, answers: the prefixes that were seen]

vars == <<log, proposed, refused, applied, read>>

Places(l, c) == Cardinality({k \in DOMAIN l : l[k] = c})

TypeOK ==
    /\ \A k \in DOMAIN log : log[k] \in {0} \cup Commands
    /\ proposed \in [Commands -> Nat]
    /\ refused \in [Commands -> Nat]
    /\ applied \in [Commands -> Nat]
    /\ \A r \in Reads : read[r].from <= Len(log)

Init ==
    /\ log = InitLog
    /\ proposed = [c \in Commands |-> Places(InitLog, c)]
    /\ refused = [c \in Commands |-> 0]
    /\ applied = [c \in Commands |-> 0]
    /\ read = [r \in Reads |-> [asked |-> FALSE, from |-> 0, answers |-> {}]]

-----------------------------------------------------------------------------
IsPrefix(s, t) == Len(s) <= Len(t) /\ \A k \in DOMAIN s : s[k] = t[k]

\* A command is proposed.
Propose(c) ==
    /\ proposed' = [proposed EXCEPT ![c] = @ + 1]
    /\ UNCHANGED <<log, refused, applied, read>>

\* The log grows by proposals that were not refused, and some clients learn of their fate.
Grow ==
    /\ IsPrefix(log, log')
    /\ \A k \in DOMAIN log' : log'[k] \in {0} \cup Commands
    /\ \A c \in Commands :
        /\ refused'[c] >= refused[c]
        /\ applied'[c] >= applied[c]
        /\ applied'[c] <= Places(log', c)
        /\ Places(log', c) <= proposed[c] - refused'[c]
    /\ DOMAIN refused' = Commands /\ DOMAIN applied' = Commands
    /\ UNCHANGED proposed

\* Reads that were asked see prefixes of the log, each at least as long as the log was when it was asked.
Answer ==
    /\ DOMAIN read' = Reads
    /\ \A r \in Reads :
        /\ read'[r].asked = read[r].asked
        /\ read'[r].from = read[r].from
        /\ read[r].answers \subseteq read'[r].answers
        /\ \A k \in read'[r].answers \ read[r].answers : read[r].asked /\ read[r].from <= k /\ k <= Len(log')

\* A read is asked.
Ask(r) ==
    /\ ~read[r].asked
    /\ read' = [read EXCEPT ![r].asked = TRUE, ![r].from = Len(log)]
    /\ UNCHANGED <<log, proposed, refused, applied>>

Next ==
    \/ \E c \in Commands : Propose(c)
    \/ Grow /\ Answer
    \/ \E r \in Reads : Ask(r)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* What follows from it.
Truth ==
    \A c \in Commands : applied[c] <= Places(log, c) /\ Places(log, c) + refused[c] <= proposed[c]
ReadsAreFresh == \A r \in Reads : \A k \in read[r].answers : read[r].from <= k /\ k <= Len(log)
=============================================================================
