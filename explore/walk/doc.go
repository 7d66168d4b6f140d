// Package walk simulates a system of machines in virtual time, under faults, from a seed.
//
// [Run] is one simulation: an event queue in virtual time, a network with latencies, disks that take their time, clients
// that ask at random moments, and faults. Each draw comes from the seed, so the same seed gives the same run on every
// machine. [Many] runs thousands of seeds and stops at the first violation; [Shrink] makes its schedule short.
//
// # Faults
//
// Each run switches on a random subset of the kinds of [Fault], with random rates: a fault that hides another one, as constant
// crashes hide what happens in long runs, is then often off. [Result.Faults] counts what happened.
//
// Writes are torn at the grain of records: a crash keeps a prefix of the records in flight and loses the rest, as a log does
// whose torn tail is dropped. Damage within a record is the business of the storage engine, not of the machine.
//
// # Two phases
//
// In the safety phase faults happen. Then everything is healed: the network delivers, disks work, all nodes
// recover and clocks run evenly. Clients go on for a while and then stop, and within [Options.Bound] each
// property of the kind Eventually must come to hold. Properties of the kind Always are checked after every step of both
// phases, as is the contract of machines, and refinement if there is a specification to judge it.
//
// # Worlds
//
// A run is a run of the explorer: each of its events is possible in [explore.System.Do] on the same
// system, up to its bounds: [Unbounded] takes them away. Of crashes there are as many as [Options.Crashes] says, and the system's guard is not
// asked. So the inboxes of its worlds hold what the explorer's do, on an unreliable network all that was ever sent. While it
// runs, there is one world that changes: properties must not keep it.
package walk
