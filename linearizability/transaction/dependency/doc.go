// Package dependency decides levels of isolation by cycles of dependencies between transactions, and
// names the cycles (Adya, PhD thesis, MIT 1999; Kingsbury and Alvaro, Elle, VLDB 2020).
//
// Analyze takes the dependencies that are known: of lists all but those between elements of one list
// that nobody read; of registers those of reads, and, since the initial version is the first, those
// of who read it on all writers of the key. What it finds rules levels out for good. Where nothing is
// unknown what it does not find holds; where something is, it tries an order, and leaves the level undecided
// if that fails.
//
// The graph is linear in the size of the history: real-time order, and dependencies of many readers
// on many writers, lead through relays. All is decided in linear time but for one question: whether
// there is a cycle with exactly one rw edge in a component that has a cycle without adjacent rw edges.
// That takes reachability inside of the component, for which there is a budget.
package dependency
