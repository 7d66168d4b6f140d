// Package solve decides exactly whether a history is serializable, or has snapshot isolation or
// parallel snapshot isolation, where the order of versions is not known: of registers, and of the
// elements of lists that nobody has read. To decide that is NP-complete (Papadimitriou, J. ACM 1979;
// Biswas and Enea, OOPSLA 2019), so that Decide may give up; most histories are easy.
//
//   - problem.go, chains.go, edges.go: the polygraph. A transaction that reads and then writes a key comes
//     right after the version that it read, so that versions form chains, and only the order of whole
//     chains is open (Cobra, OSDI 2020). For snapshot isolation each transaction has two vertices, its
//     beginning and its end (Viper, EuroSys 2023): dependencies lead from an end to a beginning, and
//     anti-dependencies from a beginning to an end; there must be an order of the vertices without a
//     cycle.
//   - order.go: a first order, which explains all reads of most histories.
//   - replay.go, parallel.go: what an order does not explain, and which chains it is about.
//   - search.go, learn.go, graph.go: the search for another order, by conflict-driven clause learning over
//     the orders of chains, with a graph that is kept without cycles.
//   - core.go, violated.go, raw.go, refute.go, tree.go: a small proof of a violation: the transactions that
//     the contradiction used, with others if these do not show it alone, a case distinction over the orders of
//     their versions, and then as few transactions as will do.
//
// # What is feasible
//
// BenchmarkDecide has transactions of 8 operations, half of them writes, on a fifth as many keys as
// transactions, of 20 concurrent clients; in violated histories three reads are of older versions.
// CPU-seconds of one core, with making the history:
//
//	level                        times  answer    1,000  10,000  100,000 transactions
//	strict-serializable          yes    holds      0.02     0.1      1.0
//	strict-serializable          yes    violated   0.02     0.1      1.0
//	strong-session-serializable  no     holds      0.03     0.1      1.9
//	strong-session-serializable  no     violated   0.02     0.1      1.1
//	snapshot-isolation           yes    holds      0.02     0.1      1.2
//	snapshot-isolation           yes    violated   0.02     0.1      undecided after 4
//	snapshot-isolation           no     holds      0.04     1.1      undecided after 3
//	snapshot-isolation           no     violated   0.01     0.2      not measured
//	parallel-snapshot-isolation  yes    holds      0.02     0.1      not measured
//	parallel-snapshot-isolation  yes    violated   0.02     1.7      not measured
//	parallel-snapshot-isolation  no     holds      0.04     1.4      not measured
//	parallel-snapshot-isolation  no     violated   0.03     3.5      not measured
//
// Where there are times the first order goes by them, even if the level does not. Options and the
// context bound the search.
package solve
