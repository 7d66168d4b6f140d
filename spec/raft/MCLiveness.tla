----------------------------- MODULE MCLiveness -----------------------------
(***************************************************************************)
(* A stable majority, {1, 2}, without faults, from the moment on in which  *)
(* only the timer of node 1 fires: a proposal is applied in the end.  What *)
(* came before is what storage holds at first: an entry of node 1 that was *)
(* not committed, and another one of an earlier term in its place at node  *)
(* 2.  Node 3 is cut off for good.                                         *)
(***************************************************************************)
EXTENDS RaftProperties

MCSession == <<1>>
MCDisk == <<Disk(2, None, <<1, 2>>), Disk(2, None, <<1, 1>>), EmptyDisk>>
MCCommitted == <<[term |-> 1, value |-> NoOp, at |-> 1]>>

Majority == {1, 2}

\* Records become durable, the timer fires, the client asks, the host flushes, and messages arrive.  An old message that
\* the network repeats without end is no message of another place in the log.
Fairness ==
    /\ \A i \in Majority : WF_vars(Persist(i))
    /\ WF_vars(ElectionTimeout(1))
    /\ WF_vars(Propose(1, 1))
    /\ WF_vars(Flush(1))
    /\ WF_vars(HandleVoteRequest)
    /\ WF_vars(HandleVoteResponse)
    /\ \A k \in 1..4 :
        /\ WF_vars(\E m \in messages : m.type = "appendRequest" /\ m.prevIndex = k /\ AppendRequestArrives(m))
        /\ \A rejected \in BOOLEAN :
            WF_vars(\E m \in messages :
                m.type = "appendResponse" /\ m.index = k /\ m.rejected = rejected /\ AppendResponseArrives(m))

FairSpec == Spec /\ Fairness

\* A leader is elected, and stays.
LeaderStays == <>[](node[1].up /\ node[1].role = "leader")

\* Whoever asks it is told that its command is applied.
ProposalIsApplied == <>(ToldOf(1, "applied") # {})

\* All of the majority know in the end that all is committed.
CommitReachesAll == <>[](\A i \in Majority : node[i].up /\ node[i].commit = Len(committed) /\ LastIndex(node[i]) = node[i].commit)
=============================================================================
