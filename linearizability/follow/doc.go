// Package follow checks a history for linearizability while it is being recorded: events come one
// by one, memory is bounded, and a violation is reported soon after the event that completes it.
//
//   - checker.go: Checker, the check; options.go its Options; status.go what it reports
//   - pairing.go: events to operations, by the rules of history.Builder
//   - object.go: one independent object: the events that wait, and the search
//   - violation.go: Violation, and the sentence about it
//   - loop.go: Follow, the loop over a reader of events
//   - tail.go: Tail, a reader of a file that grows
//
// The search is a frontier.Stream for each object (each Operation.Key). An event can be judged
// when the outcomes of all operations of its object that were called before it are known, and
// waits until then. So one operation that never completes would make all others wait; when too many
// events wait, it counts as of unknown outcome from then on.
//
// What the memory is for: the open operations and the waiting events; for each object the
// configurations of the search and the latest operations, to be shown when there is a violation;
// and of operations of unknown outcome, which may take effect at any time to come, the process, which
// must not come again, and a count for each action and object. So memory grows with the objects, and
// with the operations of unknown outcome: each adds its process, and a different action if it writes a
// value of its own. It does not grow with the other operations.
//
// What is given up for that: a valid end has no certificate, and a violation comes with the latest
// operations only, which are no proof by themselves unless they are all.
package follow
