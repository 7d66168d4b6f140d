package proof

import "github.com/tenet-go/tenet/linearizability/transaction/txn"

// Reason says why one transaction comes before another (Adya 1999, §3; Elle, VLDB 2020, §4.1).
type Reason uint8

const (
	// WW means: From wrote a version of Key, and To a later one.
	WW Reason = iota
	// WR means: From wrote the version of Key that To read.
	WR
	// RW means: From read a version of Key, and To wrote a later one: an anti-dependency.
	RW
	// Process means: From and To are of one session, in this order.
	Process
	// RealTime means: From returned before To was called.
	RealTime
	// Visible means: From wrote Key, and Reader, to which From was visible, read it from To: so To's write is
	// the later one (the axioms of Biswas and Enea, OOPSLA 2019).
	Visible
)

// String returns the name of the reason as cycles show it.
func (r Reason) String() string {
	return [...]string{"ww", "wr", "rw", "process", "realtime", "visible"}[r]
}

// None stands for a transaction or an operation that there is not.
const None = -1

// Edge says that From comes before To, and why.
type Edge struct {
	From, To int32
	Reason   Reason
	// Key is the one that both use; it means nothing for Process and RealTime.
	Key txn.Key
	// FromOp and ToOp are the operations that make the edge, or None for Process and RealTime.
	FromOp, ToOp int32
	// Basis says where the order of versions comes from that WW and RW need.
	Basis Basis
	// Reader and ReaderOp are the read that shows it: of a WW edge whose Basis is ByReads, a read of a
	// list that has both elements, or the first of them and not the second, which nobody has read; of a
	// Visible edge, the read of Key from To. None elsewhere.
	Reader, ReaderOp int32
	// Path says how From of a Visible edge was visible to Reader: edges WR, Process and RealTime that lead
	// from one to the other. A single one, or, if the level is causal, any number; Process and then RealTime
	// count as one, since a session's transaction that returned takes those before it along. Of a WW or RW edge whose
	// Basis is BySessionOrder or ByRealTimeOrder it is one edge Process or RealTime, from the transaction
	// that read or wrote the older version to the one that read or wrote the newer, with the operations.
	Path []Edge
}

// Basis says where the order of two versions comes from.
type Basis uint8

const (
	// ByReads means: reads show it. The first version is the initial one; or a list was read that has both
	// elements, or the first of them and not the second.
	ByReads Basis = iota
	// ByAssumption means: a Refutation assumes it at a node above, for the other order of the versions fails too.
	ByAssumption
	// ByReadBeforeWrite means: a transaction read the first version and then wrote the second; an assumption
	// on the database that its user made.
	ByReadBeforeWrite
	// BySessionOrder means: one session wrote or read the first version, and later the second; an assumption
	// on the database that its user made.
	BySessionOrder
	// ByRealTimeOrder means: the first version was written or read before the second one's transaction was
	// called; an assumption on the database that its user made.
	ByRealTimeOrder
)

// String returns what cycles say of the basis.
func (b Basis) String() string {
	return [...]string{"reads", "assumption", "read before write", "session order", "real-time order"}[b]
}

// Cycle is a cycle of edges: To of each is From of the next, and To of the last From of the first.
type Cycle []Edge
