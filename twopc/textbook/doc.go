// Package textbook is two-phase commit as the textbooks have it: Gray and Lamport, "Consensus on Transaction
// Commit" (2006), section 3, and the TLA+ module TwoPhase that goes with it.
//
// One transaction, a transaction manager and resource managers that never fail, and no timeouts, so nothing is
// written to storage. It calibrates the explorer: the number of its states is known for each number of resource managers from TLC and
// from other model checkers. Package twopc is the protocol to use.
//
// What the specification lets happen at any moment (to prepare, to abort, to decide) is a request
// here, as machines do nothing of their own accord.
package textbook
