package spec_test

// raftMutants are mutants of spec/raft. Each of its invariants and properties catches at least one.
var raftMutants = []mutant{
	{
		Name: "terms-by-twos", Bug: "a candidate skips a term",
		Old:    `LET m == [n EXCEPT !.term = @ + 1, !.vote = i`,
		New:    `LET m == [n EXCEPT !.term = @ + 2, !.vote = i`,
		Module: "raft/RaftElection.tla", Model: "MCElection", Property: "TypeOK",
	},
	{
		Name: "snapshot-keeps-conflict", Scenario: "R17", Bug: "what follows a snapshot stays, although the log conflicts with it",
		Old:    `THEN After(s, r.snapshot.index) ELSE << >>,`,
		New:    `THEN After(s, r.snapshot.index) ELSE SubSeq(s.log, r.snapshot.index - s.base.index + 1, Len(s.log)),`,
		Module: "raft/RaftState.tla", Model: "MCSnapshot", Property: "TypeOK",
	},
	{
		Name: "old-rounds-count", Scenario: "R06", Bug: "whoever rejects an old message tells its round",
		Old:    `RejectedOld(i, j, term) == Rejected(i, j, term, 0, 0, 0, 0)`,
		New:    `RejectedOld(i, j, term) == Rejected(i, j, term, 0, 0, 0, 1)`,
		Module: "raft/RaftState.tla", Model: "MCReadAgain", Property: "TypeOK",
	},
	{
		Name: "chunk-not-written", Bug: "a chunk is acknowledged without a record",
		Old:    `IF record.kind = "chunk" THEN Step(i, Add(n, record), <<record>>`,
		New:    `IF record.kind = "chunk" THEN Step(i, Add(n, record), << >>`,
		Module: "raft/RaftSnapshot.tla", Model: "MCSnapshot", Property: "MemoryIsDisk",
	},
	{
		Name: "append-cuts-off", Scenario: "R20", Bug: "the log ends where the message does",
		Old:    `THEN Step(i, [n EXCEPT !.commit = commit], << >>, {}, accepted)`,
		New:    `THEN Step(i, [n EXCEPT !.commit = commit, !.log = UpTo(n, Max(end, n.base.index))], << >>, {}, accepted)`,
		Module: "raft/RaftReplication.tla", Model: "MCWindow", Property: "MemoryIsDisk",
	},
	{
		Name: "votes-for-all", Bug: "a node votes for several candidates of a term",
		Old:    `n.vote \in {None, m.from} /\ `,
		New:    "",
		Module: "raft/RaftElection.tla", Model: "MCElection", Property: "ElectionSafety",
	},
	{
		Name: "vote-not-recovered", Scenario: "R03", Bug: "a node recovers its term, and has not voted in it",
		Old:    `[up |-> TRUE, term |-> d.term, vote |-> d.vote,`,
		New:    `[up |-> TRUE, term |-> d.term, vote |-> None,`,
		Module: "raft/RaftState.tla", Model: "MCElection", Property: "ElectionSafety",
	},
	{
		Name: "own-vote-before-record", Scenario: "R04", Bug: "a candidate asks for votes, and counts its own, before its term and vote are durable",
		Old: `!.leader = None, !.votes = {}]
    IN Step(i, m, << >>, {}, {VoteRequest(i, j, m.term, FALSE, m) : j \in Others(i)})`,
		New: `!.leader = None, !.votes = {i}]
    IN Step(i, m, << >>, {VoteRequest(i, j, m.term, FALSE, m) : j \in Others(i)}, {})`,
		Module: "raft/RaftElection.tla", Model: "MCElection", Property: "ElectionSafety",
	},
	{
		Name: "previous-term-unchecked", Bug: "a follower appends after an entry of another term",
		Old:    `\/ Has(n, m.prevIndex, m.prevTerm)`,
		New:    `\/ m.prevIndex <= LastIndex(n)`,
		Module: "raft/RaftReplication.tla", Model: "MCConflict", Property: "LogMatching",
	},
	{
		Name: "longer-log-wins", Scenario: "R21", Bug: "logs are compared by length",
		Old:    `lastTerm > LastTerm(n) \/ (lastTerm = LastTerm(n) /\ lastIndex >= LastIndex(n))`,
		New:    `lastIndex >= LastIndex(n)`,
		Module: "raft/RaftState.tla", Model: "MCRestriction", Property: "LeaderCompleteness",
	},
	{
		Name: "counts-older-terms", Scenario: "R01", Bug: "entries of older terms are committed by counting",
		Old: `Has(d, k, n.term) ELSE n.progress[j].match >= k
        agreed == {k \in (n.commit + 1)..LastIndex(n) :
                        TermAt(n, k) = n.term /\ IsQuorum(`,
		New: `Has(d, k, TermAt(n, k)) ELSE n.progress[j].match >= k
        agreed == {k \in (n.commit + 1)..LastIndex(n) :
                        IsQuorum(`,
		Module: "raft/RaftReplication.tla", Model: "MCFigure8", Property: "ElectionRestriction",
	},
	{
		Name: "any-log-wins", Bug: "votes are given whatever the log",
		Old:    `n.vote \in {None, m.from} /\ UpToDate(n, m.lastTerm, m.lastIndex)`,
		New:    `n.vote \in {None, m.from}`,
		Module: "raft/RaftElection.tla", Model: "MCRestriction", Property: "StateMachineSafety",
	},
	{
		Name: "commits-unmatched", Bug: "a follower commits what it has, not what it was sent",
		Old:    `Min(m.commit, end)`,
		New:    `Min(m.commit, LastIndex(n))`,
		Module: "raft/RaftReplication.tla", Model: "MCLongerLog", Property: "StateMachineSafety",
	},
	{
		Name: "counts-memory", Scenario: "R24", Bug: "a leader counts itself before its disk has answered",
		Old:    `IF j = i THEN Has(d, k, n.term) ELSE`,
		New:    `IF j = i THEN TRUE ELSE`,
		Module: "raft/RaftReplication.tla", Model: "MCSingle", Property: "CommittedIsDurable",
	},
	{
		Name: "grant-before-record", Bug: "a vote is given before it is durable",
		Old: `<< >>, {},
            {VoteResponse(i, m.from, n.term, FALSE, granted)})`,
		New: `<< >>,
            {VoteResponse(i, m.from, n.term, FALSE, granted)}, {})`,
		Module: "raft/RaftElection.tla", Model: "MCElection", Property: "VoteIsDurable",
	},
	{
		Name: "requests-before-record", Scenario: "R04", Bug: "a candidate asks for votes before its term and vote are durable",
		Old:    `IN Step(i, m, << >>, {}, {VoteRequest(i, j, m.term, FALSE, m) : j \in Others(i)})`,
		New:    `IN Step(i, m, << >>, {VoteRequest(i, j, m.term, FALSE, m) : j \in Others(i)}, {})`,
		Module: "raft/RaftElection.tla", Model: "MCElection", Property: "VoteIsDurable",
	},
	{
		Name: "vote-not-written", Bug: "only terms are written",
		Old:    `IF n.term = node[i].term /\ n.vote = node[i].vote THEN`,
		New:    `IF n.term = node[i].term THEN`,
		Module: "raft/RaftState.tla", Model: "MCRestriction", Property: "VoteIsDurable",
	},
	{
		Name: "entries-before-record", Bug: "entries are acknowledged before they are durable",
		Old: `<<record>>, {}, accepted)
HandleAppend`,
		New: `<<record>>, accepted, {})
HandleAppend`,
		Module: "raft/RaftReplication.tla", Model: "MCWindow", Property: "AckIsDurable",
	},
	{
		Name: "acks-whole-log", Scenario: "R28", Bug: "a follower acknowledges all that it has",
		Old:    `end == m.prevIndex + Len(m.entries)`,
		New:    `end == LastIndex(n)`,
		Module: "raft/RaftReplication.tla", Model: "MCLongerLog", Property: "AckIsDurable",
	},
	{
		Name: "knows-too-much", Scenario: "R31", Bug: "a leader that steps down says of all that waits that it is not applied",
		Old:    `StepsDown(old, n) /\ p.term = old.term /\ p.index > old.written`,
		New:    `StepsDown(old, n)`,
		Module: "raft/RaftState.tla", Model: "MCStepDown", Property: "AnswersAreTrue",
	},
	{
		Name: "reads-at-once", Scenario: "R05", Bug: "a leader reads at the commit index that it knows",
		Old:    `IF own # {} /\ TermAt(n, n.commit) # n.term THEN Smallest(own) ELSE n.commit`,
		New:    `n.commit`,
		Module: "raft/RaftRead.tla", Model: "MCSingle", Property: "ReadSafety",
	},
	{
		Name: "asks-nobody", Scenario: "R06", Bug: "a leader reads without having asked whether it still leads",
		Old: `    /\ IsQuorum({i} \cup {j \in Others(i) : n.progress[j].round >= r.round})
`,
		New:    "",
		Module: "raft/RaftState.tla", Model: "MCRead", Property: "ReadIsConfirmed", Temporal: true,
	},
	{
		Name: "any-round-counts", Scenario: "R06", Bug: "a read is answered when a quorum has answered any round, also one that began before it",
		Old:    `n.progress[j].round >= r.round})`,
		New:    `n.progress[j].round >= 1})`,
		Module: "raft/RaftState.tla", Model: "MCTwoRounds", Property: "ReadIsConfirmed", Temporal: true,
	},
	{
		Name: "next-before-applied", Bug: "a session goes on to its next command before the one before is applied",
		Old:    `(Session[d] = Session[c] => isApplied(d))`,
		New:    `TRUE`,
		Module: "raft/RaftReplication.tla", Model: "MCSession", Property: "SessionOnce",
	},
	{
		Name: "overwrites", Bug: "a leader puts a command in the place of what it has not written",
		Old:    `[n EXCEPT !.log = Append(@, Entry(n.term, c)),`,
		New:    `[n EXCEPT !.log = Append(UpTo(n, n.written), Entry(n.term, c)),`,
		Module: "raft/RaftReplication.tla", Model: "MCWindow", Property: "LeaderAppendOnly", Temporal: true,
	},
	{
		Name: "round-not-awaited", Bug: "a read is answered before its round has begun",
		Old: `    /\ r.round # 0
`,
		New:    "",
		Module: "raft/RaftState.tla", Model: "MCRead", Property: "RefinesReplicatedLog", Temporal: true,
	},
	{
		Name: "written-in-any-order", Bug: "records are not written in their order",
		Old:    `ELSE Fold(Add(s, Head(records)), Tail(records))`,
		New:    `ELSE Add(Fold(s, Tail(records)), Head(records))`,
		Module: "raft/RaftState.tla", Model: "MCTwoLeaders", Property: "MemoryIsDisk",
	},
	{
		Name: "own-vote-does-not-count", Bug: "a candidate does not vote for itself",
		Old:    `n.role = "candidate" /\ voted -> CountVote(i, n, i)`,
		New:    `n.role = "candidate" /\ voted -> n`,
		Module: "raft/RaftReplication.tla", Model: live, Property: "LeaderStays", Temporal: true,
	},
	{
		Name: "probes-once", Bug: "a leader whose probe was rejected does not go back",
		Old: `\/ f.state = "replicate" /\ m.index > f.match
          \/ f.state = "probe" /\ m.index = f.next - 1`,
		New:    `f.state = "replicate" /\ m.index > f.match`,
		Module: "raft/RaftReplication.tla", Model: live, Property: "ProposalIsApplied", Temporal: true,
	},
	{
		Name: "commit-is-not-told", Bug: "a leader does not tell that its commit index has moved",
		Old:    `[@[j] EXCEPT !.commitSent = FALSE]]]`,
		New:    `@[j]]]`,
		Module: "raft/RaftReplication.tla", Model: live, Property: "CommitReachesAll", Temporal: true,
	},
	{
		Name: "host-does-not-flush", Bug: "the host need not flush",
		Old: `    /\ WF_vars(Flush(1))
`,
		New:    "",
		Module: "raft/MCLiveness.tla", Model: live, Property: "ProposalIsApplied", Temporal: true,
	},
	{
		Name: "disk-stands-still", Bug: "records need not become durable",
		Old: `    /\ \A i \in Majority : WF_vars(Persist(i))
`,
		New:    "",
		Module: "raft/MCLiveness.tla", Model: live, Property: "LeaderStays", Temporal: true,
	},
	{
		Name: "timer-stands-still", Bug: "the election timer need not fire",
		Old: `    /\ WF_vars(ElectionTimeout(1))
`,
		New:    "",
		Module: "raft/MCLiveness.tla", Model: live, Property: "LeaderStays", Temporal: true,
	},
}
