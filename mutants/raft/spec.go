package raft

import "github.com/tenet-go/tenet/mutants/matrix"

const (
	stateModule       = "spec/raft/RaftState.tla"
	electionModule    = "spec/raft/RaftElection.tla"
	replicationModule = "spec/raft/RaftReplication.tla"
	readModule        = "spec/raft/RaftRead.tla"
	snapshotModule    = "spec/raft/RaftSnapshot.tla"
)

// specPatches are mistakes in the specification. Those that allow more than is safe, its properties find; those that allow less than the
// code does, refinement finds.
var specPatches = []matrix.Patch{
	{Scenario: "R01", Name: "spec: entries of older terms are committed by counting", File: replicationModule,
		Mistake: "what a quorum has is committed",
		Before:  "Has(d, k, n.term) ELSE n.progress[j].match >= k\n        agreed == {k \\in (n.commit + 1)..LastIndex(n) :\n                        TermAt(n, k) = n.term /\\ IsQuorum(",
		After:   "Has(d, k, TermAt(n, k)) ELSE n.progress[j].match >= k\n        agreed == {k \\in (n.commit + 1)..LastIndex(n) :\n                        IsQuorum("},
	{Scenario: "R03", Name: "spec: the vote is not recovered", File: stateModule,
		Mistake: "a node recovers its term, and has not voted in it",
		Before:  "[up |-> TRUE, term |-> d.term, vote |-> d.vote,", After: "[up |-> TRUE, term |-> d.term, vote |-> None,"},
	{Scenario: "R04", Name: "spec: votes are given before they are durable", File: electionModule,
		Mistake: "answers do not wait",
		Before:  "<< >>, {},\n            {VoteResponse(i, m.from, n.term, FALSE, granted)})", After: "<< >>,\n            {VoteResponse(i, m.from, n.term, FALSE, granted)}, {})"},
	{Scenario: "R05", Name: "spec: reads do not wait for the leader's first entry", File: readModule,
		Mistake: "a leader reads at the commit index that it knows",
		Before:  "IF own # {} /\\ TermAt(n, n.commit) # n.term THEN Smallest(own) ELSE n.commit", After: "n.commit"},
	{Scenario: "R06", Name: "spec: rounds of an earlier reign count", File: stateModule,
		Mistake: "whoever rejects an old message tells its round",
		Before:  "RejectedOld(i, j, term) == Rejected(i, j, term, 0, 0, 0, 0)", After: "RejectedOld(i, j, term) == Rejected(i, j, term, 0, 0, 0, 1)"},
	{Scenario: "R17", Name: "spec: a snapshot keeps a log that conflicts", File: stateModule,
		Mistake: "what follows the snapshot stays",
		Before:  "THEN After(s, r.snapshot.index) ELSE << >>,", After: "THEN After(s, r.snapshot.index) ELSE SubSeq(s.log, r.snapshot.index - s.base.index + 1, Len(s.log)),"},
	{Scenario: "R20", Name: "spec: an append cuts off all that follows it", File: replicationModule,
		Mistake: "the log ends where the message does",
		Before:  "THEN Step(i, [n EXCEPT !.commit = commit], << >>, {}, accepted)",
		After:   "THEN Step(i, [n EXCEPT !.commit = commit, !.log = UpTo(n, Max(end, n.base.index))], << >>, {}, accepted)"},
	{Scenario: "R21", Name: "spec: logs are compared by length first", File: stateModule,
		Mistake: "the longer log wins",
		Before:  "lastTerm > LastTerm(n) \\/ (lastTerm = LastTerm(n) /\\ lastIndex >= LastIndex(n))", After: "lastIndex >= LastIndex(n)"},
	{Scenario: "R24", Name: "spec: a leader counts what is not durable", File: replicationModule,
		Mistake: "the own log counts as it is in memory",
		Before:  "IF j = i THEN Has(d, k, n.term) ELSE", After: "IF j = i THEN TRUE ELSE"},
	{Scenario: "R28", Name: "spec: a follower acknowledges its whole log", File: replicationModule,
		Mistake: "the message fits, so all fits",
		Before:  "end == m.prevIndex + Len(m.entries)", After: "end == LastIndex(n)"},
	{Scenario: "R31", Name: "spec: a leader that steps down knows that nothing is applied", File: stateModule,
		Mistake: "all that waits is told not to be applied",
		Before:  "StepsDown(old, n) /\\ p.term = old.term /\\ p.index > old.written", After: "StepsDown(old, n)"},
	{Name: "spec: half of the nodes are a quorum", File: stateModule,
		Mistake: "half is enough",
		Before:  "2 * Cardinality(S) > Cardinality(Servers)", After: "2 * Cardinality(S) >= Cardinality(Servers)"},
	{Name: "spec: a node votes for several candidates", File: electionModule,
		Mistake: "the newest candidate gets the vote",
		Before:  "n.vote \\in {None, m.from} /\\ ", After: ""},
	{Name: "spec: no crash keeps what is in flight", File: "spec/raft/Raft.tla",
		Mistake: "records in flight are always lost, which is safe and less than a disk does",
		Before:  "\\E kept \\in 0..Len(records) :", After: "\\E kept \\in 0..0 :"},
	{Name: "spec: the commit index is not told", File: replicationModule,
		Mistake: "followers hear of it with the next entries, which is safe",
		Before:  "[@[j] EXCEPT !.commitSent = FALSE]]]", After: "@[j]]]"},
	{Name: "spec: chunks are not resumed", File: snapshotModule,
		Mistake: "every chunk begins the snapshot anew, which is safe",
		Before:  "IF n.incoming.snapshot = s THEN n.incoming.offset ELSE 0", After: "0"},
}
