package causal

import "github.com/tenet-go/tenet/linearizability/transaction/isolation"

// The patterns that violate models. The first seven have their names from Bouajjani et al., POPL 2017,
// table 1.
const (
	// CyclicCO: operations are causally before themselves.
	CyclicCO isolation.Anomaly = "CyclicCO"
	// WriteCOInitRead: a read returned the initial value of a key, and is causally after a write to it.
	WriteCOInitRead isolation.Anomaly = "WriteCOInitRead"
	// ThinAirRead: a read returned what nobody wrote.
	ThinAirRead isolation.Anomaly = "ThinAirRead"
	// WriteCORead: a read returned a write that was overwritten causally before the read.
	WriteCORead isolation.Anomaly = "WriteCORead"
	// CyclicCF: each of two or more writes must come before the next, for it is causally before it, or
	// before a read of the next.
	CyclicCF isolation.Anomaly = "CyclicCF"
	// WriteHBInitRead: a session read the initial value of a key, and a write to it must have come before,
	// as the session's other reads show.
	WriteHBInitRead isolation.Anomaly = "WriteHBInitRead"
	// CyclicHB: the reads of one session allow no order of the writes.
	CyclicHB isolation.Anomaly = "CyclicHB"
	// AbortedRead: a read returned what was written by an operation that failed.
	AbortedRead isolation.Anomaly = "aborted-read"
	// NotMyWrites: sessions did not read their own writes.
	NotMyWrites isolation.Anomaly = "read-your-writes-violation"
	// NonMonotonicReads: sessions read something older than they had read before.
	NonMonotonicReads isolation.Anomaly = "monotonic-reads-violation"
	// NonMonotonicWrites: sessions saw a write, and not, or not yet overwritten, an earlier write of its
	// session.
	NonMonotonicWrites isolation.Anomaly = "monotonic-writes-violation"
	// WritesNotAfterReads: sessions saw a write, and not what its session had read before it.
	WritesNotAfterReads isolation.Anomaly = "writes-follow-reads-violation"
)
