// Package explain says why a history is not linearizable: in few operations and one sentence.
//
//   - explain.go: [Explain], the whole of it
//   - prefix.go: [Prefix], what was known at a moment, and [SubHistory], a part as a history
//   - earliest.go: [Earliest], the first operation at which no order exists
//   - shrink.go: [Shrink], a small part that is not linearizable
//   - possible.go: the states in which an object may have been when an operation ran
//   - sentence.go: the sentence
//
// Shrinking leaves out only what keeps a linearizable history linearizable, so that the part
// proves the whole wrong: what comes after a moment, where calls that are open remain pending;
// reads; and whole values where the model permits. Leaving out a write alone would make good reads
// look bad. The part is a certificate.Witness, for certificate.CheckWitness to verify.
//
// Problems given to this package must have a model that decodes the operations of their history:
// a part that engine.Problem.Split made is to be given as of before it was translated.
package explain
