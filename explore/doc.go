// Package explore runs machines under schedules: it is the host whose every choice is free.
//
// A [System] says what is explored: a protocol, its nodes, the clients, the network, how many faults, and the
// properties that must hold. A [World] is one state of it. [System.Initial] and [System.Do] are the
// transition system; drivers choose the events:
//
//   - [github.com/tenet-go/tenet/explore/exhaustive]: all of them, breadth first
//   - [github.com/tenet-go/tenet/explore/walk]: drawn from a seed, in virtual time, with faults
//   - [github.com/tenet-go/tenet/explore/rapidtest]: drawn by rapid, which shrinks them
//   - [github.com/tenet-go/tenet/explore/fuzztest]: decoded from a fuzzer's bytes
//
// A world consists of the nodes (machine, storage, batches in flight, timers), an inbox for each node, the ghost
// (what clients and the proof remember) and the faults spent. All of these are values: a step makes
// a new world and leaves the old one as it is.
package explore
