// Package rapidtest explores systems under schedules that rapid draws and shrinks.
//
// [Check] draws schedules, and holds each step to the contract of machines, to the properties of the kind Always, and to the
// specification, if there is one. When one fails, rapid shrinks the schedule, what is left over is shortened event by event, and the
// test prints its transcript:
//
//	func TestSchedules(t *testing.T) {
//		rapidtest.Check(t, system, rapidtest.Options{})
//	}
//
// rapid's flags say how many schedules are drawn (-rapid.checks), from which seed (-rapid.seed), and
// which failure is run again (-rapid.failfile).
//
// Schedules are drawn by kinds of events first: see [Options.Weights]. Properties of the kind Reachable are
// counted, and those of the kind Eventually are not judged: a schedule that ends says nothing of them.
package rapidtest
