-------------------------- MODULE RaftReplication ---------------------------
(***************************************************************************)
(* Replication: Raft 5.3 and 5.4.2, pipelining and the leader's disk       *)
(* beside the followers' (thesis 10.2.1).                                  *)
(***************************************************************************)
EXTENDS RaftElection

\* What a leader knows of a follower f.  It is probed until one probe is accepted; then messages follow each other without
\* waiting; a snapshot is sent to it when the entries that it needs are gone.
Probing(f, next) == [f EXCEPT !.state = "probe", !.next = next, !.paused = FALSE, !.inflight = << >>, !.offset = 0]
Replicating(f) ==
    [f EXCEPT !.state = "replicate", !.next = f.match + 1, !.paused = FALSE, !.inflight = << >>, !.offset = 0]
GettingSnapshot(f) ==
    [f EXCEPT !.state = "snapshot", !.next = 0, !.paused = FALSE, !.inflight = << >>, !.offset = 0, !.commitSent = FALSE]
Answered(i, f, m) == [f EXCEPT !.round = Max(@, m.round), !.active = i \in CheckQuorum]

\* The client of command c asks leader i, for the first time or again.
\* Go: propose
Propose(i, c) ==
    LET n == node[i]
        attempt == Len(client[c]) + 1
        isApplied(d) == \E a \in DOMAIN client[d] : "applied" \in client[d][a]
    IN
    /\ n.up
    /\ n.role = "leader"
    /\ attempt <= Attempts
    /\ ~isApplied(c)
    /\ attempt = 1 => \A d \in 1..(c - 1) : client[d] # << >> /\ (Session[d] = Session[c] => isApplied(d))
    /\ BecomesAsked(i,
            [n EXCEPT !.log = Append(@, Entry(n.term, c)),
                      !.proposals = Append(@, [index |-> LastIndex(n) + 1, term |-> n.term, id |-> Request(c, attempt)])],
            {}, [client EXCEPT ![c] = Append(@, {})], reads)
    /\ UNCHANGED <<disk, unsynced, crashes>>

-----------------------------------------------------------------------------
\* What leader i, whose state is n, sends to follower j: a record of what it knows of j after that, and the messages.

Nothing(f) == [follower |-> f, sent |-> {}]

\* It goes over to sending a snapshot if the entries that j needs are gone (7).
NeedsSnapshot(n, f) == IF f.state # "snapshot" /\ f.next <= n.base.index THEN GettingSnapshot(f) ELSE f

\* The one message that j is sent before it answers: a probe or a chunk.
Ask(i, n, j, f) ==
    IF f.state = "snapshot"
    THEN [follower |-> [f EXCEPT !.paused = TRUE], sent |-> {SnapshotRequest(i, j, n, f.offset)}]
    ELSE [follower |-> [f EXCEPT !.paused = TRUE, !.commitSent = TRUE],
          sent |-> {AppendRequest(i, j, n, f.next - 1, Min(n.written, f.next - 1 + MaxEntries))}]

\* No entries, but that the leader is there, and its commit index.
Tell(i, n, j, f) ==
    [follower |-> [f EXCEPT !.commitSent = TRUE], sent |-> {AppendRequest(i, j, n, f.next - 1, f.next - 1)}]

\* All entries that j was not sent, in as many messages as it may be sent: no more while so many entries are on their way.
Replicate(i, n, j, f) ==
    LET needed == (n.written - f.next + MaxEntries) \div MaxEntries
        before(k) == f.next - 1 + (k - 1) * MaxEntries
        last(k) == Min(n.written, before(k) + MaxEntries)
        room(k) == (k = 1 /\ f.inflight = << >>) \/ before(k) - f.match < MaxInflight
        count == Largest({0} \cup {k \in 1..needed : \A l \in 1..k : room(l)})
    IN IF count = 0 THEN Nothing(f)
       ELSE [follower |-> [f EXCEPT !.next = last(count) + 1, !.commitSent = TRUE,
                                    !.inflight = @ \o [k \in 1..count |-> last(k)]],
             sent |-> {AppendRequest(i, j, n, before(k), last(k)) : k \in 1..count}]

\* What may be sent, and something in any case if it must be.
Flushed(i, n, j, must) ==
    LET f == NeedsSnapshot(n, n.progress[j])
        entries == Replicate(i, n, j, f)
    IN IF f.state # "replicate" THEN IF f.paused /\ ~must THEN Nothing(f) ELSE Ask(i, n, j, f)
       ELSE IF entries.sent # {} THEN entries
       ELSE IF must \/ ~f.commitSent THEN Tell(i, n, j, f)
       ELSE Nothing(f)

\* That the leader is there.  What was asked is asked again, since it may be lost.
Reminded(i, n, j) ==
    LET f == NeedsSnapshot(n, n.progress[j])
    IN IF f.state = "replicate" THEN Tell(i, n, j, f) ELSE Ask(i, n, j, f)

AllSent(out) == UNION {out[j].sent : j \in DOMAIN out}

\* A leader writes and sends what came together.  Its disk writes while the followers' do.  Reads that came together share
\* a round, in which everybody is asked something.
\* Go: flush
Flush(i) ==
    /\ node[i].up
    /\ node[i].role = "leader"
    /\ LET old == node[i]
           unwritten == After(old, old.written)
           round == \E k \in DOMAIN old.waiting : old.waiting[k].round = 0
           n == [old EXCEPT !.written = LastIndex(old),
                            !.round = IF round THEN @ + 1 ELSE @,
                            !.waiting = IF round
                                        THEN [k \in DOMAIN @ |-> IF @[k].round = 0 THEN [@[k] EXCEPT !.round = old.round + 1]
                                                                 ELSE @[k]]
                                        ELSE @]
           out == [j \in Others(i) |-> Flushed(i, n, j, round)]
           sent == AllSent(out)
       IN /\ unwritten # << >> \/ round \/ sent # {}
          /\ Step(i, [n EXCEPT !.progress = [j \in Others(i) |-> out[j].follower]],
                  IF unwritten = << >> THEN << >> ELSE <<Appending(old.written, unwritten)>>, sent, {})

\* A leader tells all followers that it is there.
\* Go: heartbeatTimeout
HeartbeatTimeout(i) ==
    /\ Heartbeats
    /\ node[i].up
    /\ node[i].role = "leader"
    /\ LET n == node[i]
           out == [j \in Others(i) |-> Reminded(i, n, j)]
       IN Sends(i, [n EXCEPT !.progress = [j \in Others(i) |-> out[j].follower]], AllSent(out))

-----------------------------------------------------------------------------
\* A follower appends entries if the logs match before them.  What lies before its base is committed, and so the same.
\* What it has already stays, with all that follows: the message may be an old one.  Only a conflict cuts the log off,
\* never below what is committed.  If the logs do not match, it says where they may.
\* Go: handleAppendRequest
AppendRequestArrives(m) ==
    LET i == m.to
        n == Follow(node[i], m.term, m.from)
        known == IF m.prevIndex < n.base.index THEN Min(n.base.index - m.prevIndex, Len(m.entries)) ELSE 0
        prev == Max(m.prevIndex, n.base.index)
        entries == SubSeq(m.entries, known + 1, Len(m.entries))
        matches == m.prevIndex < n.base.index \/ Has(n, m.prevIndex, m.prevTerm)
        hint == LastOf(n, m.prevIndex, m.prevTerm, n.base.index)
        missing == {k \in DOMAIN entries : ~Has(n, prev + k, entries[k].term)}
        from == Smallest(missing)
        record == Appending(prev + from - 1, SubSeq(entries, from, Len(entries)))
        end == m.prevIndex + Len(m.entries)
        commit == Max(n.commit, Min(m.commit, end))
        accepted == {Accepted(i, m.from, m.term, end, m.round)}
    IN
    /\ MayArrive(m)
    /\ IF m.term < node[i].term
       THEN Step(i, node[i], << >>, {}, {RejectedOld(i, m.from, node[i].term)})
       ELSE /\ node[i].role = "leader" => m.term > node[i].term
            /\ IF ~matches
               THEN Step(i, n, << >>, {}, {Rejected(i, m.from, m.term, m.prevIndex, hint, TermAt(n, hint), m.round)})
               ELSE IF missing = {}
               THEN Step(i, [n EXCEPT !.commit = commit], << >>, {}, accepted)
               ELSE /\ record.prev >= n.commit
                    /\ Step(i, [Add(n, record) EXCEPT !.commit = commit], <<record>>, {}, accepted)
HandleAppendRequest == \E m \in messages : m.type = "appendRequest" /\ AppendRequestArrives(m)

\* What a leader knows of a follower that has accepted entries up to index.  One that gets a snapshot is done with it
\* when it has caught up with the log, by whatever way.
Accept(n, f, index) ==
    LET g == [f EXCEPT !.match = Max(@, index)]
        unanswered(last) == last > index
    IN CASE f.state = "probe" -> IF index >= f.match THEN Replicating(g) ELSE g
         [] f.state = "replicate" ->
                [g EXCEPT !.inflight = SelectSeq(@, unanswered), !.next = Max(@, g.match + 1)]
         [] f.state = "snapshot" -> IF g.match >= n.base.index THEN Replicating(g) ELSE g

\* The same for entries after index that were rejected.  Late answers count for nothing.
Reject(n, f, m) ==
    LET hint == LastOf(n, m.hintIndex, m.hintTerm, 0)
    IN IF \/ f.state = "replicate" /\ m.index > f.match
          \/ f.state = "probe" /\ m.index = f.next - 1
       THEN Probing(f, Max(f.match + 1, Min(m.index, hint + 1)))
       ELSE f

\* What is durable in a quorum's logs is committed, if it is of the leader's own term: entries of older terms are committed
\* with those that follow, never by counting (5.4.2).  The leader counts itself for what its own storage, d, holds
\* of its term: what came there earlier, and stands in the way, is not that.
AdvanceCommit(i, n, d) ==
    LET has(j, k) == IF j = i THEN Has(d, k, n.term) ELSE n.progress[j].match >= k
        agreed == {k \in (n.commit + 1)..LastIndex(n) :
                        TermAt(n, k) = n.term /\ IsQuorum({j \in Servers : has(j, k)})}
    IN IF agreed = {} THEN n
       ELSE [n EXCEPT !.commit = Largest(agreed),
                      !.progress = [j \in Others(i) |-> [@[j] EXCEPT !.commitSent = FALSE]]]

\* A follower answers what it was sent.
\* Go: handleAppendResponse
AppendResponseArrives(m) ==
    LET i == m.to
        n == node[i]
        f == Answered(i, n.progress[m.from], m)
        g == IF m.rejected THEN Reject(n, f, m) ELSE Accept(n, f, m.index)
    IN
    /\ MayArrive(m)
    /\ \/ /\ m.term > n.term
          /\ Sends(i, Follow(n, m.term, None), {})
       \/ /\ m.term = n.term
          /\ n.role = "leader"
          /\ m.index <= n.written
          /\ Sends(i, AdvanceCommit(i, [n EXCEPT !.progress[m.from] = g], disk[i]), {})
HandleAppendResponse == \E m \in messages : m.type = "appendResponse" /\ AppendResponseArrives(m)

-----------------------------------------------------------------------------
\* The oldest batch of i becomes durable, and the messages that wait for it leave.  A candidate has its own vote with
\* it, and a leader the entries in its own log.
\* Go: persist
Persist(i) ==
    /\ node[i].up
    /\ unsynced[i] # << >>
    /\ LET b == Head(unsynced[i])
           d == Fold(disk[i], b.records)
           n == node[i]
           voted == \E k \in DOMAIN b.records : b.records[k] = HardState(n.term, i)
       IN
       /\ disk' = [disk EXCEPT ![i] = d]
       /\ unsynced' = [unsynced EXCEPT ![i] = Tail(@)]
       /\ Becomes(i, CASE n.role = "candidate" /\ voted -> CountVote(i, n, i)
                       [] n.role = "leader"             -> AdvanceCommit(i, n, d)
                       [] OTHER                         -> n, b.sends)
    /\ UNCHANGED crashes
=============================================================================
