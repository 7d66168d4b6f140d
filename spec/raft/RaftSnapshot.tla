---------------------------- MODULE RaftSnapshot ----------------------------
(***************************************************************************)
(* Snapshots and compaction: Raft 7.  A snapshot is sent in chunks; what   *)
(* has arrived stays, over crashes too.                                    *)
(***************************************************************************)
EXTENDS RaftReplication

\* The application has made a snapshot of what it has applied.  Entries that it covers are dropped, but for the last few.
\* Followers that a leader sends an older one are sent the new one, from its beginning.
\* Go: takeSnapshot
TakeSnapshot(i) ==
    LET n == node[i]
        snapshot == [index |-> n.commit, term |-> TermAt(n, n.commit), handle |-> i]
        record == Compacting(snapshot, Max(n.base.index, n.commit - TrailingEntries))
        m == Add(n, record)
    IN
    /\ i \in Snapshotting
    /\ n.up
    /\ n.snapshot.index < n.commit
    /\ Step(i, IF n.role # "leader" THEN m
               ELSE [m EXCEPT !.progress =
                        [j \in Others(i) |-> IF @[j].state = "snapshot" THEN GettingSnapshot(@[j]) ELSE @[j]]],
            <<record>>, {}, {})

\* The next chunk of a snapshot arrives.  With the last one it is installed.  A node that has committed as much does not
\* need it; one that misses chunks says where to go on.  Chunks of different snapshots are never joined.
\* Go: handleSnapshotRequest
SnapshotRequestArrives(m) ==
    LET i == m.to
        n == Follow(node[i], m.term, m.from)
        s == m.snapshot
        wanted == IF n.incoming.snapshot = s THEN n.incoming.offset ELSE 0
        record == IF m.offset + 1 < SnapshotSize THEN Chunk(s, m.offset + 1) ELSE Installing(s)
        next(offset) == {SnapshotResponse(i, m.from, m.term, s, offset, m.round)}
        installed == {Accepted(i, m.from, m.term, s.index, m.round)}
    IN
    /\ MayArrive(m)
    /\ IF m.term < node[i].term
       THEN Step(i, node[i], << >>, {}, {RejectedOld(i, m.from, node[i].term)})
       ELSE /\ node[i].role = "leader" => m.term > node[i].term
            /\ IF s.index <= n.commit THEN Step(i, n, << >>, {}, installed)
               ELSE IF m.offset # wanted THEN Step(i, n, << >>, {}, next(wanted))
               ELSE IF record.kind = "chunk" THEN Step(i, Add(n, record), <<record>>, {}, next(m.offset + 1))
               ELSE Step(i, [Add(n, record) EXCEPT !.commit = s.index], <<record>>, {}, installed)
HandleSnapshotRequest == \E m \in messages : m.type = "snapshotRequest" /\ SnapshotRequestArrives(m)

\* A follower says which chunk it wants next.  If that is of a snapshot that is not the newest any more, or the chunk that
\* it was sent last, it says only that it is there: were each repeated answer answered with a chunk, and that again, the
\* messages would become ever more.
\* Go: handleSnapshotResponse
SnapshotResponseArrives(m) ==
    LET i == m.to
        n == node[i]
        f == Answered(i, n.progress[m.from], m)
        g == IF f.state = "snapshot" /\ m.snapshot = n.snapshot /\ m.offset < SnapshotSize /\ m.offset # f.offset
             THEN [f EXCEPT !.offset = m.offset, !.paused = FALSE] ELSE f
    IN
    /\ MayArrive(m)
    /\ \/ /\ m.term > n.term
          /\ Sends(i, Follow(n, m.term, None), {})
       \/ /\ m.term = n.term
          /\ n.role = "leader"
          /\ Sends(i, [n EXCEPT !.progress[m.from] = g], {})
HandleSnapshotResponse == \E m \in messages : m.type = "snapshotResponse" /\ SnapshotResponseArrives(m)
=============================================================================
