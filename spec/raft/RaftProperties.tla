--------------------------- MODULE RaftProperties ----------------------------
(***************************************************************************)
(* What Raft promises: the five properties of figure 3 of the paper, what  *)
(* clients may rely on, and that it is a replicated log to those who use   *)
(* it.                                                                     *)
(***************************************************************************)
EXTENDS Raft

Up == {i \in Servers : node[i].up}
Leaders == {i \in Up : node[i].role = "leader"}

TypeOK ==
    /\ \A i \in Servers :
        /\ disk[i].term \in 0..MaxTerm
        /\ disk[i].vote \in {None} \cup Servers
        /\ disk[i].base.index <= disk[i].snapshot.index
        /\ disk[i].snapshot.index <= LastIndex(disk[i])
    /\ \A i \in Up :
        /\ node[i].term \in 0..MaxTerm
        /\ node[i].vote \in {None} \cup Servers
        /\ node[i].role \in {"follower", "precandidate", "candidate", "leader"}
        /\ node[i].role = "leader" <=> node[i].leader = i
        /\ node[i].snapshot.index <= node[i].commit
        /\ node[i].commit <= LastIndex(node[i])
        /\ LastTerm(node[i]) <= node[i].term
        /\ node[i].role = "leader" =>
            /\ node[i].commit <= node[i].written
            /\ \A j \in Others(i) :
                /\ node[i].progress[j].match <= node[i].written
                /\ node[i].progress[j].round <= node[i].round
                /\ node[i].progress[j].state # "snapshot" => node[i].progress[j].next \in 1..(node[i].written + 1)
                /\ node[i].progress[j].state = "replicate" => node[i].progress[j].match < node[i].progress[j].next
    /\ crashes \in 0..MaxCrashes

\* What is in memory is what storage will hold when all that is in flight has arrived there.
MemoryIsDisk ==
    \A i \in Up :
        LET n == node[i]
            d == Fold(disk[i], Records(unsynced[i]))
        IN /\ <<d.term, d.vote, d.snapshot, d.base, d.incoming>> = <<n.term, n.vote, n.snapshot, n.base, n.incoming>>
           /\ d.log = IF n.role = "leader" THEN UpTo(n, n.written) ELSE n.log

-----------------------------------------------------------------------------
\* Figure 3 of the paper.

\* At most one leader is elected in a term, at one time or another.
ElectionSafety == \A e, f \in elections : e[1] = f[1] => e = f

\* A leader never overwrites or deletes entries in its log; it only appends new entries.
LeaderAppendOnly ==
    [][\A i \in Servers :
        (/\ node[i].up /\ node[i].role = "leader"
         /\ node'[i].up /\ node'[i].role = "leader" /\ node'[i].term = node[i].term)
        => /\ LastIndex(node'[i]) >= LastIndex(node[i])
           /\ \A k \in (node'[i].base.index + 1)..LastIndex(node[i]) : EntryAt(node'[i], k) = EntryAt(node[i], k)]_vars

\* If two logs contain an entry with the same index and term, then the logs are identical in all entries up through
\* that index.
LogMatching ==
    \A i, j \in Up :
        LET a == node[i]
            b == node[j]
            common == (Max(a.base.index, b.base.index) + 1)..Min(LastIndex(a), LastIndex(b))
        IN i < j => \A k \in common : TermAt(a, k) = TermAt(b, k)
                        => \A l \in common : l <= k => EntryAt(a, l) = EntryAt(b, l)

\* If an entry is committed in a term, then it is present in the logs of the leaders of all later terms.
LeaderCompleteness ==
    \A i \in Leaders : \A k \in DOMAIN committed :
        committed[k].at < node[i].term /\ k > node[i].base.index =>
            /\ k <= LastIndex(node[i])
            /\ EntryAt(node[i], k) = Entry(committed[k].term, committed[k].value)

\* If a server has applied an entry at an index, no other server will ever apply a different one there.
StateMachineSafety ==
    \A i \in Up :
        LET n == node[i] IN
        /\ n.base.index > 0 => committed[n.base.index].term = n.base.term
        /\ \A k \in (n.base.index + 1)..n.commit : EntryAt(n, k) = Entry(committed[k].term, committed[k].value)

\* That is because what is committed is durable at a quorum.
CommittedIsDurable ==
    LET last == Len(committed) IN
    last > 0 => IsQuorum({i \in Servers : last <= disk[i].snapshot.index \/ Has(disk[i], last, committed[last].term)})

\* Whoever was told of a vote can rely on it.
VoteIsDurable ==
    \A m \in messages : m.type = "voteResponse" /\ ~m.pre /\ m.granted =>
        \/ disk[m.from].term > m.term
        \/ disk[m.from].term = m.term /\ disk[m.from].vote = m.to

-----------------------------------------------------------------------------
\* What clients are told.

Attempted(c) == DOMAIN client[c]
ToldOf(c, fate) == {a \in Attempted(c) : fate \in client[c][a]}
Places(c) == {k \in DOMAIN committed : committed[k].value = c}
PlacesBefore(c) == {k \in DOMAIN InitCommitted : InitCommitted[k].value = c}

\* Nobody is told both.  What was told to be applied is committed, and what was told not to be never is.
AnswersAreTrue ==
    \A c \in Commands :
        LET places == Cardinality(Places(c)) - Cardinality(PlacesBefore(c)) IN
        /\ ToldOf(c, "applied") \cap ToldOf(c, "notApplied") = {}
        /\ Cardinality(ToldOf(c, "applied")) <= places
        /\ places <= Cardinality(Attempted(c) \ ToldOf(c, "notApplied"))

\* A read sees all that was acknowledged before it was asked.
ReadSafety ==
    \A r \in Reads : \A k \in reads[r].answers : reads[r].from <= k /\ k <= Len(committed)

\* A session applies each of its commands once, however often they were proposed and committed, and in their order.
RECURSIVE Effects(_, _)
Effects(log, done) ==
    IF log = << >> THEN << >>
    ELSE LET c == Head(log).value IN
         IF c = NoOp \/ c \in done THEN Effects(Tail(log), done)
         ELSE <<c>> \o Effects(Tail(log), done \cup {c})
SessionOnce ==
    LET effects == Effects(committed, {}) IN
    /\ \A k, l \in DOMAIN effects : effects[k] = effects[l] => k = l
    /\ \A k, l \in DOMAIN effects : k < l /\ Session[effects[k]] = Session[effects[l]] => effects[k] < effects[l]
    /\ \A c \in Commands : ToldOf(c, "applied") # {} => \E k \in DOMAIN effects : effects[k] = c

-----------------------------------------------------------------------------
\* To its users it is a replicated log.

Log == INSTANCE ReplicatedLog WITH
    InitLog <- [k \in DOMAIN InitCommitted |-> InitCommitted[k].value],
    log <- [k \in DOMAIN committed |-> committed[k].value],
    proposed <- [c \in Commands |-> Len(client[c]) + Cardinality(PlacesBefore(c))],
    refused <- [c \in Commands |-> Cardinality(ToldOf(c, "notApplied"))],
    applied <- [c \in Commands |-> Cardinality(ToldOf(c, "applied"))],
    read <- [r \in Reads |-> [asked |-> reads[r].asked, from |-> reads[r].from, answers |-> reads[r].answers]]
RefinesReplicatedLog == Log!Spec
=============================================================================
