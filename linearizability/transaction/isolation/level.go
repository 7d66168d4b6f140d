package isolation

// Base says what a level asks of the dependencies between transactions.
type Base uint8

// The levels that are decided, weaker ones first where one implies the other. docs/checking-histories.md
// has them with their sources.
const (
	// ReadUncommitted, PL-1: versions of all keys are in one order (Adya: no G0).
	ReadUncommitted Base = iota
	// ReadCommitted, PL-2: and only what was committed is read (Adya: no G1).
	ReadCommitted
	// MonotonicAtomicView: and once a transaction has read from another, it sees all of that other's
	// writes (Bailis et al., VLDB 2014; it is the read committed of Biswas and Enea, OOPSLA 2019).
	MonotonicAtomicView
	// ReadAtomic: a transaction sees all of another's writes, or none (Cerone et al., CONCUR 2015).
	ReadAtomic
	// Causal: and what those transactions saw whose writes it sees.
	Causal
	// ParallelSnapshotIsolation: and no update is lost (no cycle with fewer than two anti-dependencies). On
	// single keys, without predicates, Adya's PL-2+ and this are one.
	ParallelSnapshotIsolation
	// SnapshotIsolation: reads are of a snapshot of all transactions committed before it, and of two that
	// write one key, one sees the other (no cycle without two adjacent anti-dependencies).
	SnapshotIsolation
	// Serializable, PL-3: transactions are as if executed one after the other (no cycle). Without predicates
	// Adya's repeatable read, PL-2.99, is the same.
	Serializable
)

var bases = [...]string{
	"read-uncommitted", "read-committed", "monotonic-atomic-view", "read-atomic", "causal",
	"parallel-snapshot-isolation", "snapshot-isolation", "serializable",
}

// Level is a level of isolation.
type Level struct {
	Base  Base
	Order Order
}

// StrictSerializable is the strongest level.
var StrictSerializable = Level{Serializable, RealTime}

// String returns the name of the level, such as strong-session-causal.
func (l Level) String() string {
	switch l.Order {
	case Session:
		return "strong-session-" + bases[l.Base]
	case RealTime:
		if l.Base == Serializable {
			return "strict-serializable"
		}
		return "strong-" + bases[l.Base]
	default:
		return bases[l.Base]
	}
}

// Levels returns all levels, weaker ones first where one implies the other.
func Levels() []Level {
	var all []Level
	for b := range bases {
		for o := Unordered; o <= RealTime; o++ {
			all = append(all, Level{Base(b), o})
		}
	}
	return all
}

// Implies reports whether every history of level l is one of level m.
func (l Level) Implies(m Level) bool { return l.Base >= m.Base && l.Order >= m.Order }
