// Package transaction checks histories of transactions: which levels of isolation explain what
// clients saw, and which anomalies rule out the others.
//
//	h, info, err := format.Open(ctx, "history.edn", format.Options{})
//	verdict, err := transaction.Check(ctx, h, transaction.Options{Model: transaction.ListAppend})
//
// Verdicts carry proofs: an order of the transactions for a level that holds, a cycle of
// dependencies for one that is violated. Package certificate verifies them, and shares no code with
// what found them.
//
// The packages below this one, in the order in which a history goes through them:
//
//   - txn: transactions, keys and versions, decoded of a history.
//   - execution: what transactions show each other; anomalies of single reads.
//   - version: the order of each key's versions, as far as it is known.
//   - dependency: the graph of dependencies and its cycles by name (Adya; Elle).
//   - saturate: monotonic atomic view, read atomic, causal (Biswas and Enea; AWDIT).
//   - solve: snapshot isolation and serializability where the order of versions is unknown.
//   - proof: the proofs they give, as data. isolation: levels and anomalies.
//   - certificate: the independent checker of proofs.
//   - causal: causal consistency and session guarantees of single operations, for CheckOperations.
//   - explain, page: what was found, as text and as pictures.
//   - generate: histories of a chosen size, shape and anomaly.
package transaction
