package isolation

import "strings"

// Anomaly is the name of something that a level of isolation forbids, as Adya and Elle have it.
type Anomaly string

// Anomalies that are seen in single transactions and their reads.
const (
	// Internal: a transaction did not read what it had itself written. Adya's histories cannot have it, and
	// Cerone's levels forbid it from read atomic up (axiom Int). It rules out monotonic atomic view, since
	// Biswas and Enea assume that all their levels are without it.
	Internal Anomaly = "internal"
	// NonRepeatableRead: a transaction read a key twice, and found different versions. Monotonic atomic view
	// allows it.
	NonRepeatableRead Anomaly = "non-repeatable-read"
	// FutureRead: a transaction read what it was to write only later: G1c with a single transaction.
	FutureRead Anomaly = "future-read"
	// GarbageRead: a value was read that nobody wrote.
	GarbageRead Anomaly = "garbage-read"
	// G1a is an aborted read: of what a transaction wrote that failed.
	G1a Anomaly = "G1a"
	// G1b is an intermediate read: of what its writer overwrote, or appended to, itself.
	G1b Anomaly = "G1b"
	// DuplicateElements: a list was read that has an element twice.
	DuplicateElements Anomaly = "duplicate-elements"
)

// Anomalies of the order of versions.
const (
	// DirtyUpdate: what a committed transaction appended stands behind what a transaction appended that failed.
	DirtyUpdate Anomaly = "dirty-update"
	// IncompatibleOrder: two lists were read of a key, and without elements of transactions that failed
	// neither is the beginning of the other; or a list does not have what one transaction appended in the
	// order in which it did.
	IncompatibleOrder Anomaly = "incompatible-order"
	// CyclicVersions: the user's assumptions and the reads have versions of a key before themselves.
	CyclicVersions Anomaly = "cyclic-versions"
	// LostUpdate: two transactions read the same version of a key, and both replaced it (Berenson et al.,
	// SIGMOD 1995, P4). It is a G-single in each order of the two.
	LostUpdate Anomaly = "lost-update"
)

// Anomalies that are cycles of dependencies (Adya 1999, §3 and §4; Elle, VLDB 2020, §4).
const (
	// G0 is a cycle of ww edges: a dirty write.
	G0 Anomaly = "G0"
	// G1c is a cycle of ww and wr edges, with a wr edge: circular information flow.
	G1c Anomaly = "G1c"
	// GSingle is a cycle with one rw edge: read skew.
	GSingle Anomaly = "G-single"
	// GNonadjacent is a cycle with two or more rw edges, no two of them adjacent: a long fork, for instance.
	GNonadjacent Anomaly = "G-nonadjacent"
	// G2Item is any other cycle: write skew.
	G2Item Anomaly = "G2-item"
)

// Anomalies that are cycles of the commit order with edges of visibility (Biswas and Enea, OOPSLA 2019).
const (
	// NonMonotonicRead: a transaction read from another, and later an older version than that other wrote.
	NonMonotonicRead Anomaly = "non-monotonic-read"
	// FracturedRead: a transaction read some of what another wrote, and of another key an older version.
	FracturedRead Anomaly = "fractured-read"
	// StaleRead: a transaction missed a write of one that its level has before it, by session or real time
	// alone. It is StaleRead-process or StaleRead-realtime.
	StaleRead Anomaly = "stale-read"
	// CausalityViolation: a transaction read an older version than one in its causal past.
	CausalityViolation Anomaly = "causality-violation"
	// CyclicCausality: transactions read from one another in a circle. With edges WR and Process only, it is
	// G1c by another name.
	CyclicCausality Anomaly = "cyclic-causality"
)

// suffixes of the names of anomalies that are there only because a level respects an order.
var suffixes = [...]string{"", "-process", "-realtime"}

// Within returns the name of an anomaly that has edges of order o, such as G1c-process.
func (a Anomaly) Within(o Order) Anomaly { return a + Anomaly(suffixes[o]) }

// Split returns the name of an anomaly without the order that it needs, and that order.
func (a Anomaly) Split() (Anomaly, Order) {
	for o := RealTime; o > Unordered; o-- {
		if name, found := strings.CutSuffix(string(a), suffixes[o]); found {
			return Anomaly(name), o
		}
	}
	return a, Unordered
}

// weakest has for each anomaly the weakest level that forbids it.
var weakest = map[Anomaly]Base{
	GarbageRead:       ReadUncommitted,
	DuplicateElements: ReadUncommitted,
	CyclicVersions:    ReadUncommitted,
	// Elle calls it an aborted read. But lists of which none is a prefix of the other are of no order of
	// versions, and there is one at every level of Adya's.
	IncompatibleOrder: ReadUncommitted,
	G0:                ReadUncommitted,

	G1a:             ReadCommitted,
	G1b:             ReadCommitted,
	G1c:             ReadCommitted,
	CyclicCausality: ReadCommitted,
	FutureRead:      ReadCommitted,
	DirtyUpdate:     ReadCommitted,

	Internal:           MonotonicAtomicView,
	NonMonotonicRead:   MonotonicAtomicView,
	NonRepeatableRead:  ReadAtomic,
	FracturedRead:      ReadAtomic,
	StaleRead:          ReadAtomic,
	CausalityViolation: Causal,

	LostUpdate:   ParallelSnapshotIsolation,
	GSingle:      ParallelSnapshotIsolation,
	GNonadjacent: SnapshotIsolation,
	G2Item:       Serializable,
}

// RuledOut returns the weakest level that an anomaly rules out: those that imply it are ruled out
// too, and no other is. It reports false if there is no such anomaly.
func RuledOut(a Anomaly) (Level, bool) {
	name, order := a.Split()
	base, known := weakest[name]
	return Level{base, order}, known
}
