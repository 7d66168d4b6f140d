// Package certificate verifies the proofs that checkers of transactions give, against the history
// alone. It shares no code with what finds proofs, and is small, so that it can be read in one
// sitting: whoever believes it need not believe the rest.
//
// Holds verifies that a history satisfies a level of isolation:
//
//   - serializable: the transactions are executed in the proof's order, and must read what they read.
//   - snapshot isolation: they begin and commit in the proof's order, read from the state in which they
//     began, and no key that one commits has changed since it began.
//   - the others: the proof is an order of commits that has in it the order of sessions or of real
//     time, what transactions read of one another, and what lists show. For monotonic atomic view, read
//     atomic and causal it obeys the axioms of Biswas and Enea (OOPSLA 2019, §2.2); for parallel
//     snapshot isolation nobody sees who overwrote what he read (Adya's G-single, for the order of
//     versions that the order of commits gives).
//
// Violated verifies that it does not: that a finding's operations are anomalous, or that each edge
// of its cycle is justified by the operations that it quotes, and the level forbids such a cycle.
//
// Like the levels, the checks rest on what is assumed of all histories: values are written to a key
// at most once (txn.Decode sees to it), and of a list, all that was read is the beginning of one
// order of its elements, in which those of a transaction are in program order.
package certificate
