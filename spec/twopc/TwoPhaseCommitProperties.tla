---------------------- MODULE TwoPhaseCommitProperties ----------------------
(***************************************************************************)
(* What holds of TwoPhaseCommit: types, invariants, that it refines        *)
(* AtomicCommit for the transaction of each client, and, if nodes crash    *)
(* only so often and all else is fair, that all transactions end.          *)
(***************************************************************************)
EXTENDS TwoPhaseCommit

-----------------------------------------------------------------------------
\* Types

Phases == {"active", "preparing", "committing", "committed"}
States == {"enlisted", "preparing", "prepared", "committing", "committed", "aborted"}

\* f is a function from some transactions to S.
IsPartial(f, S) == DOMAIN f \subseteq Txns /\ \A t \in DOMAIN f : f[t] \in S

TxnStates == [phase : Phases, client : {0} \cup Clients, waiting : SUBSET Participants,
              yes : SUBSET Participants, acked : SUBSET Participants]
Branches == [state : States, readOnly : BOOLEAN, peers : SUBSET Participants]
DiskBranches == [state : {"prepared", "committed", "aborted"}, peers : SUBSET Participants]

IsCoordinatorRecord(r) ==
    CASE r.kind = "epoch"  -> r.epoch \in 1..(MaxCrashes + 1)
      [] r.kind = "commit" -> r.txn \in Txns /\ r.yes \subseteq Participants /\ r.yes # {}
      [] r.kind = "end"    -> r.txn \in Txns
IsParticipantRecord(r) ==
    /\ r.txn \in Txns
    /\ r.kind \in {"prepared", "committed", "aborted", "forgotten"}
    /\ r.kind = "prepared" => r.peers \subseteq Participants

IsMessage(m) ==
    /\ m.txn \in Txns
    /\ m.from \in Nodes
    /\ m.to \in Nodes
    /\ CASE m.type = "prepare"  -> m.participants \subseteq Participants
         [] m.type = "vote"     -> m.vote \in {"yes", "no", "readonly"}
         [] m.type = "decision" -> m.decision \in {"commit", "abort"}
         [] m.type \in {"ack", "inquiry"} -> TRUE

TypeOK ==
    /\ coord.up =>
         /\ coord.epoch \in 1..(MaxCrashes + 1)
         /\ coord.ready \in BOOLEAN
         /\ coord.next \in 1..(Cardinality(Clients) + 1)
         /\ IsPartial(coord.txns, TxnStates)
    /\ coordDisk.epoch \in 0..(MaxCrashes + 1)
    /\ IsPartial(coordDisk.commits, SUBSET Participants)
    /\ \A i \in DOMAIN coordUnsynced : IsCoordinatorRecord(coordUnsynced[i])
    /\ \A p \in Participants :
         /\ part[p].up => IsPartial(part[p].branches, Branches)
         /\ IsPartial(partDisk[p], DiskBranches)
         /\ \A i \in DOMAIN partUnsynced[p] : IsParticipantRecord(partUnsynced[p][i])
         /\ IsPartial(applied[p], SUBSET {"commit", "abort"})
    /\ \A m \in messages : IsMessage(m)
    /\ client \in [Clients -> [txn : {NoTxn} \cup Txns, enlisted : SUBSET Participants,
                               asked : BOOLEAN, told : {"none", "committed", "aborted"}]]
    /\ forgets \subseteq Participants \X Txns
    /\ crashes \in 0..MaxCrashes

-----------------------------------------------------------------------------
\* Invariants.  Votes stay in messages for ever: they are history.

Promised(p, t) == Vote(t, p, "yes") \in messages \/ Vote(t, p, "readonly") \in messages
VotedYes(p, t) == Vote(t, p, "yes") \in messages
Heard(p, t) == IF t \in DOMAIN applied[p] THEN applied[p][t] ELSE {}
Begun(k) == client[k].txn # NoTxn
IsLogged(t) == t \in DOMAIN coordDisk.commits
OnDisk(p, t, state) == t \in DOMAIN partDisk[p] /\ partDisk[p][t].state = state
CommitSent(t) == \E m \in messages : m.type = "decision" /\ m.txn = t /\ m.decision = "commit"
MayForget(p, t) == <<p, t>> \in forgets

