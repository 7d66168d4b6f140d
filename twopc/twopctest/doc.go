// Package twopctest joins two-phase commit to the explorer and to its specification.
//
//   - config.go: [Config] and [System], what is explored; models.go: [Models], the configurations that have a TLA+ model of the same name
//   - ghost.go, observe.go: [Ghost], the clients and applications, and what they remember
//   - safety.go, reachable.go, liveness.go: the properties
//   - abstraction.go: [Abstraction], from worlds to states of spec/twopc/TwoPhaseCommit.tla
//
// Whoever builds on package twopc can use the system for tests of their own: clients that run one transaction each,
// under every fault, watched by the properties.
package twopctest
