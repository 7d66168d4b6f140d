---------------------------- MODULE AtomicCommit ----------------------------
(***************************************************************************)
(* Atomic commitment of one transaction, as its users see it.              *)
(*                                                                         *)
(* Participants promise to commit.  The transaction is decided once: to    *)
(* commit only if all participants have promised, to abort at any moment   *)
(* before that.  Whoever learns an outcome learns the one decided.  How    *)
(* they agree, and what of it survives which crash, is for the protocols   *)
(* that refine this specification (see Gray and Lamport, "Consensus on     *)
(* Transaction Commit", section 2).                                        *)
(***************************************************************************)
CONSTANTS
    Participants,   \* those who must promise
    Client          \* who asked for the transaction; not a participant

VARIABLES
    promised,       \* the participants that have promised to commit
    decision,       \* "none", "commit" or "abort"
    told            \* what each participant and the client know of it

vars == <<promised, decision, told>>

Parties == Participants \cup {Client}
Outcomes == {"commit", "abort"}

TypeOK ==
    /\ promised \subseteq Participants
    /\ decision \in {"none"} \cup Outcomes
    /\ told \in [Parties -> {"none"} \cup Outcomes]

Init ==
    /\ promised = {}
    /\ decision = "none"
    /\ told = [x \in Parties |-> "none"]

-----------------------------------------------------------------------------
\* A participant promises: it will commit if the others do, whatever happens to it.
Promise(p) ==
    /\ promised' = promised \cup {p}
    /\ UNCHANGED <<decision, told>>

\* It is decided to commit.  Some learn of it in the same moment.
Commit ==
    /\ decision = "none"
    /\ promised = Participants
    /\ decision' = "commit"
    /\ told' \in [Parties -> {"none", "commit"}]
    /\ UNCHANGED promised

\* It is decided to abort.
Abort ==
    /\ decision = "none"
    /\ decision' = "abort"
    /\ told' \in [Parties -> {"none", "abort"}]
    /\ UNCHANGED promised

\* Some learn what was decided.
Learn ==
    /\ decision # "none"
    /\ told' \in [Parties -> {"none", decision}]
    /\ \A x \in Parties : told[x] # "none" => told'[x] = told[x]
    /\ UNCHANGED <<promised, decision>>

Next ==
    \/ \E p \in Participants : Promise(p)
    \/ Commit
    \/ Abort
    \/ Learn

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* Nobody knows an outcome that another contradicts, or that was not decided.
Agreement == \A x \in Parties : told[x] \in {"none", decision}

\* A commit that anybody knows of was promised by all.
Validity == \A x \in Parties : told[x] = "commit" => promised = Participants

\* What was decided stays.
Stability == [][decision # "none" => decision' = decision]_vars
=============================================================================
