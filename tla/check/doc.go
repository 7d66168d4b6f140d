// Package check is an explicit-state model checker for compiled specifications.
//
// [Run] visits all reachable states, level by level, and judges them by TLC's rules:
//
//   - A state that Init or Next yields counts as generated each time it is yielded. It counts as distinct once, if all
//     CONSTRAINT and ACTION_CONSTRAINT formulas hold; only then are its successors generated.
//   - Invariants, and properties []P, are checked of each distinct state and, each time, of states that a constraint excludes.
//   - [][A]_v is checked of each step that Next yields, also to states that were seen before or that a constraint excludes.
//   - A state is a deadlock if Next yields nothing for it. Successors that constraints exclude are successors.
//   - Two states are one if their VIEW is, or if a permutation in SYMMETRY makes one of the other. They are told apart by 64-bit
//     fingerprints; [Collision] estimates how likely it is that two were confused.
//   - ASSUME comes first, POSTCONDITION last, after a search that found nothing wrong.
//
// Counterexamples are shortest ones. With one worker the search is a queue, as in TLC with -workers 1, and everything it finds is a
// function of the specification; with more workers the counts of a complete search still are.
//
// [Simulate] takes random walks instead. Both return a [Result], which [Report] prints as TLC would.
//
// TLCGet("level") in constraints and invariants is the level of the state they are asked about, 1 for an initial state. TLC 2.18 says one
// less there, later versions say this.
//
// Files: search.go and worker.go are the search; seen.go, history.go and frontier.go are its memory; trace.go makes counterexamples.
package check
