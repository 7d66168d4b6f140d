// Package raft is the consensus algorithm Raft: a log that a majority of nodes keeps alive and that all apply in the same order.
//
// It follows Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014, here "Raft"), and Ongaro's
// thesis, "Consensus: Bridging Theory and Practice" (2014, here "thesis"): leader election with pre-vote and check-quorum, log
// replication, snapshots, and reads by ReadIndex. One machine, [Node], is made by [Protocol]; package machine says what its host has to do.
//
// # One proposal
//
// The leader is asked to [Propose]. It appends the command to its log; at the next Flush it writes what came together in one [Append] record and sends
// it to the followers, which write at the same time. When a quorum has it durably, the leader itself counted once its own disk has answered, it is
// committed: [ApplyEntries] tells the application at every node, and names the leader's requests among the entries, which the host answers with the
// application's results. Whose fate is otherwise is told so: [NotApplied] if another entry was committed in its place, [Unknown] if a
// snapshot has hidden what became of it. A node that crashes tells nothing: retries must not count twice, which package rsm sees to.
//
// # Files, in reading order
//
//   - entry.go, message.go, record.go, op.go, result.go, command.go, timer.go, action.go: what goes in and out
//   - node.go: the state, and which rule takes which input; leadership.go: what only a leader has
//   - election.go: from a silent leader to the next one (Raft §5.2, §5.4.1; thesis §9.6, §6.2)
//   - replication.go, flush.go, commit.go: entries from the leader to the application (Raft §5.3, §5.4.2; thesis §10.2.1)
//   - read.go: reads without entries (thesis §6.4); snapshot.go: snapshots (Raft §7)
//   - log.go; storage.go: what storage holds; recovery.go: a node from its storage; protocol.go: the configuration
//   - check.go: why a request is refused; inspect.go: what may be asked of a node
//   - encode.go, decode.go: one encoding for wire, log and comparison
//
// Package quorum says when nodes are enough, package progress what a leader knows of a follower. Each handler has the name of its action in
// spec/raft/Raft.tla. The package rafttest joins the machine to the explorer and to that specification; docs/raft.md lists where it departs from
// the paper, and what was checked at which bounds.
//
// # What is not covered
//
// The voters are fixed: there is no change of membership, no transfer of leadership, and no leases. Nodes are not malicious. A node whose storage
// is lost must not come back under its number.
package raft
