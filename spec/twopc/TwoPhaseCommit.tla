--------------------------- MODULE TwoPhaseCommit ---------------------------
(***************************************************************************)
(* Two-phase commit with presumed abort (Mohan, Lindsay and Obermarck,     *)
(* "Transaction Management in the R* Distributed Database Management       *)
(* System", 1986), read-only votes, and cooperative termination            *)
(* (Bernstein, Hadzilacos and Goodman, "Concurrency Control and Recovery   *)
(* in Database Systems", section 7.4), at the grain of the Go package      *)
(* twopc: one action for each rule of the code, of the same name, with the *)
(* log of each node, what of it is not durable yet, crashes and recovery.  *)
(*                                                                         *)
(* The comment of an action ends with the function that implements it.     *)
(* An action that receives, HandleX, finds a message m for which XArrives. *)
(*                                                                         *)
(* The network may lose, duplicate and reorder: messages is the set of all *)
(* that were ever sent, and one of them is lost by never being received.   *)
(* Timers have no variables: each is pending exactly in the phase that     *)
(* sets it, and may fire at any moment.  Effects that wait for a log       *)
(* record happen when that record is persisted.                            *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Participants,       \* the participants, numbers from 1 on
    Clients,            \* 1..n: client k runs one transaction
    Scope,              \* Scope[k]: the participants of the transaction of client k
    ReadOnlyBranches,   \* TRUE if clients may enlist branches that only read
    Forgetting,         \* TRUE if applications ask participants to forget
    MaxCrashes,         \* how many crashes there are at most
    Crashing            \* the nodes that may crash

VARIABLES
    coord,          \* the coordinator's volatile state
    coordDisk,      \* what its storage holds for certain
    coordUnsynced,  \* its log records in flight, oldest first
    part,           \* the participants' volatile state
    partDisk,       \* what their storage holds for certain
    partUnsynced,   \* their log records in flight
    messages,       \* all messages ever sent
    client,         \* what clients did and were told
    applied,        \* what the application at each participant was told
    forgets,        \* what applications have asked to forget
    crashes         \* how many crashes there were

coordVars == <<coord, coordDisk, coordUnsynced>>
partVars == <<part, partDisk, partUnsynced>>
ghostVars == <<client, applied, forgets, crashes>>
vars == <<coordVars, partVars, messages, ghostVars>>

Coordinator == 0
Nodes == {Coordinator} \cup Participants

\* A transaction is named by the epoch of its coordinator and a number.
Txns == (1..(MaxCrashes + 1)) \X (1..Cardinality(Clients))

NoTxn == << >>

ASSUME
    /\ \A k \in Clients : Scope[k] # {} /\ Scope[k] \subseteq Participants
    /\ Coordinator \notin Participants
    /\ Crashing \subseteq Nodes

-----------------------------------------------------------------------------
\* Functions that know some transactions and not others.

Put(f, t, v) == [u \in DOMAIN f \cup {t} |-> IF u = t THEN v ELSE f[u]]
Without(f, t) == [u \in DOMAIN f \ {t} |-> f[u]]
Empty == [u \in {} |-> u]

-----------------------------------------------------------------------------
\* Messages

Prepare(t, p, all) ==
    [type |-> "prepare", txn |-> t, from |-> Coordinator, to |-> p, participants |-> all]
Vote(t, p, v) ==
    [type |-> "vote", txn |-> t, from |-> p, to |-> Coordinator, vote |-> v]
Decision(t, from, to, d) ==
    [type |-> "decision", txn |-> t, from |-> from, to |-> to, decision |-> d]
Ack(t, p) ==
    [type |-> "ack", txn |-> t, from |-> p, to |-> Coordinator]
Inquiry(t, from, to) ==
    [type |-> "inquiry", txn |-> t, from |-> from, to |-> to]

Send(ms) == messages' = messages \cup ms

-----------------------------------------------------------------------------
\* The coordinator.  It knows a transaction while it is active, preparing,
\* committing (the commit record is in flight) or committed (the record is
\* durable, and some participant has not acknowledged).  A transaction that it
\* does not know is aborted: presumed abort.

Known(t) == coord.up /\ t \in DOMAIN coord.txns
InPhase(t, phase) == Known(t) /\ coord.txns[t].phase = phase

Active == [phase |-> "active", client |-> 0, waiting |-> {}, yes |-> {}, acked |-> {}]
Committed(yes) == [phase |-> "committed", client |-> 0, waiting |-> {}, yes |-> yes, acked |-> {}]

RecoveredCoordinator(disk) ==
    [up |-> TRUE, epoch |-> disk.epoch + 1, ready |-> FALSE, next |-> 1,
     txns |-> [t \in DOMAIN disk.commits |-> Committed(disk.commits[t])]]

\* What storage holds after a record.
CoordinatorAdd(disk, r) ==
    CASE r.kind = "epoch"  -> [disk EXCEPT !.epoch = r.epoch]
      [] r.kind = "commit" -> [disk EXCEPT !.commits = Put(@, r.txn, r.yes)]
      [] r.kind = "end"    -> [disk EXCEPT !.commits = Without(@, r.txn)]

SetTxn(t, state) == coord' = [coord EXCEPT !.txns = Put(@, t, state)]
DropTxn(t) == coord' = [coord EXCEPT !.txns = Without(@, t)]
CoordinatorWrites(r) == coordUnsynced' = Append(coordUnsynced, r)

\* Client 0 is none.
Tell(k, outcome) == client' = IF k = 0 THEN client ELSE [client EXCEPT ![k].told = outcome]

\* The coordinator gives up t and forgets it.  Whoever may have voted yes is told.
AbortTxn(t, but) ==
    /\ DropTxn(t)
    /\ Send({Decision(t, Coordinator, q, "abort") :
             q \in (coord.txns[t].waiting \cup coord.txns[t].yes) \ but})
    /\ Tell(coord.txns[t].client, "aborted")

\* Client k begins a transaction.  A coordinator that does not know its epoch to be durable refuses.  Clients begin
\* in their order, since names of transactions only matter in being different.
\* Go: begin
Begin(k) ==
    /\ client[k].txn = NoTxn
    /\ \A j \in Clients : j < k => client[j].txn # NoTxn
    /\ coord.up
    /\ coord.ready
    /\ LET t == <<coord.epoch, coord.next>> IN
       /\ coord' = [coord EXCEPT !.next = @ + 1, !.txns = Put(@, t, Active)]
       /\ client' = [client EXCEPT ![k].txn = t]
    /\ UNCHANGED <<coordDisk, coordUnsynced, partVars, messages, applied, forgets, crashes>>

\* Client k asks to commit, once it has enlisted all branches: the first phase begins.
\* Go: requestCommit
RequestCommit(k) ==
    LET t == client[k].txn IN
    /\ client[k].enlisted = Scope[k]
    /\ ~client[k].asked
    /\ InPhase(t, "active")
    /\ SetTxn(t, [coord.txns[t] EXCEPT !.phase = "preparing", !.client = k, !.waiting = Scope[k]])
    /\ Send({Prepare(t, p, Scope[k]) : p \in Scope[k]})
    /\ client' = [client EXCEPT ![k].asked = TRUE]
    /\ UNCHANGED <<coordDisk, coordUnsynced, partVars, applied, forgets, crashes>>

\* Client k asks to commit what the coordinator does not know: it is aborted.
\* Go: refuseCommit
RefuseCommit(k) ==
    /\ client[k].enlisted = Scope[k]
    /\ ~client[k].asked
    /\ coord.up
    /\ ~Known(client[k].txn)
    /\ client' = [client EXCEPT ![k].asked = TRUE, ![k].told = "aborted"]
    /\ UNCHANGED <<coordVars, partVars, messages, applied, forgets, crashes>>

\* A vote arrives from p.  The last one that is not No decides: if any branch has written, the decision is
\* logged before anybody hears of it; if all have only read, there is nothing to decide.
\* Go: handleVote
VoteArrives(m) ==
    LET t == m.txn
        p == m.from
        v == m.vote
        txn == coord.txns[t]
        waiting == txn.waiting \ {p}
        yes == IF v = "yes" THEN txn.yes \cup {p} ELSE txn.yes
    IN
    /\ InPhase(t, "preparing")
    /\ p \in txn.waiting
    /\ CASE v = "no" ->
              /\ AbortTxn(t, {p})
              /\ UNCHANGED coordUnsynced
         [] v # "no" /\ waiting # {} ->
              /\ SetTxn(t, [txn EXCEPT !.waiting = waiting, !.yes = yes])
              /\ UNCHANGED <<coordUnsynced, messages, client>>
         [] v # "no" /\ waiting = {} /\ yes = {} ->
              /\ DropTxn(t)
              /\ Tell(txn.client, "committed")
              /\ UNCHANGED <<coordUnsynced, messages>>
         [] v # "no" /\ waiting = {} /\ yes # {} ->
              /\ SetTxn(t, [txn EXCEPT !.phase = "committing", !.waiting = {}, !.yes = yes])
              /\ CoordinatorWrites([kind |-> "commit", txn |-> t, yes |-> yes])
              /\ UNCHANGED <<messages, client>>
    /\ UNCHANGED <<coordDisk, partVars, applied, forgets, crashes>>
HandleVote == \E m \in messages : m.type = "vote" /\ VoteArrives(m)

\* The coordinator has waited long enough for the client's request or for votes.
\* Go: voteTimeout
VoteTimeout(t) ==
    /\ InPhase(t, "active") \/ InPhase(t, "preparing")
    /\ AbortTxn(t, {})
    /\ UNCHANGED <<coordDisk, coordUnsynced, partVars, applied, forgets, crashes>>

\* A participant in doubt asks.  While it is not decided, or the decision is not durable, there is no answer.
\* Go: handleInquiry
InquiryArrives(m) ==
    /\ coord.up
    /\ Known(m.txn) => InPhase(m.txn, "committed")
    /\ Send({Decision(m.txn, Coordinator, m.from, IF Known(m.txn) THEN "commit" ELSE "abort")})
    /\ UNCHANGED <<coordVars, partVars, ghostVars>>
HandleInquiry == \E m \in messages : m.type = "inquiry" /\ m.to = Coordinator /\ InquiryArrives(m)

\* A participant has made the commit durable.  After the last one the decision is forgotten.
\* Go: handleAck
AckArrives(m) ==
    LET t == m.txn
        txn == coord.txns[t]
        acked == txn.acked \cup {m.from}
    IN
    /\ InPhase(t, "committed")
    /\ m.from \in txn.yes \ txn.acked
    /\ IF acked = txn.yes
       THEN /\ DropTxn(t)
            /\ CoordinatorWrites([kind |-> "end", txn |-> t])
       ELSE /\ SetTxn(t, [txn EXCEPT !.acked = acked])
            /\ UNCHANGED coordUnsynced
    /\ UNCHANGED <<coordDisk, partVars, messages, ghostVars>>
HandleAck == \E m \in messages : m.type = "ack" /\ AckArrives(m)

\* The coordinator tells the decision again to those that have not acknowledged it.
\* Go: resendDecision
ResendDecision(t) ==
    /\ InPhase(t, "committed")
    /\ Send({Decision(t, Coordinator, p, "commit") : p \in coord.txns[t].yes \ coord.txns[t].acked})
    /\ UNCHANGED <<coordVars, partVars, ghostVars>>

\* The oldest log record of the coordinator becomes durable.  What waited for it happens: with its epoch the
\* coordinator is ready to begin transactions; with the commit record the decision leaves.
\* Go: persistCoordinator
PersistCoordinator ==
    /\ coord.up
    /\ coordUnsynced # << >>
    /\ LET r == Head(coordUnsynced) IN
       /\ coordDisk' = CoordinatorAdd(coordDisk, r)
       /\ coordUnsynced' = Tail(coordUnsynced)
       /\ CASE r.kind = "epoch" ->
                 /\ coord' = [coord EXCEPT !.ready = TRUE]
                 /\ UNCHANGED <<messages, client>>
            [] r.kind = "commit" ->
                 /\ SetTxn(r.txn, Committed(r.yes))
                 /\ Send({Decision(r.txn, Coordinator, p, "commit") : p \in r.yes})
                 /\ Tell(coord.txns[r.txn].client, "committed")
            [] r.kind = "end" ->
                 UNCHANGED <<coord, messages, client>>
    /\ UNCHANGED <<partVars, applied, forgets, crashes>>

-----------------------------------------------------------------------------
\* Participants.  A branch is enlisted, preparing (its prepared record is in
\* flight), prepared (in doubt), committing (its commit record is in flight),
\* committed or aborted.  A branch that a participant does not know was never
\* there, was lost in a crash before it was prepared, has only read and is
\* finished, or is forgotten.

Branch(state, readOnly, peers) == [state |-> state, readOnly |-> readOnly, peers |-> peers]
HasBranch(p, t) == part[p].up /\ t \in DOMAIN part[p].branches
InState(p, t, state) == HasBranch(p, t) /\ part[p].branches[t].state = state

RecoveredParticipant(disk) ==
    [up |-> TRUE, branches |-> [t \in DOMAIN disk |-> Branch(disk[t].state, FALSE, disk[t].peers)]]

ParticipantAdd(disk, r) ==
    CASE r.kind = "prepared"  -> Put(disk, r.txn, [state |-> "prepared", peers |-> r.peers])
      [] r.kind = "committed" -> Put(disk, r.txn, [state |-> "committed", peers |-> {}])
      [] r.kind = "aborted"   -> Put(disk, r.txn, [state |-> "aborted", peers |-> {}])
      [] r.kind = "forgotten" -> Without(disk, r.txn)

SetBranch(p, t, b) == part' = [part EXCEPT ![p].branches = Put(@, t, b)]
DropBranch(p, t) == part' = [part EXCEPT ![p].branches = Without(@, t)]
ParticipantWrites(p, r) == partUnsynced' = [partUnsynced EXCEPT ![p] = Append(@, r)]

\* The application at a participant is told an outcome; to be told again adds nothing.
Told(f, t, outcome) == Put(f, t, {outcome} \cup IF t \in DOMAIN f THEN f[t] ELSE {})
Apply(p, t, outcome) == applied' = [applied EXCEPT ![p] = Told(@, t, outcome)]

\* The branch is rolled back.  No message waits for the record: without it the branch is aborted all the same.
AbortBranch(p, t) ==
    /\ SetBranch(p, t, Branch("aborted", FALSE, {}))
    /\ ParticipantWrites(p, [kind |-> "aborted", txn |-> t])
    /\ Apply(p, t, "abort")

\* Client k begins its branch at p.
\* Go: enlist
Enlist(k, p, readOnly) ==
    LET t == client[k].txn IN
    /\ readOnly => ReadOnlyBranches
    /\ t # NoTxn
    /\ p \in Scope[k] \ client[k].enlisted
    /\ part[p].up
    /\ ~HasBranch(p, t)
    /\ SetBranch(p, t, Branch("enlisted", readOnly, {}))
    /\ client' = [client EXCEPT ![k].enlisted = @ \cup {p}]
    /\ UNCHANGED <<coordVars, partDisk, partUnsynced, messages, applied, forgets, crashes>>

\* The coordinator asks p to prepare.  A branch that has written votes yes when it can no longer be lost; one that
\* has only read votes at once and is finished; one that is not there, or aborted, votes no.
\* Go: handlePrepare
PrepareArrives(m) ==
    LET t == m.txn
        p == m.to
        all == m.participants
    IN
    /\ part[p].up
    /\ CASE InState(p, t, "enlisted") /\ ~part[p].branches[t].readOnly ->
              /\ SetBranch(p, t, Branch("preparing", FALSE, all))
              /\ ParticipantWrites(p, [kind |-> "prepared", txn |-> t, peers |-> all])
              /\ UNCHANGED messages
         [] InState(p, t, "enlisted") /\ part[p].branches[t].readOnly ->
              /\ DropBranch(p, t)
              /\ Send({Vote(t, p, "readonly")})
              /\ UNCHANGED partUnsynced
         [] InState(p, t, "prepared") ->
              /\ Send({Vote(t, p, "yes")})
              /\ UNCHANGED <<part, partUnsynced>>
         [] InState(p, t, "aborted") \/ ~HasBranch(p, t) ->
              /\ Send({Vote(t, p, "no")})
              /\ UNCHANGED <<part, partUnsynced>>
         [] OTHER -> FALSE
    /\ UNCHANGED <<coordVars, partDisk, ghostVars>>
HandlePrepare == \E m \in messages : m.type = "prepare" /\ PrepareArrives(m)

\* The decision arrives, from the coordinator or from a peer.  Commit is logged, and then acknowledged and told to the
\* application; whoever has done so already acknowledges again.
\* Go: handleDecision
DecisionArrives(m) ==
    LET t == m.txn
        p == m.to
        d == m.decision
    IN
    /\ part[p].up
    /\ CASE d = "commit" /\ InState(p, t, "prepared") ->
              /\ SetBranch(p, t, Branch("committing", FALSE, {}))
              /\ ParticipantWrites(p, [kind |-> "committed", txn |-> t])
              /\ UNCHANGED <<messages, applied>>
         [] d = "commit" /\ (InState(p, t, "committed") \/ ~HasBranch(p, t)) ->
              /\ Send({Ack(t, p)})
              /\ UNCHANGED <<part, partUnsynced, applied>>
         [] d = "abort" /\ (InState(p, t, "enlisted") \/ InState(p, t, "preparing") \/ InState(p, t, "prepared")) ->
              /\ AbortBranch(p, t)
              /\ UNCHANGED messages
         [] OTHER -> FALSE
    /\ UNCHANGED <<coordVars, partDisk, client, forgets, crashes>>
HandleDecision == \E m \in messages : m.type = "decision" /\ DecisionArrives(m)

\* A peer in doubt asks.  A branch that has not voted is aborted, so that there is an answer.
\* Go: handleBranchInquiry
BranchInquiryArrives(m) ==
    LET t == m.txn
        p == m.to
        q == m.from
    IN
    /\ part[p].up
    /\ CASE InState(p, t, "enlisted") ->
              /\ AbortBranch(p, t)
              /\ Send({Decision(t, p, q, "abort")})
         [] InState(p, t, "committed") ->
              /\ Send({Decision(t, p, q, "commit")})
              /\ UNCHANGED <<part, partUnsynced, applied>>
         [] InState(p, t, "aborted") ->
              /\ Send({Decision(t, p, q, "abort")})
              /\ UNCHANGED <<part, partUnsynced, applied>>
         [] OTHER -> FALSE
    /\ UNCHANGED <<coordVars, partDisk, client, forgets, crashes>>
HandleBranchInquiry == \E m \in messages : m.type = "inquiry" /\ m.to # Coordinator /\ BranchInquiryArrives(m)

\* A participant in doubt asks the coordinator and its peers.
\* Go: inquire
Inquire(t, p) ==
    /\ InState(p, t, "prepared")
    /\ Send({Inquiry(t, p, q) : q \in {Coordinator} \cup (part[p].branches[t].peers \ {p})})
    /\ UNCHANGED <<coordVars, partVars, ghostVars>>

\* A participant gives up a branch that it was not asked to prepare.
\* Go: branchTimeout
BranchTimeout(t, p) ==
    /\ InState(p, t, "enlisted")
    /\ AbortBranch(p, t)
    /\ UNCHANGED <<coordVars, partDisk, messages, client, forgets, crashes>>

\* The application at p has made the outcome its own: the participant need not remember it.
\* Go: forget
Forget(t, p) ==
    /\ Forgetting
    /\ t \in DOMAIN applied[p]
    /\ <<p, t>> \notin forgets
    /\ InState(p, t, "committed") \/ InState(p, t, "aborted")
    /\ DropBranch(p, t)
    /\ ParticipantWrites(p, [kind |-> "forgotten", txn |-> t])
    /\ forgets' = forgets \cup {<<p, t>>}
    /\ UNCHANGED <<coordVars, partDisk, messages, client, applied, crashes>>

\* The oldest log record of p becomes durable.  What waited for it happens: the vote leaves, or the acknowledgement
\* leaves and the application is told.
\* Go: persistParticipant
PersistParticipant(p) ==
    /\ part[p].up
    /\ partUnsynced[p] # << >>
    /\ LET r == Head(partUnsynced[p]) IN
       /\ partDisk' = [partDisk EXCEPT ![p] = ParticipantAdd(@, r)]
       /\ partUnsynced' = [partUnsynced EXCEPT ![p] = Tail(@)]
       /\ CASE r.kind = "prepared" ->
                 /\ IF InState(p, r.txn, "preparing")
                    THEN SetBranch(p, r.txn, [part[p].branches[r.txn] EXCEPT !.state = "prepared"])
                    ELSE UNCHANGED part
                 /\ Send({Vote(r.txn, p, "yes")})
                 /\ UNCHANGED applied
            [] r.kind = "committed" ->
                 /\ SetBranch(p, r.txn, Branch("committed", FALSE, {}))
                 /\ Send({Ack(r.txn, p)})
                 /\ Apply(p, r.txn, "commit")
            [] r.kind \in {"aborted", "forgotten"} ->
                 UNCHANGED <<part, messages, applied>>
    /\ UNCHANGED <<coordVars, client, forgets, crashes>>

-----------------------------------------------------------------------------
\* Faults

RECURSIVE CoordinatorFold(_, _), ParticipantFold(_, _)
CoordinatorFold(disk, records) ==
    IF records = << >> THEN disk
    ELSE CoordinatorFold(CoordinatorAdd(disk, Head(records)), Tail(records))
ParticipantFold(disk, records) ==
    IF records = << >> THEN disk
    ELSE ParticipantFold(ParticipantAdd(disk, Head(records)), Tail(records))

\* A node crashes.  Any number of the records in flight, oldest first, have reached its storage.
Crash(n) ==
    /\ crashes < MaxCrashes
    /\ n \in Crashing
    /\ IF n = Coordinator
       THEN /\ coord.up
            /\ \E kept \in 0..Len(coordUnsynced) :
                 coordDisk' = CoordinatorFold(coordDisk, SubSeq(coordUnsynced, 1, kept))
            /\ coord' = [up |-> FALSE]
            /\ coordUnsynced' = << >>
            /\ UNCHANGED partVars
       ELSE /\ part[n].up
            /\ \E kept \in 0..Len(partUnsynced[n]) :
                 partDisk' = [partDisk EXCEPT ![n] = ParticipantFold(@, SubSeq(partUnsynced[n], 1, kept))]
            /\ part' = [part EXCEPT ![n] = [up |-> FALSE]]
            /\ partUnsynced' = [partUnsynced EXCEPT ![n] = << >>]
            /\ UNCHANGED coordVars
    /\ crashes' = crashes + 1
    /\ UNCHANGED <<messages, client, applied, forgets>>

\* A node that is down starts from what its storage holds.  A coordinator writes its next epoch.  A participant
\* tells its application the outcomes that it knows, once more.
\* Go: Recover
Recover(n) ==
    /\ IF n = Coordinator
       THEN /\ ~coord.up
            /\ coord' = RecoveredCoordinator(coordDisk)
            /\ CoordinatorWrites([kind |-> "epoch", epoch |-> coordDisk.epoch + 1])
            /\ UNCHANGED <<coordDisk, partVars, applied>>
       ELSE /\ ~part[n].up
            /\ part' = [part EXCEPT ![n] = RecoveredParticipant(partDisk[n])]
            /\ LET known(o) == {t \in DOMAIN partDisk[n] : partDisk[n][t].state = o}
                   before(t) == IF t \in DOMAIN applied[n] THEN applied[n][t] ELSE {}
                   now(t) == IF t \in known("committed") THEN {"commit"}
                             ELSE IF t \in known("aborted") THEN {"abort"} ELSE {}
               IN applied' = [applied EXCEPT ![n] =
                    [t \in DOMAIN applied[n] \cup known("committed") \cup known("aborted") |->
                        before(t) \cup now(t)]]
            /\ UNCHANGED <<coordVars, partDisk, partUnsynced>>
    /\ UNCHANGED <<messages, client, forgets, crashes>>

-----------------------------------------------------------------------------
Init ==
    /\ coordDisk = [epoch |-> 0, commits |-> Empty]
    /\ coord = RecoveredCoordinator(coordDisk)
    /\ coordUnsynced = <<[kind |-> "epoch", epoch |-> 1]>>
    /\ part = [p \in Participants |-> RecoveredParticipant(Empty)]
    /\ partDisk = [p \in Participants |-> Empty]
    /\ partUnsynced = [p \in Participants |-> << >>]
    /\ messages = {}
    /\ client = [k \in Clients |-> [txn |-> NoTxn, enlisted |-> {}, asked |-> FALSE, told |-> "none"]]
    /\ applied = [p \in Participants |-> Empty]
    /\ forgets = {}
    /\ crashes = 0

\* TLC names an edge by the outermost action whose parameters are constants: so messages are found inside the actions.
Next ==
    \/ \E k \in Clients : Begin(k)
    \/ \E k \in Clients : RequestCommit(k)
    \/ \E k \in Clients : RefuseCommit(k)
    \/ HandleVote
    \/ \E t \in Txns : VoteTimeout(t)
    \/ HandleInquiry
    \/ HandleAck
    \/ \E t \in Txns : ResendDecision(t)
    \/ PersistCoordinator
    \/ \E k \in Clients, p \in Participants, readOnly \in BOOLEAN : Enlist(k, p, readOnly)
    \/ HandlePrepare
    \/ HandleDecision
    \/ HandleBranchInquiry
    \/ \E t \in Txns, p \in Participants : Inquire(t, p)
    \/ \E t \in Txns, p \in Participants : BranchTimeout(t, p)
    \/ \E t \in Txns, p \in Participants : Forget(t, p)
    \/ \E p \in Participants : PersistParticipant(p)
    \/ \E n \in Nodes : Crash(n)
    \/ \E n \in Nodes : Recover(n)

Spec == Init /\ [][Next]_vars
=============================================================================
