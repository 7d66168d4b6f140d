// Package oracle decides by brute force which levels of isolation a small history satisfies: it
// tries everything that is not known. It is what the checkers are compared with, and each level is
// written from the definition that is farthest from how they work:
//
//   - serializable: one after the other, the transactions give what they read, literally executed.
//   - snapshot isolation: they begin and commit in some order; each reads from a snapshot taken when
//     it begins, and no two that write a key are active at once (Berenson et al., SIGMOD 1995).
//   - monotonic atomic view, read atomic, causal: the axioms of Biswas and Enea (OOPSLA 2019, §2.2)
//     for all commit orders, those that contradict what lists show left out.
//   - read uncommitted, read committed, parallel snapshot isolation: Adya's relations (thesis, 1999,
//     §4) for all orders of versions, transitively closed.
//
// Histories of lists have one more rule, at all levels: the elements of each key are in one order
// in which those of each transaction are in program order, and every list that was read is a prefix
// of it. This is what makes lists show the order of versions (Kingsbury and Alvaro, VLDB 2020, §4).
package oracle
