// Package saturate decides monotonic atomic view, read atomic and causal consistency.
//
// Biswas and Enea (On the complexity of checking transactional consistency, OOPSLA 2019) define
// these levels by a commit order: a total order of the transactions that respects sessions and who
// read from whom, and in which, whenever a transaction reads a key from t2 and another writer t1 of
// that key is visible to it, t1 comes before t2. The levels differ in who is visible: those it has
// read from before in its program order; all that it reads from and that precede it in its session;
// and those too that were visible to those. None of this mentions the commit order, so all its
// forced edges can be collected, and the level holds if they are acyclic with the others.
//
// To be fast is to collect few forced edges of which the others follow, as in AWDIT (Møldrup and
// Pavlogiannis, PLDI 2025). With n operations, k sessions and m edges of visibility:
//
//   - Monotonic atomic view and read atomic intersect what a transaction reads with what each of those
//     wrote that it read from, the smaller of the two looked up in the other: O(n^1.5 log n).
//   - Causal goes through the transactions with vector clocks that count for each session how much of it
//     is visible: of each session the last writer of a key forces all edges. O(n k log n) time. Clocks
//     last as long as somebody needs them.
//   - Without sessions, or with nearly as many sessions as transactions, there are no chains to count
//     along. Visibility is then computed for blocks of 512 writers by words of bits, O(n m / 64), and forced
//     edges are compared with a guess of the commit order. Those against it make a better guess. After some
//     rounds all forced edges are kept between transactions that an edge against the guess would have
//     change places, up to a bound beyond which the level is undecided. The first guess is what causal
//     consistency with sessions leaves, and if that holds, no more is needed.
//   - Real time, which orders too many pairs to list, goes through relays: nodes that stand for all
//     transactions that returned by a moment, each after the one before it. For read atomic each key has
//     relays of its own for its writers.
//
// The initial state is a write of every key before all transactions. Whoever reads it though a
// writer of the key is visible violates the level; as a cycle that is the path of visibility and the
// anti-dependency back.
package saturate