\* No transaction is committed in one place and aborted in another, whoever asks.
Atomicity == \A k \in Clients :
    LET t == client[k].txn
        outcomes == UNION {Heard(p, t) : p \in Participants} \cup
                    (IF client[k].told = "committed" THEN {"commit"}
                     ELSE IF client[k].told = "aborted" THEN {"abort"} ELSE {})
    IN Begun(k) => ~({"commit", "abort"} \subseteq outcomes)

\* What anybody takes for committed, all have promised.
CommitOnlyIfAllPromised == \A k \in Clients :
    LET t == client[k].txn IN
    (/\ Begun(k)
     /\ \/ client[k].told = "committed"
        \/ IsLogged(t)
        \/ \E p \in Participants : "commit" \in Heard(p, t))
    => \A p \in Scope[k] : Promised(p, t)

\* Whoever has voted yes remembers it until it knows the outcome, and the outcome until it is told to forget.
VoteIsDurable == \A k \in Clients : \A p \in Participants :
    LET t == client[k].txn IN
    Begun(k) /\ VotedYes(p, t) => t \in DOMAIN partDisk[p] \/ MayForget(p, t)

\* While a participant of a committed transaction is in doubt, the coordinator's storage knows the decision.
DecisionIsKept == \A k \in Clients :
    LET t == client[k].txn IN
    Begun(k) /\ (client[k].told = "committed" \/ CommitSent(t))
    => IsLogged(t) \/ \A p \in Participants : VotedYes(p, t) => OnDisk(p, t, "committed") \/ MayForget(p, t)

\* The coordinator forgets a decision only when all that voted yes have it in their storage.
ForgottenMeansDone == \A k \in Clients :
    LET t == client[k].txn IN
    \A i \in DOMAIN coordUnsynced :
        coordUnsynced[i].kind = "end" /\ coordUnsynced[i].txn = t
        => \A p \in coordDisk.commits[t] : OnDisk(p, t, "committed") \/ MayForget(p, t)

\* A participant acknowledges what is in its storage.
AckIsDurable == \A k \in Clients : \A p \in Participants :
    LET t == client[k].txn IN
    Begun(k) /\ Ack(t, p) \in messages => OnDisk(p, t, "committed") \/ MayForget(p, t)

\* The application at a participant is told to commit only what is in its storage.
AppliedIsDurable == \A p \in Participants : \A t \in DOMAIN applied[p] :
    "commit" \in applied[p][t] => OnDisk(p, t, "committed") \/ MayForget(p, t)

\* No two transactions have one name.
NamesAreUnique == \A j, k \in Clients : j # k /\ Begun(j) => client[j].txn # client[k].txn

\* Storage holds no decision of a transaction whose coordinator may begin it again.
EpochIsDurable == coord.up /\ coord.ready => coordDisk.epoch = coord.epoch

