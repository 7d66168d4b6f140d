// Package tla has the bugs that are planted into the TLA+ engine, and who catches them.
//
//   - read.go: the parser, the meaning of names, configurations
//   - values.go: values
//   - compiled.go: compiled expressions and actions
//   - search.go: the checker and the step checker
//   - subject.go: the rungs, which are run alone
//
// All bugs, in some minutes:
//
//	go test ./mutants/tla -run TestMutants -full -v -timeout 60m
//
// Without -full every bug must still apply, and two are planted.
package tla
