// Package machinetest checks the machines of a protocol against the contract of package machine.
//
// [Run] is called once for each protocol. Along random schedules it checks of every step
//
//   - that it is a function of state and input: clones do the same, and so does another machine of equal encoding that got
//     there on another way, up to the absolute numbers of batches (memory.go);
//   - that clones share nothing that changes, and that nothing that was given to the machine is kept (checked.go);
//   - that a refused input changes nothing and asks for nothing (checked.go);
//   - that batches are numbered one after the other, and that effects wait for a batch in flight or for none (disk.go);
//   - that the node recovers from everything a crash could leave: the storage with each prefix of the records in flight (disk.go);
//   - that encodings and strings tell different data apart, and timers compare with == (data.go);
//   - that every message and record decodes to itself, and that its damaged bytes give an error or another value, and
//     no panic (codec.go).
//
// A breach is a violation of the property "contract" like any other: it comes with a shortened schedule and its transcript.
package machinetest
