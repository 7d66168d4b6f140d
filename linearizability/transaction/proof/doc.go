// Package proof has the proofs that checkers of transactions give for what they say, as plain data.
// Package certificate verifies them, and knows nothing of how they were found.
//
// Transactions are named by their index in txn.History.Txns, operations by their index in Txn.Ops.
package proof
