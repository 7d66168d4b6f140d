// Package history holds records of what the clients of a concurrent system did.
//
//   - value.go: Value, what operations take and return; print.go writes values in EDN and JSON,
//     number.go compares numbers of different kinds
//   - history.go: Operation and History
//   - event.go, builder.go: Event, and the Builder that makes a history of events, strictly
//   - independent.go: Independent, for histories of jepsen.independent
//   - recorder.go: Recorder, for live systems
//
// The meanings of ok, fail and info are Jepsen's: an ok operation took effect between its call
// and its return, a failed one did not, and of the others nobody knows whether they did or still
// will.
package history
