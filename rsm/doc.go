// Package rsm is what replicated logs such as Raft and Multi-Paxos share above the log: the application as a state
// machine, client sessions that make retries harmless, snapshots of both, and reads that wait for the log.
//
// The log itself delivers each entry once and in order, but a client that got no answer cannot tell whether its command is in
// the log. If it asks again, the command may be there twice. [Sessions] is the part of the replicated state that remembers what
// each client has asked for and what the answers were, so that a command takes effect once however often it is in the
// log (Ongaro, "Consensus: Bridging Theory and Practice", 2014, chapter 6.3).
//
// # From a client to the application and back
//
// A client registers with a [Register] entry; the session is named by the index of that entry. It numbers its commands 1, 2, 3... and
// proposes each as a [Command], again under the same number if it has to. [Client] does this bookkeeping. A host gives the
// entries of the log in their order to a [Replica], which is an application and its sessions, and answers the client with
// the [Outcome]. What the log itself says of a proposal, that it is not applied or that nobody knows, is an Outcome too.
// [Outcome.Err] gives errors for errors.Is: each is either [ErrNotApplied] or [ErrUnknown].
//
// Reads do not go through the log. The log says up to which index a read has to see it, and [Reads] keeps the
// read until the replica has applied that much.
//
// # Files, in reading order
//
//   - statemachine.go: what an application is
//   - entry.go, reader.go: what entries of the log say, and their encoding
//   - limits.go, session.go, sessions.go: exactly once
//   - outcome.go, errors.go: what became of a proposal
//   - state.go: the encoding of sessions
//   - replica.go, snapshot.go, frames.go: sessions and application together
//   - reads.go, client.go: what hosts and clients keep
//
// The specification of Sessions is a fold of the log in TLA+, which a test compares with this code on all short logs.
//
// All of it is deterministic: it reads no clock, draws no random number, and replicas that were given the same entries are equal to the
// byte. So [Limits] and the code of the application must be the same at all replicas of a log.
//
// # What is not covered
//
// A command that ends in an expired session tells the client that its earlier attempts are unknown: nothing can do better
// with bounded memory. Sessions know nothing of each other: what must not happen twice must be asked for in one
// session. Limits cannot be changed while a log lives.
package rsm
