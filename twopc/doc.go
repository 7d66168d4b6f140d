// Package twopc is two-phase commit: transactions that take effect at all of their participants or at none.
//
// It is presumed abort (Mohan, Lindsay and Obermarck, "Transaction Management in the R* Distributed Database
// Management System", 1986) with read-only votes, and with cooperative termination (Bernstein, Hadzilacos and Goodman,
// "Concurrency Control and Recovery in Database Systems", 1987, section 7.4): a participant in doubt asks the
// other participants too. There are two machines, [Coordinator] and [Participant], which [Protocol] makes.
//
// # One transaction
//
// A client asks a coordinator to [Begin], and gets a [Txn]. It asks each participant to [Enlist] and to do the
// branch's work there, and then the coordinator to [Commit]. The coordinator asks the participants to
// prepare; each writes what it needs to commit later and votes. If all have voted yes, the coordinator writes the
// commit record, and from then on the transaction is committed; otherwise it forgets the transaction, which means abort.
// The application at each participant is told by commands: [CommitBranch], [AbortBranch], and after a crash
// [RestoreBranch] for a branch that is in doubt and must hold its locks again.
//
// # Files, in reading order
//
//   - txn.go, nodeset.go, table.go: what everything is made of
//   - message.go, record.go, op.go, result.go, command.go, timer.go, action.go: what goes in and out
//   - coordinator.go; voting.go: from Begin to the decision; decision.go: from the decision to its end
//   - participant.go; branch.go: from Enlist to the vote; outcome.go: commit, abort and forget; termination.go: in doubt
//   - journal.go: records in flight; durable.go: what storage holds; protocol.go: makes the nodes
//   - encode.go, decode.go: one encoding for wire, log and comparison
//   - check.go, errors.go: why a request is refused, and outcomes as errors
//
// Each handler has the name of its action in spec/twopc/TwoPhaseCommit.tla. The package twopctest joins the machines to the
// explorer and to that specification.
//
// # What is not covered
//
// Concurrency control belongs to the application: write skew, lost updates, and transactions that wait for each other
// (their clients do not ask to commit, and timers end them by abort). Nodes are not malicious. A transaction's participants are fixed when its commit is asked for. A coordinator is one node: while
// it is down, a participant in doubt stays in doubt, with its locks, unless one of its peers knows the outcome.
package twopc
