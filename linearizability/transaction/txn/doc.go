// Package txn is the vocabulary of the checkers of transactions: histories in which each operation
// is a transaction, a list of reads, writes and appends of keys, with keys and versions numbered.
//
// Decode makes one of a history.History. Nothing here judges: a history that no database could
// have made is decoded like any other.
package txn
