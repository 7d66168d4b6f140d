------------------------------ MODULE RaftRead ------------------------------
(***************************************************************************)
(* Reads without writing to the log: ReadIndex (thesis 6.4).  A leader     *)
(* answers when a quorum has confirmed that it still leads, and an entry   *)
(* of its own term is committed.  See IsConfirmed.                         *)
(***************************************************************************)
EXTENDS RaftElection

\* The entry up to which a read must see the log: all that was acknowledged before is committed with the leader's first
\* entry at the latest.  If that is not in the log any more, it is committed.
ReadIndex(n) ==
    LET own == {k \in (n.commit + 1)..LastIndex(n) : TermAt(n, k) = n.term}
    IN IF own # {} /\ TermAt(n, n.commit) # n.term THEN Smallest(own) ELSE n.commit

WaitForRound(i, n, from, id) ==
    [n EXCEPT !.waiting = Append(@, [id |-> id, from |-> from, index |-> ReadIndex(n), round |-> 0])]

Asked(r) == [reads EXCEPT ![r].asked = TRUE, ![r].from = Len(committed)]
MayAsk(i, r) ==
    /\ i \in Readers
    /\ ~reads[r].asked
    /\ \A q \in Reads : q < r => reads[q].asked
    /\ node[i].up

\* A client asks the leader to read.
\* Go: read
Read(i, r) ==
    /\ MayAsk(i, r)
    /\ node[i].role = "leader"
    /\ node[i].round < MaxRounds
    /\ BecomesAsked(i, WaitForRound(i, node[i], i, r), {}, client, Asked(r))
    /\ UNCHANGED <<disk, unsynced, crashes>>

\* A client asks a follower, which asks the leader.
\* Go: forwardRead
ForwardRead(i, r) ==
    /\ MayAsk(i, r)
    /\ node[i].role # "leader"
    /\ node[i].leader # None
    /\ BecomesAsked(i, node[i], {ReadRequest(i, node[i].leader, r)}, client, Asked(r))
    /\ UNCHANGED <<disk, unsynced, crashes>>

\* A follower asks for one of its clients.
\* Go: handleReadRequest
ReadRequestArrives(m) ==
    LET i == m.to
        n == node[i]
    IN
    /\ MayArrive(m)
    /\ n.role = "leader"
    /\ n.round < MaxRounds
    /\ \A k \in DOMAIN n.waiting : n.waiting[k].id # m.id \/ n.waiting[k].from # m.from
    /\ Sends(i, WaitForRound(i, n, m.from, m.id), {})
HandleReadRequest == \E m \in messages : m.type = "readRequest" /\ ReadRequestArrives(m)

\* The leader has answered: the client may read here, once so much is applied.
\* Go: handleReadResponse
ReadResponseArrives(m) ==
    LET i == m.to IN
    /\ MayArrive(m)
    /\ reads' = [reads EXCEPT ![m.id].answers = @ \cup {m.index}]
    /\ UNCHANGED <<nodeVars, messages, elections, committed, client, crashes>>
HandleReadResponse == \E m \in messages : m.type = "readResponse" /\ ReadResponseArrives(m)
=============================================================================
