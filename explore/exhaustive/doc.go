// Package exhaustive searches all worlds of an explore.System, breadth first: within the system's bounds what it finds is a
// proof, and a violation comes with one of the shortest runs to it.
//
//	found, err := exhaustive.Check(ctx, system, exhaustive.Options{})
//
// # How it searches
//
// A world is a vector of small numbers. Each stands for a site, which is a node with its inbox, and the last for the
// environment: the ghost and the faults spent. Sites and environments are interned by their canonical bytes. What may
// happen at a site depends on little else, so it is found once, by the real machine, and remembered: in most worlds no
// code of the protocol runs at all. What happens is that of explore.System.Transitions; a test compares the two.
//
// The fingerprint of a world is the sum of 64-bit hashes of its components, so a step changes it by a
// difference that is known beforehand. Two worlds of the same fingerprint are taken for one: Result.Collision bounds the
// probability that this has happened anywhere. A world that a violation is shown in is always a real one, as
// the run to it is repeated step by step in the system itself.
//
// Workers share a level and no locks on their way. The numbers in the result and the violation chosen do not depend on how many
// they are: a level is always finished, and of what is found in it the least is shown. Levels are kept, packed, to find the way
// back; under Options.Memory they and the fingerprints go to files.
//
// # What it checks
//
//   - the contract of machines, in each step (explore.Contract)
//   - properties of the kind Always in each world, and whether those of the kind Reachable are seen anywhere
//   - properties of the kind Eventually, on the graph of the worlds where they do not hold. A run violates
//     one if it ends where nothing fair can happen, or if it goes around a cycle such that each fair event that is possible in all
//     of its worlds happens in it (weak fairness for each event, as Event.String names it). This holds that graph in memory.
//   - refinement, with Options.Spec: each step is a step of its own action in the specification, or leaves the state as it
//     is and is allowed to. The specification is asked about each (state, action, state) once.
//
// # Files
//
//   - options.go: what goes in and comes out
//   - intern.go, edges.go, space.go: sites, environments and what may happen at them
//   - expand.go: the successors of a world
//   - search.go, worker.go: level after level; refine.go: the specification; trace.go: the run to a violation
//   - table.go, archive.go, spill.go: what was visited, in memory and in files
//   - graph.go, fair.go: properties of the kind Eventually
//   - symmetry.go, canonical.go: nodes that can be exchanged
package exhaustive
