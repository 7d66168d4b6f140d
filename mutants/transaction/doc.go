// Package transaction has the bugs that are planted into the checkers of transactions, and who catches
// them.
//
//   - reads.go: single reads, orders of versions, levels
//   - graphs.go: packages dependency and saturate
//   - searches.go: packages solve and causal
//   - proofs.go: the certificates, and the verdict
//   - subject.go: the rungs
//
// All bugs, in some 20 minutes:
//
//	go test ./mutants/transaction -run TestMutants -full -v -timeout 90m
//
// Without -full every bug must still apply, and two are planted.
package transaction
