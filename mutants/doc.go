// Package mutants shows that the tests catch bugs: it plants one at a time into the source and
// runs the tests.
//
// A mutant replaces a piece of one file. The source stays as it is: the changed file is given to
// the go command by -overlay. The text that a mutant replaces must occur in its file exactly once,
// or the tests of this package fail, so that mutants cannot rot unseen. Mutants are named by the
// mistake, and stand in tables:
//
//   - engines_test.go: the engines of polynomial time
//   - searches_test.go: the searches
//   - verdicts_test.go: Check, the checker of certificates, and explanations
//   - inputs_test.go: models, histories and formats
//
// runner_test.go runs the tests in rungs: those of the changed package; each engine against brute
// force and Porcupine; certificates alone; and the recorded histories. The matrix of mutants and
// rungs shows who catches what. It takes about 25 minutes:
//
//	go test ./mutants -run TestMutants -full -v -timeout 90m
//
// Without -full every mutant must still apply and parse, and two are run.
//
// The mutants of protocols are elsewhere, since protocols have more rungs and since their mutants are enumerated too:
//
//   - [github.com/tenet-go/tenet/mutants/syntax] enumerates mutants from the syntax tree of a package
//   - [github.com/tenet-go/tenet/mutants/matrix] runs rungs on mutants
//   - [github.com/tenet-go/tenet/mutants/twopc] has what is planted into two-phase commit
//
// The command tenet mutants runs those. The mutants of the TLA+ engine are [github.com/tenet-go/tenet/mutants/tla].
package mutants
