// Package schedule keeps, replays, shortens and prints runs.
//
// A kept [Schedule] is a text file that names events: what was done, at which node, and the event's own name. Names
// survive changes of code that indices and seeds do not, and where they do not survive, [Replay] says so:
// it stops at the first event that is not possible, or that fires another action, and says what is possible there.
//
//		# system: register
//		# property: durable
//		AcceptPut 1: ask put 10 at 1, request 1
//		Persist 1: persist 1
//
//	  - schedule.go: the file: [Parse] and [Schedule.Write]
//	  - replay.go: [Replay] follows a schedule, strictly or skipping what has become impossible
//	  - course.go: a [Course] is a run under way, each of whose steps is judged
//	  - shorten.go: [Shorten] leaves out what a violation does not need
//	  - transcript.go, describe.go: [Transcript] and [Report] print runs with the differences of the nodes' states
package schedule
