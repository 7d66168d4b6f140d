// Package explain tells what a checker of transactions found: each edge of a cycle in a sentence that
// quotes the operations that make it.
//
//   - story.go: [Story], the transactions of a finding, numbered T1, T2, ..., and what matters of them
//   - validate.go: what a finding must satisfy to be told
//   - operation.go: operations in few columns; long lists are shown around the elements that matter
//   - sentence.go: the sentence of each edge, and of each case that is distinguished
//   - meaning.go: what the names of anomalies mean
//   - text.go: [Text], findings for a terminal
//
// Package page draws what is told here.
package explain
