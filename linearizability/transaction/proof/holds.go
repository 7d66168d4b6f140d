package proof

import "github.com/tenet-go/tenet/linearizability/transaction/txn"

// Holds proves that a level holds. Which of the fields it uses depends on the level.
type Holds struct {
	// Order lists the committed transactions in an order in which they can have committed. For
	// serializability it explains each read by itself.
	Order []int32
	// Schedule says when transactions began and when they committed, for snapshot isolation.
	Schedule []Moment
	// Views lists, for causal memory and PRAM, for each session all transactions that committed a write, and
	// the session's reads, in an order in which the session can have seen them.
	Views [][]int32
	// Versions lists, for levels of Adya's that are defined by cycles, the committed versions of each
	// key, oldest first.
	Versions [][]txn.Version
}

// Moment is the beginning of a transaction, when its snapshot is taken, or its commit.
type Moment struct {
	Txn    int32
	Commit bool
}

// Refutation proves that every order of versions leads to a cycle: by a case distinction.
type Refutation struct {
	// Cycle, if it is not nil, uses what reads show and what was assumed in the cases above.
	Cycle Cycle
	// Otherwise A and B both wrote Key, and either A's version comes first, or B's.
	Key            txn.Key
	A, B           int32
	AFirst, BFirst *Refutation
}
