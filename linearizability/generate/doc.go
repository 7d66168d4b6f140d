// Package generate makes random histories: for tests of checkers against each other, and for
// benchmarks.
//
//   - generate.go: Random and its Options; run.go: the clients whose operations overlap
//   - object.go: what the clients act on; registers.go, containers.go, locks.go, etcd.go: one
//     sequential implementation of each model's object, independent of package model
//   - corrupt.go: anomalies planted into a history that was linearizable
//   - small.go: Small, tiny histories of which about half are violations
//
// The same seed gives the same history.
package generate
