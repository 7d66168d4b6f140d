// Package syntax enumerates mutants of a Go package: for every place of its syntax tree, the small
// mistakes that could have been made there.
//
// [Load] reads and checks a package, [Package.Mutants] lists its mutants. Each changes one place of one
// file, and all other bytes stay as they are. A change that would not compile is no mutant; how many such there were is
// counted. Mutants have names that do not depend on line numbers:
// participant.go:Participant.prepare:guard-dropped:2 is the second place in that function where a
// guard could be missing.
//
// The kinds of mistakes are listed in [Kinds].
//
// These places are left out, since a mistake there cannot make the protocol wrong:
//
//   - the functions String, GoString, Error, Format and Describe, which print for people
//   - arguments of panic, errors.New, fmt.Errorf, fmt.Sprintf, fmt.Sprint, and methods called Fail: the texts of errors and of broken invariants
//   - declarations outside functions: types, constants, and variables such as tables of names
//   - the capacities and lengths in make, which decide about memory only where the code is right
//   - comparisons of an error with nil are not flipped; the guards that they make are dropped
//   - numbers and constants that are returned beside an error
//   - the number of a batch of its own is not changed where it is given to Persist or acknowledged: package machine panics
//   - test files
package syntax
