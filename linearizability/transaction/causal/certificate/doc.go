// Package certificate verifies what package causal says of histories of single reads and writes. It
// shares no code with that package, knows nothing of how it came to its answers, and is small enough
// to be read at one sitting.
//
// A history is a list of operations; so is the order of each session, wr leads from each write to the reads
// that returned it, and co is the transitive closure of both.
package certificate
