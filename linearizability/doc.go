// Package linearizability checks recorded histories of concurrent systems: whether what clients
// saw can be explained by operations that took effect one at a time, each between its call and
// its return (Herlihy & Wing 1990).
//
//	h, _, err := format.Open(ctx, "history.edn", format.Options{})
//	m, err := model.New("cas-register", model.Options{})
//	verdict, err := linearizability.Check(ctx, m, h, linearizability.Options{})
//
// Check divides the history into independent objects, gives each to the engines that suit its
// model, and has every answer verified by package certificate, which shares no code with them.
//
// The packages below this one:
//
//   - history: values, operations, histories; a Recorder for live systems.
//   - format: readers and writers of history files.
//   - model: sequential specifications.
//   - engine and its sub-packages: the algorithms.
//   - certificate: the independent checker of verdicts.
//   - explain: why a history fails, in few operations and one sentence.
//   - page: the picture, as one HTML page.
//   - workload: Jepsen's checks for particular workloads, such as bank.
//   - follow: checking a history while it grows.
//   - generate: random histories, for tests and benchmarks.
//
// Those who have a model for Porcupine use CheckPorcupine.
package linearizability