-----------------------------------------------------------------------------
(***************************************************************************)
(* Refinement.  For the transaction of client k:                           *)
(*  - p has promised once it has voted yes or read-only: votes stay;       *)
(*  - the decision is to commit once the commit record is durable, which   *)
(*    is seen in the coordinator's storage or, when it is forgotten, by    *)
(*    who was told; it is to abort once anybody was told so.               *)
(***************************************************************************)
PromisedTo(k) ==
    IF Begun(k) THEN {p \in Scope[k] : Promised(p, client[k].txn)} ELSE {}

Outcome(heard) ==
    CASE heard = {} -> "none"
      [] heard = {"commit"} -> "commit"
      [] heard = {"abort"} -> "abort"
      [] OTHER -> "both"

ToldOf(k) == [x \in Scope[k] \cup {Coordinator} |->
    IF ~Begun(k) THEN "none"
    ELSE IF x = Coordinator
         THEN CASE client[k].told = "none" -> "none"
                [] client[k].told = "committed" -> "commit"
                [] client[k].told = "aborted" -> "abort"
         ELSE Outcome(Heard(x, client[k].txn))]

DecisionOf(k) ==
    LET told == ToldOf(k) IN
    IF (Begun(k) /\ IsLogged(client[k].txn)) \/ \E x \in DOMAIN told : told[x] = "commit" THEN "commit"
    ELSE IF \E x \in DOMAIN told : told[x] = "abort" THEN "abort"
    ELSE "none"

\* The coordinator stands for the client.
AC(k) == INSTANCE AtomicCommit WITH
    Participants <- Scope[k], Client <- Coordinator,
    promised <- PromisedTo(k), decision <- DecisionOf(k), told <- ToldOf(k)

\* Each transaction refines AtomicCommit: the conjunction of AC(k)!Spec over all clients k, in the form that TLC checks,
\* and checks fast, since most steps change nothing of it.
RefinesAtomicCommit ==
    /\ \A k \in Clients : AC(k)!Init
    /\ [][\A k \in Clients : UNCHANGED AC(k)!vars \/ AC(k)!Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Liveness.  Clients need do nothing, and nodes crash at most MaxCrashes  *)
(* times: so every run has a tail without faults.  In it messages that     *)
(* were sent arrive, records become durable, timers fire and nodes that    *)
(* are down recover.  An application need not let anything be forgotten.   *)
(***************************************************************************)
Between(type, t, p, q) == {m \in messages : m.type = type /\ m.txn = t /\ m.from = p /\ m.to = q}

Fairness ==
    /\ WF_vars(PersistCoordinator)
    /\ \A n \in Nodes : WF_vars(Recover(n))
    /\ \A p \in Participants : WF_vars(PersistParticipant(p))
    /\ \A t \in Txns :
         /\ WF_vars(VoteTimeout(t))
         /\ WF_vars(ResendDecision(t))
         /\ \A p \in Participants :
              /\ WF_vars(\E m \in Between("vote", t, p, Coordinator) : VoteArrives(m))
              /\ WF_vars(\E m \in Between("inquiry", t, p, Coordinator) : InquiryArrives(m))
              /\ WF_vars(\E m \in Between("ack", t, p, Coordinator) : AckArrives(m))
              /\ WF_vars(\E m \in Between("prepare", t, Coordinator, p) : PrepareArrives(m))
              /\ \A q \in Nodes :
                   WF_vars(\E m \in Between("decision", t, q, p) : DecisionArrives(m))
              /\ \A q \in Participants :
                   WF_vars(\E m \in Between("inquiry", t, q, p) : BranchInquiryArrives(m))
              /\ WF_vars(Inquire(t, p))
              /\ WF_vars(BranchTimeout(t, p))

FairSpec == Spec /\ Fairness

\* In the end no participant has a branch that stays enlisted or in doubt.
BranchesEnd == <>[](\A p \in Participants :
    part[p].up /\ \A t \in DOMAIN part[p].branches : part[p].branches[t].state \in {"committed", "aborted"})

\* The coordinator is not left with work: in the end it knows no transaction, and its storage holds none.
CoordinatorEnds == <>[](coord.up /\ coord.txns = Empty /\ coordDisk.commits = Empty /\ coordUnsynced = << >>)

\* Whoever asks to commit is answered, unless the coordinator has crashed since it began the transaction.
ClientsAreTold == \A k \in Clients :
    client[k].asked ~> (client[k].told # "none" \/ (client[k].txn # NoTxn /\ coord.up /\ coord.epoch > client[k].txn[1]))

\* If the client was told to commit, all that voted yes are told so.
CommitReachesAll == \A k \in Clients :
    client[k].told = "committed" ~>
        \A p \in Participants : VotedYes(p, client[k].txn) => "commit" \in Heard(p, client[k].txn)
=============================================================================
