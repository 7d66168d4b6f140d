--------------------------- MODULE RaftProperties ----------------------------
(***************************************************************************)
(* What Raft promises: the five properties of figure 3 of the paper, what  *)
(* clients may rely on, and that it is a replicated log to those who use   *)
(* it.                                                                     *)
(***************************************************************************)
EXTENDS Raft

Up == {i \in Servers : node[i].up}
Leaders == {i \in Up : node[i].role = "leader"}

Snapshots == [index : Nat, term : 0..MaxTerm, handle : {None} \cup Servers]
Entries == [term : 1..MaxTerm, value : {NoOp} \cup Commands]
AreEntries(log) == \A k \in DOMAIN log : log[k] \in Entries

\* What a node and its storage have in common.
IsStored(s) ==
    /\ s.term \in 0..MaxTerm
    /\ s.vote \in {None} \cup Servers
    /\ s.snapshot \in Snapshots
    /\ s.base \in [index : Nat, term : 0..MaxTerm]
    /\ s.base.index <= s.snapshot.index
    /\ s.snapshot.index <= LastIndex(s)
    /\ AreEntries(s.log)
    /\ \A k \in (s.base.index + 1)..LastIndex(s) : TermAt(s, k - 1) <= TermAt(s, k)
    /\ LastTerm(s) <= s.term
    /\ s.incoming.snapshot \in Snapshots
    /\ s.incoming.offset \in 0..(SnapshotSize - 1)
    /\ s.incoming.snapshot = NoSnapshot <=> s.incoming.offset = 0

IsRecord(r) ==
    CASE r.kind = "hardState" -> r.term \in 1..MaxTerm /\ r.vote \in {None} \cup Servers
      [] r.kind = "append"    -> r.prev \in Nat /\ r.entries # << >> /\ AreEntries(r.entries)
      [] r.kind = "compact"   -> r.snapshot \in Snapshots /\ r.base \in 0..r.snapshot.index
      [] r.kind = "chunk"     -> r.snapshot \in Snapshots /\ r.offset \in 1..(SnapshotSize - 1)
      [] r.kind = "install"   -> r.snapshot \in Snapshots

\* What leader i, whose state is n, knows of a follower.
IsProgress(i, n, f) ==
    /\ f.match \in 0..n.written
    /\ f.round \in 0..n.round
    /\ f.paused \in BOOLEAN /\ f.commitSent \in BOOLEAN /\ f.active \in BOOLEAN
    /\ CASE f.state = "probe"     -> f.next \in (f.match + 1)..(n.written + 1) /\ f.inflight = << >> /\ f.offset = 0
         [] f.state = "replicate" -> /\ f.next \in (f.match + 1)..(n.written + 1) /\ f.offset = 0 /\ ~f.paused
                                     /\ \A k \in DOMAIN f.inflight : f.inflight[k] \in (f.match + 1)..(f.next - 1)
         [] f.state = "snapshot"  -> /\ f.next = 0 /\ f.inflight = << >> /\ f.offset \in 0..(SnapshotSize - 1)
                                     /\ ~f.commitSent

IsNode(i, n) ==
    /\ IsStored(n)
    /\ n.role \in {"follower", "precandidate", "candidate", "leader"}
    /\ n.leader \in {None} \cup Servers
    /\ n.role = "leader" <=> n.leader = i
    /\ n.role \in {"precandidate", "candidate"} => n.leader = None
    /\ n.role \in {"follower", "leader"} => n.votes = {}
    /\ n.votes \subseteq Servers
    /\ n.snapshot.index <= n.commit
    /\ n.commit <= LastIndex(n)
    /\ \A k \in DOMAIN n.proposals : n.proposals[k].index > n.commit
    /\ n.role = "leader" =>
        /\ n.written \in n.commit..LastIndex(n)
        /\ n.round \in 0..MaxRounds
        /\ \A k \in DOMAIN n.waiting :
            n.waiting[k] \in [id : Reads, from : Servers, index : 1..LastIndex(n), round : 0..n.round]
        /\ \A j \in Others(i) : IsProgress(i, n, n.progress[j])

