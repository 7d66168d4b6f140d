package spec_test

const (
	twopcModule = "twopc/TwoPhaseCommit.tla"
	one         = "MCOneTransaction"
	two         = "MCTwoTransactions"
	live        = "MCLiveness"
)

// twoPhaseCommit are mutants of spec/twopc. Each of its invariants and properties catches at least one.
var twoPhaseCommit = []mutant{
	{
		Name: "decision-before-record", Scenario: "T05", Bug: "the decision leaves before the commit record is durable",
		Old: `              /\ CoordinatorWrites([kind |-> "commit", txn |-> t, yes |-> yes])
              /\ UNCHANGED <<messages, client>>`,
		New: `              /\ CoordinatorWrites([kind |-> "commit", txn |-> t, yes |-> yes])
              /\ Send({Decision(t, Coordinator, q, "commit") : q \in yes})
              /\ UNCHANGED client`,
		Module: twopcModule, Model: one, Property: "DecisionIsKept",
	},
	{
		Name: "client-told-before-record", Scenario: "T05", Bug: "the client is told before the commit record is durable",
		Old: `              /\ CoordinatorWrites([kind |-> "commit", txn |-> t, yes |-> yes])
              /\ UNCHANGED <<messages, client>>`,
		New: `              /\ CoordinatorWrites([kind |-> "commit", txn |-> t, yes |-> yes])
              /\ Tell(txn.client, "committed")
              /\ UNCHANGED messages`,
		Module: twopcModule, Model: one, Property: "Atomicity",
	},
	{
		Name: "forgets-after-first-ack", Scenario: "T06", Bug: "the coordinator forgets when one participant has acknowledged",
		Old: `IF acked = txn.yes`, New: `IF acked # {}`,
		Module: twopcModule, Model: one, Property: "ForgottenMeansDone",
	},
	{
		Name: "forgets-and-aborts", Scenario: "T06", Bug: "the same, seen by who asks afterwards",
		Old: `IF acked = txn.yes`, New: `IF acked # {}`,
		Module: twopcModule, Model: one, Property: "Atomicity",
	},
	{
		Name: "vote-before-record", Bug: "a participant votes yes before its prepared record is durable",
		Old: `peers |-> all])
              /\ UNCHANGED messages`,
		New: `peers |-> all])
              /\ Send({Vote(t, p, "yes")})`,
		Module: twopcModule, Model: one, Property: "VoteIsDurable",
	},
	{
		Name: "commit-by-some", Scenario: "T10", Bug: "one yes is enough to commit",
		Old: `        waiting == txn.waiting \ {p}
        yes == IF v = "yes" THEN txn.yes \cup {p} ELSE txn.yes`,
		New: `        yes == IF v = "yes" THEN txn.yes \cup {p} ELSE txn.yes
        waiting == IF yes # {} THEN {} ELSE txn.waiting \ {p}`,
		Module: twopcModule, Model: one, Property: "CommitOnlyIfAllPromised",
	},
	{
		Name: "late-prepare", Scenario: "T03", Bug: "an aborted branch is prepared",
		Old:    `CASE InState(p, t, "enlisted") /\ ~part[p].branches[t].readOnly ->`,
		New:    `CASE InState(p, t, "aborted") \/ (InState(p, t, "enlisted") /\ ~part[p].branches[t].readOnly) ->`,
		Module: twopcModule, Model: one, Property: "Atomicity",
	},
	{
		Name: "doubt-is-lost", Scenario: "T04", Bug: "a participant that recovers knows nothing of branches in doubt",
		Old: `branches |-> [t \in DOMAIN disk |->`, New: `branches |-> [t \in {u \in DOMAIN disk : disk[u].state # "prepared"} |->`,
		Module: twopcModule, Model: one, Property: "AckIsDurable",
	},
	{
		Name: "recovery-aborts-committed", Scenario: "T02", Bug: "a coordinator that recovers takes committed transactions for aborted",
		Old: `txns |-> [t \in DOMAIN disk.commits |-> Committed(disk.commits[t])]]`, New: `txns |-> Empty]`,
		Module: twopcModule, Model: one, Property: "Atomicity",
	},
	{
		Name: "terminator-does-not-abort", Scenario: "T07", Bug: "a participant answers that it has aborted, but has not",
		Old: `    /\ CASE InState(p, t, "enlisted") ->
              /\ AbortBranch(p, t)`,
		New: `    /\ CASE InState(p, t, "enlisted") ->
              /\ UNCHANGED <<part, partUnsynced, applied>>`,
		Module: twopcModule, Model: one, Property: "Atomicity",
	},
	{
		Name: "terminator-guesses", Scenario: "T07", Bug: "a participant in doubt answers that it has aborted",
		Old: `         [] InState(p, t, "aborted") ->
              /\ Send({Decision(t, p, q, "abort")})`,
		New: `         [] InState(p, t, "aborted") \/ InState(p, t, "prepared") ->
              /\ Send({Decision(t, p, q, "abort")})`,
		Module: twopcModule, Model: one, Property: "RefinesAtomicCommit", Temporal: true,
	},
	{
		Name: "abort-after-commit", Scenario: "T09", Bug: "a participant that has committed takes a late abort",
		Old: `[] d = "abort" /\ (InState(p, t, "enlisted") \/`, New: `[] d = "abort" /\ (InState(p, t, "committed") \/ InState(p, t, "enlisted") \/`,
		Module: twopcModule, Model: one, Property: "RefinesAtomicCommit", Temporal: true,
	},
	{
		Name: "answer-while-undecided", Bug: "who asks while votes are missing is told to commit",
		Old: `Known(m.txn) => InPhase(m.txn, "committed")`, New: `TRUE`,
		Module: twopcModule, Model: one, Property: "CommitOnlyIfAllPromised",
	},
	{
		Name: "ack-before-record", Bug: "a participant acknowledges before its record is durable",
		Old: `              /\ ParticipantWrites(p, [kind |-> "committed", txn |-> t])
              /\ UNCHANGED <<messages, applied>>`,
		New: `              /\ ParticipantWrites(p, [kind |-> "committed", txn |-> t])
              /\ Send({Ack(t, p)})
              /\ UNCHANGED applied`,
		Module: twopcModule, Model: one, Property: "AckIsDurable",
	},
	{
		Name: "apply-before-record", Bug: "the application is told to commit before the record is durable",
		Old: `              /\ ParticipantWrites(p, [kind |-> "committed", txn |-> t])
              /\ UNCHANGED <<messages, applied>>`,
		New: `              /\ ParticipantWrites(p, [kind |-> "committed", txn |-> t])
              /\ Apply(p, t, "commit")
              /\ UNCHANGED messages`,
		Module: twopcModule, Model: one, Property: "AppliedIsDurable",
	},
	{
		Name: "read-only-counts-as-yes", Bug: "the coordinator tells the decision to those that have only read",
		Old: `IF v = "yes" THEN`, New: `IF v # "no" THEN`,
		Module: twopcModule, Model: one, Property: "AckIsDurable",
	},
	{
		Name: "timeout-after-decision", Bug: "a vote timer that was not stopped aborts what is committed",
		Old:    `InPhase(t, "active") \/ InPhase(t, "preparing")`,
		New:    `InPhase(t, "active") \/ InPhase(t, "preparing") \/ InPhase(t, "committed")`,
		Module: twopcModule, Model: one, Property: "RefinesAtomicCommit", Temporal: true,
	},
	{
		Name: "branch-timeout-while-preparing", Bug: "a branch timer that was not stopped aborts a branch whose vote is on its way",
		Old: `BranchTimeout(t, p) ==
    /\ InState(p, t, "enlisted")`,
		New: `BranchTimeout(t, p) ==
    /\ InState(p, t, "enlisted") \/ InState(p, t, "preparing")`,
		Module: twopcModule, Model: one, Property: "Atomicity",
	},
	{
		Name: "unknown-is-committed", Bug: "the client is told that what the coordinator does not know is committed",
		Old: `![k].asked = TRUE, ![k].told = "aborted"]`, New: `![k].asked = TRUE, ![k].told = "committed"]`,
		Module: twopcModule, Model: one, Property: "CommitOnlyIfAllPromised",
	},
	{
		Name: "epoch-not-counted", Bug: "a coordinator that recovers stays in its epoch",
		Old: `epoch |-> disk.epoch + 1, ready`, New: `epoch |-> IF disk.epoch = 0 THEN 1 ELSE disk.epoch, ready`,
		Module: twopcModule, Model: two, Property: "NamesAreUnique",
	},
	{
		Name: "ready-at-once", Bug: "a coordinator begins transactions in an epoch that is not durable",
		Old: `ready |-> FALSE`, New: `ready |-> TRUE`,
		Module: twopcModule, Model: two, Property: "EpochIsDurable",
	},
	{
		Name: "no-such-state", Bug: "a branch has a state that is none",
		Old: `Branch("enlisted", readOnly, {})`, New: `Branch("working", readOnly, {})`,
		Module: twopcModule, Model: one, Property: "TypeOK",
	},
	{
		Name: "no-redo", Bug: "a participant that recovers does not tell its application again",
		Old: `now(t) == IF t \in known("committed") THEN {"commit"}`, New: `now(t) == IF t \in known("committed") THEN {}`,
		Module: twopcModule, Model: live, Property: "CommitReachesAll", Temporal: true,
	},
	{
		Name: "nobody-asks", Scenario: "T01", Bug: "participants in doubt wait for the decision without asking",
		Old: `Inquire(t, p) ==
    /\ InState(p, t, "prepared")`,
		New: `Inquire(t, p) ==
    /\ FALSE`,
		Module: twopcModule, Model: live, Property: "BranchesEnd", Temporal: true,
	},
	{
		Name: "waits-for-votes", Bug: "the coordinator waits for votes without end",
		Old: `InPhase(t, "active") \/ InPhase(t, "preparing")`, New: `FALSE`,
		Module: twopcModule, Model: live, Property: "CoordinatorEnds", Temporal: true,
	},
	{
		Name: "abort-is-silent", Bug: "the client is not told that its transaction is aborted",
		Old: `Tell(coord.txns[t].client, "aborted")`, New: `UNCHANGED client`,
		Module: twopcModule, Model: live, Property: "ClientsAreTold", Temporal: true,
	},
}
