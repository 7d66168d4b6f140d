-------------------------------- MODULE Raft --------------------------------
(***************************************************************************)
(* Raft (Ongaro and Ousterhout, "In Search of an Understandable Consensus  *)
(* Algorithm", 2014; Ongaro's thesis, 2014), at the grain of the Go        *)
(* package raft: one action for each rule of the code, of the same name,   *)
(* with the storage of each node, the batches of records that are in       *)
(* flight and what waits for them, crashes and recovery.                   *)
(*                                                                         *)
(*   RaftState        logs, storage, messages, what every step settles     *)
(*   RaftElection     elections, pre-vote, check-quorum                    *)
(*   RaftReplication  proposals, the log, commitment, the disk             *)
(*   RaftRead         reads                                                *)
(*   RaftSnapshot     snapshots                                            *)
(*                                                                         *)
(* The comment of an action ends with the function that implements it.     *)
(* An action that receives, HandleX, finds a message m for which XArrives. *)
(*                                                                         *)
(* The network may lose, duplicate and reorder: messages is the set of all *)
(* that were ever sent, and one of them is lost by never being received.   *)
(* Timers have no variables: each is pending exactly in the situation that *)
(* needs it, and may fire at any moment.                                   *)
(***************************************************************************)
EXTENDS RaftReplication, RaftRead, RaftSnapshot

RECURSIVE Records(_)
Records(batches) == IF batches = << >> THEN << >> ELSE Head(batches).records \o Records(Tail(batches))

\* A node crashes.  Any number of the records in flight, oldest first, have reached its storage.
Crash(i) ==
    LET records == Records(unsynced[i]) IN
    /\ crashes < MaxCrashes
    /\ i \in Crashing
    /\ node[i].up
    /\ \E kept \in 0..Len(records) : disk' = [disk EXCEPT ![i] = Fold(@, SubSeq(records, 1, kept))]
    /\ node' = [node EXCEPT ![i] = Down]
    /\ unsynced' = [unsynced EXCEPT ![i] = << >>]
    /\ crashes' = crashes + 1
    /\ UNCHANGED <<messages, elections, committed, client, reads>>

\* A node comes back.
\* Go: recoverNode
Recover(i) ==
    /\ ~node[i].up
    /\ node' = [node EXCEPT ![i] = Recovered(disk[i])]
    /\ UNCHANGED <<disk, unsynced, messages, ghostVars>>

Init ==
    /\ node = [i \in Servers |-> Recovered(InitDisk[i])]
    /\ disk = InitDisk
    /\ unsynced = [i \in Servers |-> << >>]
    /\ messages = {}
    /\ elections = {}
    /\ committed = InitCommitted
    /\ client = [c \in Commands |-> << >>]
    /\ reads = [r \in Reads |-> [asked |-> FALSE, from |-> 0, answers |-> {}, failed |-> FALSE]]
    /\ crashes = 0

\* TLC names an edge by the outermost action whose parameters are constants: so messages are found inside the actions.
Next ==
    \/ \E i \in Servers : LeaderTimeout(i)
    \/ \E i \in Servers : ElectionTimeout(i)
    \/ HandlePreVoteRequest
    \/ HandlePreVoteResponse
    \/ HandleVoteRequest
    \/ HandleVoteResponse
    \/ \E i \in Servers : QuorumTimeout(i)
    \/ \E i \in Servers, c \in Commands : Propose(i, c)
    \/ \E i \in Servers : Flush(i)
    \/ \E i \in Servers : HeartbeatTimeout(i)
    \/ HandleAppendRequest
    \/ HandleAppendResponse
    \/ \E i \in Servers : Persist(i)
    \/ \E i \in Servers, r \in Reads : Read(i, r)
    \/ \E i \in Servers, r \in Reads : ForwardRead(i, r)
    \/ HandleReadRequest
    \/ HandleReadResponse
    \/ \E i \in Servers : TakeSnapshot(i)
    \/ HandleSnapshotRequest
    \/ HandleSnapshotResponse
    \/ \E i \in Servers : Crash(i)
    \/ \E i \in Servers : Recover(i)

Spec == Init /\ [][Next]_vars
=============================================================================