IsMessage(m) ==
    /\ m.from \in Servers /\ m.to \in Others(m.from)
    /\ m.type \notin {"readRequest", "readResponse"} => m.term \in 0..MaxTerm
    /\ CASE m.type = "voteRequest"      -> m.pre \in BOOLEAN /\ m.lastIndex \in Nat /\ m.lastTerm \in 0..m.term
         [] m.type = "voteResponse"     -> m.pre \in BOOLEAN /\ m.granted \in BOOLEAN
         [] m.type = "appendRequest"    -> /\ m.prevIndex \in Nat /\ m.prevTerm \in 0..m.term /\ AreEntries(m.entries)
                                           /\ Len(m.entries) <= MaxEntries /\ m.commit \in Nat /\ m.round \in 0..MaxRounds
         [] m.type = "appendResponse"   -> /\ m.rejected \in BOOLEAN /\ m.index \in Nat /\ m.hintIndex \in 0..m.index
                                           /\ m.hintTerm \in 0..m.term /\ m.round \in 0..MaxRounds
         [] m.type = "snapshotRequest"  -> /\ m.snapshot \in Snapshots /\ m.offset \in 0..(SnapshotSize - 1)
                                           /\ m.round \in 0..MaxRounds
         [] m.type = "snapshotResponse" -> /\ m.snapshot \in Snapshots /\ m.offset \in 0..(SnapshotSize - 1)
                                           /\ m.round \in 0..MaxRounds
         [] m.type = "readRequest"      -> m.id \in Reads
         [] m.type = "readResponse"     -> m.id \in Reads /\ m.index \in Nat

TypeOK ==
    /\ \A i \in Servers :
        /\ IsStored(disk[i])
        /\ node[i].up => IsNode(i, node[i])
        /\ \A k \in DOMAIN unsynced[i] :
            LET b == unsynced[i][k] IN
            /\ b.records # << >> /\ \A l \in DOMAIN b.records : IsRecord(b.records[l])
            /\ \A m \in b.sends : IsMessage(m)
    /\ \A m \in messages : IsMessage(m)
    /\ elections \subseteq (1..MaxTerm) \X Servers
    /\ AreEntries([k \in DOMAIN committed |-> Entry(committed[k].term, committed[k].value)])
    /\ \A k \in DOMAIN committed : committed[k].at \in committed[k].term..MaxTerm
    /\ \A c \in Commands : \A a \in DOMAIN client[c] : client[c][a] \subseteq {"applied", "notApplied", "unknown"}
    /\ \A r \in Reads : reads[r].asked \in BOOLEAN /\ reads[r].failed \in BOOLEAN /\ reads[r].from \in 0..Len(committed)
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

\* The log of a node that is down is what its storage holds.
LogOf(i) == IF node[i].up THEN node[i] ELSE disk[i]

\* If two logs contain an entry with the same index and term, then the logs are identical in all entries up through
\* that index.
LogMatching ==
    \A i, j \in Servers : i < j =>
        LET a == LogOf(i)
            b == LogOf(j)
            common == (Max(a.base.index, b.base.index) + 1)..Min(LastIndex(a), LastIndex(b))
        IN \A k \in common : TermAt(a, k) = TermAt(b, k)
                => \A l \in common : l <= k => EntryAt(a, l) = EntryAt(b, l)

\* If an entry is committed in a term, then it is present in the logs of the leaders of all later terms.
LeaderCompleteness ==
    \A i \in Leaders : \A k \in DOMAIN committed :
        committed[k].at < node[i].term /\ k > node[i].base.index =>
            /\ k <= LastIndex(node[i])
            /\ EntryAt(node[i], k) = Entry(committed[k].term, committed[k].value)

