// Package fuzztest explores systems under schedules that a fuzzer's bytes say.
//
// [Fuzz] makes a fuzz target of a system:
//
//	func FuzzSchedules(f *testing.F) {
//		fuzztest.Fuzz(f, system, fuzztest.Options{})
//	}
//
// A byte picks one of the events that are possible (two bytes where there are more than 256): see [Run]. Every step is judged as in
// package rapidtest. [Encode] makes bytes of a run, so that kept schedules can be seeds.
package fuzztest
