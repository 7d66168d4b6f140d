---------------------------- MODULE RaftElection ----------------------------
(***************************************************************************)
(* Elections: Raft 5.2 and 5.4.1, pre-vote (thesis 9.6), check-quorum      *)
(* (thesis 6.2, 4.2.3).                                                    *)
(***************************************************************************)
EXTENDS RaftState

\* What node n becomes when it follows a leader, or none, in a term that is at least its own (5.1).  A leader drops what
\* it has neither written nor sent.
Follow(n, term, leader) ==
    [up |-> TRUE, term |-> term, vote |-> IF term > n.term THEN None ELSE n.vote,
     snapshot |-> n.snapshot, base |-> n.base, log |-> IF n.role = "leader" THEN UpTo(n, n.written) ELSE n.log,
     incoming |-> n.incoming, role |-> "follower", leader |-> leader, commit |-> n.commit, votes |-> {},
     proposals |-> n.proposals]

\* What a leader knows of a follower at first: where their logs part, it will ask from the end on.
Unknown(i, last) ==
    [state |-> "probe", match |-> 0, next |-> last + 1, paused |-> FALSE, inflight |-> << >>, offset |-> 0,
     commitSent |-> FALSE, round |-> 0, active |-> i \in CheckQuorum]

\* What a candidate becomes that has won.  With its first entry, all entries before it are committed too (5.4.2, 8).
Lead(i, n) ==
    [up |-> TRUE, term |-> n.term, vote |-> n.vote, snapshot |-> n.snapshot, base |-> n.base,
     log |-> Append(n.log, Entry(n.term, NoOp)), incoming |-> n.incoming, role |-> "leader", leader |-> i,
     commit |-> n.commit, votes |-> {}, proposals |-> n.proposals,
     written |-> LastIndex(n), round |-> 0, waiting |-> << >>,
     progress |-> [j \in Others(i) |-> Unknown(i, LastIndex(n))]]

\* A candidate has the vote of one node more.
CountVote(i, n, from) ==
    LET m == [n EXCEPT !.votes = @ \cup {from}] IN IF IsQuorum(m.votes) THEN Lead(i, m) ELSE m

\* Node i begins a term.  Requests wait until term and vote are durable, and so does its own vote.
Campaign(i, n) ==
    LET m == [n EXCEPT !.term = @ + 1, !.vote = i, !.role = "candidate", !.leader = None, !.votes = {}]
    IN Step(i, m, << >>, {}, {VoteRequest(i, j, m.term, FALSE, m) : j \in Others(i)})

\* The leader was silent for an election timeout: a follower may help others to lead.
\* Go: leaderTimeout
LeaderTimeout(i) ==
    /\ LeaderTimeouts
    /\ node[i].up
    /\ node[i].role = "follower"
    /\ node[i].leader # None
    /\ Sends(i, [node[i] EXCEPT !.leader = None], {})

\* A node begins an election, or asks first whether it could win one.
\* Go: electionTimeout
ElectionTimeout(i) ==
    LET n == node[i] IN
    /\ i \in Campaigning
    /\ n.up
    /\ n.role # "leader"
    /\ n.term < MaxTerm
    /\ IF i \in PreVote /\ ~IsQuorum({i})
       THEN Sends(i, [n EXCEPT !.role = "precandidate", !.leader = None, !.votes = {i}],
                  {VoteRequest(i, j, n.term + 1, TRUE, n) : j \in Others(i)})
       ELSE Campaign(i, n)

\* Would it be given a vote?  Not while a leader is heard.  A no tells the term, so that nobody asks in vain for ever.
\* Go: handlePreVoteRequest
PreVoteRequestArrives(m) ==
    LET i == m.to
        n == node[i]
        granted == m.term > n.term /\ UpToDate(n, m.lastTerm, m.lastIndex)
    IN
    /\ MayArrive(m)
    /\ n.leader = None
    /\ Sends(i, n, {VoteResponse(i, m.from, IF granted THEN m.term ELSE n.term, TRUE, granted)})
HandlePreVoteRequest == \E m \in messages : m.type = "voteRequest" /\ m.pre /\ PreVoteRequestArrives(m)

\* A node that would be given the votes of a quorum begins the election.
\* Go: handlePreVoteResponse
PreVoteResponseArrives(m) ==
    LET i == m.to
        n == node[i]
        votes == n.votes \cup {m.from}
    IN
    /\ MayArrive(m)
    /\ IF ~m.granted
       THEN /\ m.term > n.term
            /\ Sends(i, Follow(n, m.term, None), {})
       ELSE /\ n.role = "precandidate"
            /\ m.term = n.term + 1
            /\ m.from \notin n.votes
            /\ IF IsQuorum(votes) THEN Campaign(i, n) ELSE Sends(i, [n EXCEPT !.votes = votes], {})
HandlePreVoteResponse == \E m \in messages : m.type = "voteResponse" /\ m.pre /\ PreVoteResponseArrives(m)

\* A node gives at most one vote in a term, to a candidate whose log is up to date.  With check-quorum it disregards
\* candidates while it hears a leader.
\* Go: handleVoteRequest
VoteRequestArrives(m) ==
    LET i == m.to
        later == m.term > node[i].term
        n == IF later THEN Follow(node[i], m.term, None) ELSE node[i]
        granted == m.term = n.term /\ n.vote \in {None, m.from} /\ UpToDate(n, m.lastTerm, m.lastIndex)
    IN
    /\ MayArrive(m)
    /\ later /\ i \in CheckQuorum => node[i].leader = None
    /\ Step(i, IF granted THEN [n EXCEPT !.vote = m.from] ELSE n, << >>, {},
            {VoteResponse(i, m.from, n.term, FALSE, granted)})
HandleVoteRequest == \E m \in messages : m.type = "voteRequest" /\ ~m.pre /\ VoteRequestArrives(m)

\* A candidate counts a vote.
\* Go: handleVoteResponse
VoteResponseArrives(m) ==
    LET i == m.to
        n == node[i]
    IN
    /\ MayArrive(m)
    /\ \/ /\ m.term > n.term
          /\ Sends(i, Follow(n, m.term, None), {})
       \/ /\ m.term = n.term
          /\ m.granted
          /\ n.role = "candidate"
          /\ m.from \notin n.votes
          /\ Sends(i, CountVote(i, n, m.from), {})
HandleVoteResponse == \E m \in messages : m.type = "voteResponse" /\ ~m.pre /\ VoteResponseArrives(m)

\* A leader that no quorum has answered for an election timeout steps down.
\* Go: quorumTimeout
QuorumTimeout(i) ==
    LET n == node[i] IN
    /\ i \in CheckQuorum
    /\ n.up
    /\ n.role = "leader"
    /\ IF IsQuorum({i} \cup {j \in Others(i) : n.progress[j].active})
       THEN Sends(i, [n EXCEPT !.progress = [j \in Others(i) |-> [@[j] EXCEPT !.active = FALSE]]], {})
       ELSE Sends(i, Follow(n, n.term, None), {})
=============================================================================
