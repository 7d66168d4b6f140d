----------------------------- MODULE RaftState ------------------------------
(***************************************************************************)
(* What the parts of Raft.tla have in common: constants and variables,     *)
(* logs, what storage makes of records, messages, and what every step of a *)
(* node brings with it.                                                    *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Servers,            \* the nodes, 1..n, all of them voters
    PreVote,            \* the nodes that ask before they begin a term (thesis 9.6)
    CheckQuorum,        \* the nodes that step down without a quorum, and hold to a leader that they hear (thesis 6.2, 4.2.3)
    MaxEntries,         \* how many entries a message has at most
    MaxInflight,        \* with so many entries on their way, a follower is sent no more before it answers
    SnapshotSize,       \* how many chunks a snapshot has
    TrailingEntries,    \* how many entries before a snapshot stay in the log
    \* What may happen, and how often: guards of actions.
    Campaigning,        \* the nodes whose election timer may fire
    MaxTerm,            \* until they have come to this term
    LeaderTimeouts,     \* TRUE if leader timers may fire
    Heartbeats,         \* TRUE if heartbeat timers may fire
    Session,            \* Session[c]: the session of command c. Commands are proposed in their order
    Attempts,           \* how often each command is proposed at most, while nobody was told that it is applied
    Reads,              \* 1..n: the reads, asked in their order
    Readers,            \* the nodes that are asked to read
    MaxRounds,          \* a leader takes no more reads after so many rounds
    Snapshotting,       \* the nodes whose application takes snapshots
    MaxCrashes,         \* how many crashes there are at most
    Crashing,           \* the nodes that may crash
    Cut,                \* pairs {i, j} of nodes that hear nothing of each other
    \* How it begins.
    InitDisk,           \* InitDisk[i]: what the storage of i holds
    InitCommitted       \* the log that is committed by then

VARIABLES
    node,               \* the nodes' volatile state
    disk,               \* what their storage holds for certain
    unsynced,           \* the batches of records in flight, oldest first, each with the messages that wait for it
    messages,           \* all messages ever sent
    elections,          \* <<t, i>>: i has become the leader of term t
    committed,          \* the longest log that any node knew to be committed
    client,             \* client[c][a]: what the client was told about attempt a of command c
    reads,              \* what was asked and answered
    crashes             \* how many crashes there were

nodeVars == <<node, disk, unsynced>>
ghostVars == <<elections, committed, client, reads, crashes>>
vars == <<nodeVars, messages, ghostVars>>

Commands == DOMAIN Session

None == 0                                                       \* no node
NoOp == 0                                                       \* the value of the first entry of each leader
NoSnapshot == [index |-> 0, term |-> 0, handle |-> 0]
NothingIncoming == [snapshot |-> NoSnapshot, offset |-> 0]

\* What the storage of a node that has never written holds, and the same with a log.
EmptyDisk == [term |-> 0, vote |-> None, snapshot |-> NoSnapshot, base |-> [index |-> 0, term |-> 0], log |-> << >>,
              incoming |-> NothingIncoming]
Entry(term, value) == [term |-> term, value |-> value]

ASSUME
    /\ Servers = 1..Cardinality(Servers)
    /\ PreVote \cup CheckQuorum \cup Campaigning \cup Readers \cup Snapshotting \cup Crashing \subseteq Servers
    /\ MaxEntries > 0 /\ MaxInflight > 0 /\ SnapshotSize > 0
    /\ DOMAIN InitDisk = Servers

\* Storage of a node that was in a term, has voted, and has entries without meaning of these terms.
Disk(term, vote, terms) ==
    [EmptyDisk EXCEPT !.term = term, !.vote = vote, !.log = [k \in DOMAIN terms |-> Entry(terms[k], NoOp)]]

Min(x, y) == IF x < y THEN x ELSE y
Max(x, y) == IF x > y THEN x ELSE y
Largest(S) == CHOOSE x \in S : \A y \in S : y <= x
Smallest(S) == CHOOSE x \in S : \A y \in S : x <= y

IsQuorum(S) == 2 * Cardinality(S) > Cardinality(Servers)
Others(i) == Servers \ {i}

-----------------------------------------------------------------------------
\* Logs.  A log is what s.log holds after s.base, be s a node or its storage.

LastIndex(s) == s.base.index + Len(s.log)
EntryAt(s, k) == s.log[k - s.base.index]
TermAt(s, k) == IF k = s.base.index THEN s.base.term ELSE EntryAt(s, k).term
LastTerm(s) == TermAt(s, LastIndex(s))
Has(s, k, t) == s.base.index <= k /\ k <= LastIndex(s) /\ TermAt(s, k) = t
Between(s, first, last) == SubSeq(s.log, first - s.base.index, last - s.base.index)
UpTo(s, last) == SubSeq(s.log, 1, last - s.base.index)
After(s, k) == SubSeq(s.log, k - s.base.index + 1, Len(s.log))

\* The last index up to k whose entry has a term of at most t, or otherwise if there is none.
LastOf(s, k, t, otherwise) ==
    LET fit == {x \in s.base.index..Min(k, LastIndex(s)) : TermAt(s, x) <= t}
    IN IF fit = {} THEN otherwise ELSE Largest(fit)

\* Candidate's logs are compared by term first (5.4.1).
UpToDate(n, lastTerm, lastIndex) ==
    lastTerm > LastTerm(n) \/ (lastTerm = LastTerm(n) /\ lastIndex >= LastIndex(n))

-----------------------------------------------------------------------------
\* Storage.  It is the fold of the records.  A node in memory is changed by its records in the same way.

HardState(term, vote) == [kind |-> "hardState", term |-> term, vote |-> vote]
Appending(prev, entries) == [kind |-> "append", prev |-> prev, entries |-> entries]
Compacting(snapshot, base) == [kind |-> "compact", snapshot |-> snapshot, base |-> base]
Chunk(snapshot, offset) == [kind |-> "chunk", snapshot |-> snapshot, offset |-> offset]
Installing(snapshot) == [kind |-> "install", snapshot |-> snapshot]

\* A snapshot takes the place of the log up to it, and of all of the log if it conflicts (7).
Add(s, r) ==
    CASE r.kind = "hardState" -> [s EXCEPT !.term = r.term, !.vote = r.vote]
      [] r.kind = "append"    -> [s EXCEPT !.log = UpTo(s, r.prev) \o r.entries]
      [] r.kind = "compact"   -> [s EXCEPT !.snapshot = r.snapshot,
                                           !.base = [index |-> r.base, term |-> TermAt(s, r.base)],
                                           !.log = After(s, r.base)]
      [] r.kind = "chunk"     -> [s EXCEPT !.incoming = [snapshot |-> r.snapshot, offset |-> r.offset]]
      [] r.kind = "install"   -> [s EXCEPT !.snapshot = r.snapshot,
                                           !.base = [index |-> r.snapshot.index, term |-> r.snapshot.term],
                                           !.log = IF Has(s, r.snapshot.index, r.snapshot.term)
                                                   THEN After(s, r.snapshot.index) ELSE << >>,
                                           !.incoming = NothingIncoming]

\* The same after the application of node i has taken a snapshot, if nothing stays in the log before it.
Snapshotted(d, i, index) ==
    Add(d, Compacting([index |-> index, term |-> TermAt(d, index), handle |-> i], index))

RECURSIVE Fold(_, _)
Fold(s, records) == IF records = << >> THEN s ELSE Fold(Add(s, Head(records)), Tail(records))

\* A node that is not up knows nothing.
Down == [up |-> FALSE]

\* A node begins with what its storage holds.  What else is committed it will be told.
Recovered(d) ==
    [up |-> TRUE, term |-> d.term, vote |-> d.vote, snapshot |-> d.snapshot, base |-> d.base, log |-> d.log,
     incoming |-> d.incoming, role |-> "follower", leader |-> None, commit |-> d.snapshot.index, votes |-> {},
     proposals |-> << >>]

-----------------------------------------------------------------------------
\* Messages

VoteRequest(i, j, term, pre, n) ==
    [type |-> "voteRequest", from |-> i, to |-> j, term |-> term, pre |-> pre,
     lastIndex |-> LastIndex(n), lastTerm |-> LastTerm(n)]
VoteResponse(i, j, term, pre, granted) ==
    [type |-> "voteResponse", from |-> i, to |-> j, term |-> term, pre |-> pre, granted |-> granted]
\* The entries after prev, up to last.
AppendRequest(i, j, n, prev, last) ==
    [type |-> "appendRequest", from |-> i, to |-> j, term |-> n.term, prevIndex |-> prev, prevTerm |-> TermAt(n, prev),
     entries |-> Between(n, prev + 1, last), commit |-> n.commit, round |-> n.round]
Accepted(i, j, term, index, round) ==
    [type |-> "appendResponse", from |-> i, to |-> j, term |-> term, rejected |-> FALSE, index |-> index,
     hintIndex |-> 0, hintTerm |-> 0, round |-> round]
Rejected(i, j, term, index, hintIndex, hintTerm, round) ==
    [type |-> "appendResponse", from |-> i, to |-> j, term |-> term, rejected |-> TRUE, index |-> index,
     hintIndex |-> hintIndex, hintTerm |-> hintTerm, round |-> round]
\* To a leader of an earlier term, who may lead again meanwhile, and must not take it for an answer to anything newer.
RejectedOld(i, j, term) == Rejected(i, j, term, 0, 0, 0, 0)
SnapshotRequest(i, j, n, offset) ==
    [type |-> "snapshotRequest", from |-> i, to |-> j, term |-> n.term, snapshot |-> n.snapshot, offset |-> offset,
     round |-> n.round]
SnapshotResponse(i, j, term, snapshot, offset, round) ==
    [type |-> "snapshotResponse", from |-> i, to |-> j, term |-> term, snapshot |-> snapshot, offset |-> offset,
     round |-> round]
ReadRequest(i, j, id) == [type |-> "readRequest", from |-> i, to |-> j, id |-> id]
ReadResponse(i, j, id, index) == [type |-> "readResponse", from |-> i, to |-> j, id |-> id, index |-> index]

\* The node to which m was sent may receive it.
MayArrive(m) == node[m.to].up /\ {m.from, m.to} \notin Cut

-----------------------------------------------------------------------------
\* What a step of a node settles, whichever it is.

StepsDown(old, n) == old.role = "leader" /\ n.role # "leader"

\* The fate of a proposal is known when its place in the log is committed: before, even one that was cut off here may be
\* committed by another leader.  What a leader has neither written nor sent when it steps down never happened.  A
\* snapshot does not tell which entries it stands for.
NeverHappened(old, n, p) == StepsDown(old, n) /\ p.term = old.term /\ p.index > old.written
IsSettled(old, n, p) == p.index <= n.commit \/ NeverHappened(old, n, p)
Fate(old, n, p) ==
    CASE NeverHappened(old, n, p)   -> "notApplied"
      [] p.index <= n.base.index    -> "unknown"
      [] TermAt(n, p.index) = p.term -> "applied"
      [] OTHER                      -> "notApplied"

Request(c, a) == (c - 1) * Attempts + a

Told(asked, old, n) ==
    LET settled == {k \in DOMAIN n.proposals : IsSettled(old, n, n.proposals[k])} IN
    IF settled = {} THEN asked
    ELSE [c \in Commands |-> [a \in DOMAIN asked[c] |->
            asked[c][a] \cup {Fate(old, n, n.proposals[k]) : k \in {l \in settled : n.proposals[l].id = Request(c, a)}}]]

\* A read is confirmed when its index is committed and a quorum has answered its round: only rounds that began after
\* the read count (thesis 6.4).  It is answered here, or to the follower that has asked.
IsConfirmed(i, n, r) ==
    /\ r.round # 0
    /\ r.index <= n.commit
    /\ IsQuorum({i} \cup {j \in Others(i) : n.progress[j].round >= r.round})
Confirmed(i, n) ==
    IF n.role # "leader" THEN {} ELSE {k \in DOMAIN n.waiting : IsConfirmed(i, n, n.waiting[k])}
ReadsAnswered(i, n, confirmed) ==
    {ReadResponse(i, n.waiting[k].from, n.waiting[k].id, n.waiting[k].index) : k \in {l \in confirmed : n.waiting[l].from # i}}

AnswerReads(asked, i, old, n, confirmed) ==
    LET answers(r) == {n.waiting[k].index : k \in {l \in confirmed : n.waiting[l].from = i /\ n.waiting[l].id = r}}
        fails(r) == StepsDown(old, n) /\ \E k \in DOMAIN old.waiting : old.waiting[k].from = i /\ old.waiting[k].id = r
    IN IF confirmed = {} /\ ~StepsDown(old, n) THEN asked
       ELSE [r \in Reads |-> [asked[r] EXCEPT !.answers = @ \cup answers(r), !.failed = @ \/ fails(r)]]

Remaining(old, n) ==
    LET waits(p) == ~IsSettled(old, n, p) IN SelectSeq(n.proposals, waits)
StillWaiting(i, n) ==
    LET waits(r) == ~IsConfirmed(i, n, r) IN SelectSeq(n.waiting, waits)

\* The application is told of what is committed in the moment in which the node learns of it.
Applied(n) ==
    IF n.commit <= Len(committed) THEN committed
    ELSE committed \o [k \in 1..(n.commit - Len(committed)) |->
            LET e == EntryAt(n, Len(committed) + k) IN [term |-> e.term, value |-> e.value, at |-> n.term]]

\* Node i becomes n and sends messages, after clients have asked.
BecomesAsked(i, n, sent, askedCommands, askedReads) ==
    LET old == node[i]
        confirmed == Confirmed(i, n)
        m == IF n.proposals = << >> THEN n ELSE [n EXCEPT !.proposals = Remaining(old, n)]
    IN
    /\ node' = [node EXCEPT ![i] = IF confirmed = {} THEN m ELSE [m EXCEPT !.waiting = StillWaiting(i, n)]]
    /\ messages' = messages \cup sent \cup ReadsAnswered(i, n, confirmed)
    /\ elections' = IF n.role = "leader" /\ old.role # "leader" THEN elections \cup {<<n.term, i>>} ELSE elections
    /\ committed' = Applied(n)
    /\ client' = Told(askedCommands, old, n)
    /\ reads' = AnswerReads(askedReads, i, old, n, confirmed)
Becomes(i, n, sent) == BecomesAsked(i, n, sent, client, reads)

\* Node i becomes n.  It writes records, and before them its term and vote if they have changed, all in one batch.  It
\* sends some messages at once, and responds with others when all that it has written is durable.
Step(i, n, records, sent, responses) ==
    LET hardState == IF n.term = node[i].term /\ n.vote = node[i].vote THEN << >> ELSE <<HardState(n.term, n.vote)>>
        batch == hardState \o records
        inFlight == Len(unsynced[i])
    IN
    /\ Becomes(i, n, IF batch = << >> /\ inFlight = 0 THEN sent \cup responses ELSE sent)
    /\ unsynced' = IF batch # << >> THEN [unsynced EXCEPT ![i] = Append(@, [records |-> batch, sends |-> responses])]
                   ELSE IF inFlight # 0 THEN [unsynced EXCEPT ![i][inFlight].sends = @ \cup responses]
                   ELSE unsynced
    /\ UNCHANGED <<disk, crashes>>

\* Node i becomes n and sends messages at once.
Sends(i, n, sent) == Step(i, n, << >>, sent, {})
=============================================================================
