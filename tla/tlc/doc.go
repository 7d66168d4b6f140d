// Package tlc runs TLC, the model checker of TLA+, on a model and reads what it says.
//
// [Find] looks for a Java and for TLC's jar, and fetches the jar once if it must. [TLC.Check] checks a model,
// and can have the state graph dumped for package [github.com/tenet-go/tenet/tla/graph].
package tlc
