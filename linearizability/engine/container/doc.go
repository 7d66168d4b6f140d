// Package container decides containers into which each value is inserted at most once: queues,
// stacks, priority queues, sets and logs.
//
// # Slots
//
// All moments of a Problem differ. Slot s is the time between moments s and s+1. An operation
// called at moment c that returned at moment r can be ordered in the slots c to r-1, its span. An
// order of the operations respects real time if and only if the operations can be given slots of
// their spans that never decrease along the order: give each operation the greatest call among
// itself and those before it. Operations in one slot can be ordered at will. So a linearization is
// a choice of slots and of an order within each slot, and moments need not be mentioned again.
//
// # Queues, stacks and priority queues
//
// Values are different, so leaving a value out, with its insert and its remove, keeps a linearizable
// history linearizable: what the container does with the others does not change. An insert of
// unknown outcome whose value nobody removed is therefore left out, and one whose value was
// removed took effect. The spans are then tightened: an insert is ordered no later than the last
// slot of its remove, and a remove no earlier than the first slot of its insert. A value that is
// never removed is given a remove in a slot after all others, in which the container is emptied.
//
// The inner range of a value are the slots after the span of its insert and before the span of its
// remove: there it is certainly inside. The container can be empty at some point of slot s only if
// s is in no inner range. Call such slots free.
//
// Cut lemma. Let s be a free slot. If the history is linearizable, then it still is when the
// container has to be empty at a point of slot s, where the values whose insert can only be ordered
// before s are removed before that point, and all others are inserted after it.
//
// Proof. Take a linearization. Let B be the values whose insert's span ends before s; since s is
// free, the spans of their removes begin at s or before. Let A be the other values; the spans of
// their inserts, and so of their removes, end at s or later. Order first the operations on B as
// they were, those after slot s moved to it, and then those on A as they were, those before slot s
// moved to it. Both halves are legal, since they leave out whole values, and the first ends with an
// empty container. Operations that found the container empty stay with the half on whose side of s
// they are, and there find fewer values than before. ∎
//
// So an operation that found the container empty needs a free slot, any will do, and then cuts the
// history in two. That a slot is free does not depend on cuts: cutting changes no inner range.
//
// The engines:
//
//   - queue.go: queues (Henzinger, Sezgin and Vafeiadis, "Aspect-oriented linearizability proofs",
//     CONCUR 2013; Bouajjani, Emmi, Enea and Hamza, "On reducing linearizability to state
//     reachability", ICALP 2015)
//   - stack.go, cover.go, stabbing.go: stacks
//   - priority.go, slotset.go: priority queues
//   - set.go, element.go: sets, either grow-only with reads of all, or without
//   - log.go: lists that only grow
//
// Queue, Stack and PriorityQueue take values off one after the other as Lee and Mathur do
// ("Efficient decrease-and-conquer linearizability monitoring", OOPSLA 2025), and PriorityQueue
// does so in almost linear time. What they share:
//
//   - load.go: values and their spans
//   - empty.go: free slots, cuts, and what covers a slot that is not free
//   - pending.go: removes of unknown outcome
//   - growth.go: sets and logs as a sequence of groups
//   - witness.go: witnesses and the sentences about them
package container
