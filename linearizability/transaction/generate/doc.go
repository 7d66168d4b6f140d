// Package generate makes histories of transactions, as clients of a simulated database would record
// them: for tests of checkers, and for benchmarks.
//
//   - options.go: Options, and what is wrong with them
//   - generator.go: Generator, whose sessions overlap, and its events one by one
//   - store.go: the database, with all versions of the keys in use
//   - view.go: what a transaction sees of it, by the level of isolation that it really has
//   - anomaly.go: the anomalies that can be planted; plant.go: how they become transactions
//
// The same seed gives the same history.
package generate
