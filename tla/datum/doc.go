// Package datum has the values that the TLA+ engine computes with: integers, Booleans, strings, model values, sets and functions.
//
// A Datum is 16 bytes. Integers, Booleans, strings and model values are held inside it; sets and functions are nodes that are shared
// and never change. Tuples, sequences and records are functions, with one equality, one order and one hash.
// Sets may be infinite or large (Nat, Int, STRING, Seq(S), SUBSET S, [S -> T], [f : S], S \X T): these answer membership
// without being enumerated, and are enumerated in the canonical order only when asked to be.
//
// Like TLC, the package refuses to compare what TLA+ leaves unspecified, such as 1 = "a": operations then panic with an
// *Error, which package eval turns into an error with its place in the specification.
//
// A value that leaves the engine becomes a value.Value (package tla/value), which is its own canonical encoding.
//
// Values may be used by several goroutines at once. What a node remembers of itself (its hash, the elements of a lazy set) is
// atomic, and the same whoever computes it.
//
// Where to look:
//
//   - datum.go, intern.go: the representation; strings and names of model values are interned
//   - compare.go, hash.go: equality, the canonical order, hashes
//   - set.go, setops.go, filter.go: sets by their elements, and the operations on sets
//   - lazy.go, power.go, product.go: sets by what they are made of
//   - function.go, sequence.go, lambda.go, shape.go: functions, sequences, functions by a rule, records and shared domains
//   - print.go, convert.go, encode.go: text as TLC prints it, value.Value, bytes
//   - permute.go: model values replaced, for SYMMETRY
package datum
