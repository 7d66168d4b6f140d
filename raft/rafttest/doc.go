// Package rafttest joins Raft to the explorer and to its specification.
//
//   - config.go: [Config] and [System], what is explored; disks.go: clusters that begin with something on their disks; models.go: [Models],
//     the configurations that have a TLA+ model of the same name; large.go: [Large], more worlds, without one
//   - history.go, committed.go: [History], who was elected and what was committed, and whether steps keep what they promise
//   - ghost.go, observe.go: [Ghost], clients that propose a few commands, read, and take snapshots
//   - safety.go, logs.go, reachable.go, liveness.go: the properties
//   - abstraction.go, values.go: [Abstraction], from worlds to states of spec/raft/Raft.tla
//   - workload.go: [Workload], clients of a key-value store that never run out of questions, for simulations; crowd.go: [Crowd], what no node
//     knows of them; client.go: a client and its session; store.go: the application and the sessions at each node, which are of package rsm;
//     once.go: whether commands take effect once; linearizable.go: whether what clients saw is linearizable; sequence.go: lists that grow at
//     little cost
//
// Whoever builds on package raft can use the systems for tests of their own: clusters under every fault, watched by the properties.
package rafttest
