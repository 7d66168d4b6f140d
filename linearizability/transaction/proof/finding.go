package proof

import "github.com/tenet-go/tenet/linearizability/transaction/isolation"

// Finding is an anomaly with what shows it.
type Finding struct {
	Anomaly isolation.Anomaly
	// Sentence says what happened, in words.
	Sentence string
	// Cycle is the cycle of dependencies, for anomalies that are cycles.
	Cycle Cycle
	// Lemmas are edges Visible that hold in the view of one session. A Visible edge of Cycle that has no
	// Path is one of them, and so is one in the Path of a later lemma.
	Lemmas []Edge
	// Refutation is for anomalies without a single cycle: every order of the versions has one.
	Refutation *Refutation
	// Ops are the operations that show an anomaly that is no cycle, in the order in which Sentence
	// speaks of them.
	Ops []Place
	// Shortest says that no cycle of the same anomaly has fewer edges.
	Shortest bool
	// Omitted counts what else the checker found of the same anomaly and does not list. It is set in the
	// last one that is listed.
	Omitted int
}

// Place is one operation of one transaction.
type Place struct{ Txn, Op int32 }
