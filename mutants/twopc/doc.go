// Package twopc plants mistakes into two-phase commit, code and specification.
//
// [Subject] says what is planted and who looks for it; tenet mutants twopc runs it. Beside the mutants that are enumerated
// from the syntax tree there are patches:
//
//   - coordinator.go, participant.go: mistakes in the code, most of them after scenarios T01 to T10, failures that real
//     systems had
//   - spec.go: mistakes in the specification
//   - rungs.go: who looks for them
//   - survivors.txt: why those mutants that nobody catches are no bugs
package twopc
