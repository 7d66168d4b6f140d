// Package raft plants mistakes into Raft, code and specification.
//
// [Subject] says what is planted and who looks for it; tenet mutants raft runs it. Beside the mutants that are enumerated from the
// syntax trees there are patches, most of them after scenarios R01 to R31, failures that real systems had:
//
//   - election.go: who is elected, and what must be durable before
//   - replication.go: how the logs come to match, and what is committed
//   - snapshot.go: logs without their beginning
//   - read.go: reads, and what clients are told
//   - spec.go: mistakes in the specification
//   - subject.go, models.go: who looks for them
//   - survivors.txt: why those mutants that nobody catches are no bugs
package raft
