// Package bench measures history checking beside Porcupine. It is a module of its own, so that
// what only benchmarks need is no dependency of Tenet. README.md says how to run it and what was
// measured.
//
//   - histories_test.go: the histories, and the files that hold them
//   - process_test.go: processes, and the time and memory that one of them takes
//   - check_test.go: the benchmarks of whole checks, and tests of their verdicts
//   - porcupine_test.go: Porcupine with models as its users write them
//   - parse_test.go: the benchmarks of parsing
package bench