\* That is because whoever could be elected next has all that is committed (5.4.1): its log is as up to date as those of a
\* quorum.  So it is found out early if what is committed may be overwritten later (5.4.2, figure 8).
ElectionRestriction ==
    \A i \in Servers :
        LET log == LogOf(i)
            votes == {j \in Servers : UpToDate(LogOf(j), LastTerm(log), LastIndex(log))}
            last == Len(committed)
        IN last > log.base.index /\ IsQuorum(votes) => Has(log, last, committed[last].term)

\* If a server has applied an entry at an index, no other server will ever apply a different one there.
StateMachineSafety ==
    \A i \in Up :
        LET n == node[i] IN
        /\ n.base.index > 0 => committed[n.base.index].term = n.base.term
        /\ \A k \in (n.base.index + 1)..n.commit : EntryAt(n, k) = Entry(committed[k].term, committed[k].value)

\* What is committed is durable at a quorum.
CommittedIsDurable ==
    LET last == Len(committed) IN
    last > 0 => IsQuorum({i \in Servers : last <= disk[i].snapshot.index \/ Has(disk[i], last, committed[last].term)})

\* Whoever was told of a vote can rely on it, and whoever is asked for one on the candidate's own.
VoteIsDurable ==
    \A m \in messages : (m.type = "voteResponse" /\ ~m.pre /\ m.granted) \/ (m.type = "voteRequest" /\ ~m.pre) =>
        LET candidate == IF m.type = "voteRequest" THEN m.from ELSE m.to IN
        \/ disk[m.from].term > m.term
        \/ disk[m.from].term = m.term /\ disk[m.from].vote = candidate

\* A leader can rely on what it was told to be there.  A node that has gone on to a later term may have another log.
AckIsDurable ==
    \A m \in messages : m.type = "appendResponse" /\ ~m.rejected =>
        LET l == node[m.to]
            d == disk[m.from]
        IN l.up /\ l.term = m.term /\ d.term = m.term =>
            (l.role = "leader" /\ l.base.index <= m.index /\ d.base.index <= m.index
                => Has(d, m.index, TermAt(l, m.index)))

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

\* What read r was answered, be the answer still on its way to the follower that has asked.
AnswersTo(r) == reads[r].answers \cup {m.index : m \in {a \in messages : a.type = "readResponse" /\ a.id = r}}

\* The nodes whose answers in a round of leader i, or a later one, of its present term were sent.
RoundAnsweredBy(i, round) ==
    {m.from : m \in {a \in messages : /\ a.type \in {"appendResponse", "snapshotResponse"}
                                      /\ a.to = i /\ a.term = node[i].term /\ a.round >= round}}

\* Whoever answers a read leads, and a quorum has answered a round which that leader began after it was asked, in its term:
\* so none of a later term had been elected by then.  A read that waits for its round is in the next one.
ReadIsConfirmed ==
    [][\A r \in Reads : \A k \in AnswersTo(r)' \ AnswersTo(r) :
        \E i \in Leaders : \E x \in DOMAIN node[i].waiting :
            LET w == node[i].waiting[x]
                round == IF w.round = 0 THEN node[i].round + 1 ELSE w.round
            IN w.id = r /\ w.index = k /\ IsQuorum({i} \cup RoundAnsweredBy(i, round))]_vars

\* What a state machine with sessions makes of the log (thesis 6.3): of each session it remembers the last command that took
\* effect, and a command that is not later than that has no effect.
RECURSIVE Effects(_, _)
Effects(log, last) ==
    IF log = << >> THEN << >>
    ELSE LET c == Head(log).value IN
         IF c = NoOp \/ c <= last[Session[c]] THEN Effects(Tail(log), last)
         ELSE <<c>> \o Effects(Tail(log), [last EXCEPT ![Session[c]] = c])

\* A command whose client was told that it is applied has taken effect, and once, however often it was proposed.
SessionOnce ==
    LET effects == Effects(committed, [s \in {Session[c] : c \in Commands} |-> 0]) IN
    \A c \in Commands : ToldOf(c, "applied") # {} => Cardinality({k \in DOMAIN effects : effects[k] = c}) = 1

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
