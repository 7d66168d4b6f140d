// Package matrix plants mutants one at a time and shows which rungs of evidence catch them, each
// rung run alone.
//
// A [Mutant] is a set of changed files. The source stays as it is: Go files are given to the go command by
// -overlay, others are changed in a copy. A [Rung] is a way to look for mistakes, such as a set of
// tests. [Run] plants every mutant, runs every rung, and returns the [Report].
//
//   - mutant.go: mutants, and how small named patches make them
//   - rung.go, gotest.go: rungs, and those that are tests
//   - build.go, reach.go: test binaries with mutants in them, and which places tests reach, so that no test is run for nothing
//   - run.go: all mutants against all rungs, in parallel
//   - survivors.go: the file that says why a mutant that nobody catches is no bug
//   - report.go, print.go: what came of it, and whether that is all right
package matrix
