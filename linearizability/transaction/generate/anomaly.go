package generate

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// anomaly is one that can be planted.
type anomaly struct {
	name string
	// in are the kinds of histories in which it can be seen.
	in kindSet
	// spans are transactions that are called before, and return after, all of the phases. The
	// transactions of a phase overlap, unless they are of one session, and return before the next
	// phase begins.
	//
	// A transaction is A: w x 1, r y 1 2. A is its session; r y is a read of the initial value; r y 1 2 is
	// one of a list, of which a register has only the last. A! is one that fails.
	spans  []string
	phases [][]string
	// cycle are the transactions of the cycle, by their number in spans and phases, and what leads from
	// each to the next: ww x, wr x, rw x, process, realtime. Tests verify it. Anomalies of single reads have
	// none.
	cycle []string
}

// kindSet is a set of kinds of histories.
type kindSet uint8

const (
	lists kindSet = 1 << iota
	registers
	singles // registers of which each operation is by itself
)

func kindOf(m txn.Model, single bool) kindSet {
	switch {
	case m == txn.Lists:
		return lists
	case single:
		return singles
	}
	return registers
}

// Anomalies returns the names of the anomalies that can be planted into histories of a model.
func Anomalies(m txn.Model, single bool) []string {
	var names []string
	for _, a := range anomalies() {
		if a.in&kindOf(m, single) != 0 {
			names = append(names, a.name)
		}
	}
	slices.Sort(names)
	return names
}

// NameOf returns the name by which package isolation knows an anomaly of Anomalies: some are known by
// two.
func NameOf(anomaly string) string {
	switch anomaly {
	case "read-skew":
		return "G-single"
	case "long-fork":
		return "G-nonadjacent"
	case "write-skew":
		return "G2-item"
	case "cyclic-causality":
		return "G1c"
	}
	return anomaly
}

func find(name string, m txn.Model, single bool) anomaly {
	all := anomalies()
	return all[slices.IndexFunc(all, func(a anomaly) bool { return a.name == name && a.in&kindOf(m, single) != 0 })]
}

func anomalies() []anomaly {
	return slices.Concat(ofReads, ofVersions, ofCycles, ofOrders, ofSingles)
}

const both = lists | registers

// ofReads are seen in single transactions and their reads.
var ofReads = []anomaly{
	{name: "internal", in: both, phases: [][]string{{"A: w x 1, r x"}}},
	{name: "non-repeatable-read", in: both, phases: [][]string{{"A: w x 1", "B: r x, r x 1"}}},
	{name: "future-read", in: both, phases: [][]string{{"A: r x 1, w x 1"}}},
	{name: "garbage-read", in: both, phases: [][]string{{"A: r x 99"}}},
	{name: "G1a", in: both, phases: [][]string{{"A!: w x 1"}, {"B: r x 1"}}},
	{name: "G1b", in: both, phases: [][]string{{"A: w x 1, w x 2", "B: r x 1"}}},
	{name: "duplicate-elements", in: lists, phases: [][]string{{"A: w x 1"}, {"B: r x 1 1"}}},
}

// ofVersions are seen in the order of versions.
var ofVersions = []anomaly{
	{name: "dirty-update", in: lists, phases: [][]string{{"A!: w x 1"}, {"B: w x 2"}, {"C: r x 1 2"}}},
	{name: "incompatible-order", in: lists, phases: [][]string{{"A: w x 1", "B: w x 2"}, {"C: r x 1 2", "D: r x 2 1"}}},
	// Seen if versions are taken to be in the order of sessions, or of real time.
	{name: "cyclic-versions", in: registers, phases: [][]string{{"A: w x 1"}, {"A: w x 2", "B: r x 2"}, {"B: r x 1"}}},
	{
		name: "lost-update", in: lists, phases: [][]string{{"A: r x, w x 1", "B: r x, w x 2"}, {"C: r x 1 2"}},
		cycle: []string{"0 ww x", "1 rw x"},
	},
	{
		name: "lost-update", in: registers, phases: [][]string{{"A: r x, w x 1", "B: r x, w x 2"}},
		cycle: []string{"0 rw x", "1 rw x"},
	},
}

// ofCycles are cycles of dependencies alone.
var ofCycles = []anomaly{
	{
		name: "G0", in: lists, phases: [][]string{{"A: w x 1, w y 1", "B: w x 2, w y 2"}, {"C: r x 1 2, r y 2 1"}},
		cycle: []string{"0 ww x", "1 ww y"},
	},
	{
		name: "G1c", in: both, phases: [][]string{{"A: w x 1, r y 1", "B: w y 1, r x 1"}},
		cycle: []string{"0 wr x", "1 wr y"},
	},
	{
		name: "cyclic-causality", in: both, phases: [][]string{{"A: r x 1, w y 1", "B: r y 1, w x 1"}},
		cycle: []string{"0 wr y", "1 wr x"},
	},
	{
		name: "G-single", in: lists, phases: [][]string{{"A: w x 1, w y 1", "B: w x 2, r y"}, {"C: r x 1 2"}},
		cycle: []string{"0 ww x", "1 rw y"},
	},
	{
		name: "G-single", in: registers, phases: [][]string{{"A: w x 1, w y 1", "B: r y, r x 1"}},
		cycle: []string{"0 wr x", "1 rw y"},
	},
	{
		name: "read-skew", in: both, phases: [][]string{{"A: w x 1, w y 1", "B: r y, r x 1"}},
		cycle: []string{"0 wr x", "1 rw y"},
	},
	{
		name: "fractured-read", in: both, phases: [][]string{{"A: w x 1, w y 1", "B: r y, r x 1"}},
		cycle: []string{"0 wr x", "1 rw y"},
	},
	{
		name: "non-monotonic-read", in: both, phases: [][]string{{"A: w x 1, w y 1", "B: r x 1, r y"}},
		cycle: []string{"0 wr x", "1 rw y"},
	},
	{
		name: "causality-violation", in: both, phases: [][]string{{"A: w x 1", "B: r x 1, w y 1", "C: r y 1, r x"}},
		cycle: []string{"0 wr x", "1 wr y", "2 rw x"},
	},
	{
		name: "G-nonadjacent", in: both, phases: [][]string{{"A: w x 1", "B: w y 1", "C: r x 1, r y", "D: r y 1, r x"}},
		cycle: []string{"0 wr x", "2 rw y", "1 wr y", "3 rw x"},
	},
	{
		name: "long-fork", in: both, phases: [][]string{{"A: w x 1", "B: w y 1", "C: r x 1, r y", "D: r y 1, r x"}},
		cycle: []string{"0 wr x", "2 rw y", "1 wr y", "3 rw x"},
	},
	{
		name: "G2-item", in: both, phases: [][]string{{"A: r x, w y 1", "B: r y, w x 1"}},
		cycle: []string{"0 rw x", "1 rw y"},
	},
	{
		name: "write-skew", in: both, phases: [][]string{{"A: r x, w y 1", "B: r y, w x 1"}},
		cycle: []string{"0 rw x", "1 rw y"},
	},
}

// ofOrders are cycles with one edge of session order, or, from another session, of real time.
var ofOrders = slices.Concat(ordered("process", "A"), ordered("realtime", "Z"))

// ordered returns the anomalies whose cycle goes from session A to the given one by the named edge.
func ordered(edge, then string) []anomaly {
	return []anomaly{
		{
			name: "G0-" + edge, in: lists, phases: [][]string{{"A: w x 1"}, {then + ": w x 2"}, {"B: r x 2 1"}},
			cycle: []string{"0 " + edge, "1 ww x"},
		},
		{
			name: "G1c-" + edge, in: both, phases: [][]string{{"A: r x 1"}, {then + ": w x 1"}},
			cycle: []string{"0 " + edge, "1 wr x"},
		},
		{
			name: "G-single-" + edge, in: both, phases: [][]string{{"A: w x 1"}, {then + ": r x"}},
			cycle: []string{"0 " + edge, "1 rw x"},
		},
		{
			name: "G-nonadjacent-" + edge, in: both, spans: []string{"B: r y 1, r x", "C: w y 1"},
			phases: [][]string{{"A: w x 1"}, {then + ": r y"}},
			cycle:  []string{"0 rw x", "2 " + edge, "3 rw y", "1 wr y"},
		},
		{
			name: "G2-item-" + edge, in: both, spans: []string{"B: w x 1, r y"},
			phases: [][]string{{"A: w y 1"}, {then + ": r x"}},
			cycle:  []string{"0 rw y", "1 " + edge, "2 rw x"},
		},
	}
}

// ofSingles are those of causal consistency, by their names in Bouajjani et al. (POPL 2017, table 1),
// and violations of the guarantees of sessions (Terry et al., PDIS 1994). What violates monotonic writes,
// or that writes follow reads, takes two reads to see, of which the later one must see what the earlier
// one saw: a checker finds it if monotonic reads are promised too, as PRAM and causal consistency do.
var ofSingles = []anomaly{
	{name: "CyclicCO", in: singles, phases: [][]string{{"A: r x 1", "B: r y 1"}, {"A: w y 1", "B: w x 1"}}, cycle: []string{"0 process", "2 wr y", "1 process", "3 wr x"}},
	{name: "WriteCOInitRead", in: singles, phases: [][]string{{"A: w x 1"}, {"B: r x 1"}, {"B: w y 1"}, {"C: r y 1"}, {"C: r x"}}, cycle: []string{"0 wr x", "1 process", "2 wr y", "3 process", "4 rw x"}},
	{name: "ThinAirRead", in: singles, phases: [][]string{{"A: r x 99"}}},
	{name: "WriteCORead", in: singles, phases: [][]string{{"A: w x 1"}, {"A: w x 2"}, {"B: r x 2"}, {"B: r x 1"}}},
	{name: "CyclicCF", in: singles, phases: [][]string{{"A: w x 1", "B: w x 2"}, {"A: r x 2", "B: r x 1"}}},
	{name: "WriteHBInitRead", in: singles, phases: [][]string{{"A: w z 1", "B: w x 2"}, {"A: w x 1", "B: r z"}, {"A: w y 1"}, {"B: r y 1"}, {"B: r x 2"}}},
	{name: "CyclicHB", in: singles, phases: [][]string{{"A: w x 1", "B: w x 2"}, {"B: r x 1"}, {"B: r x 2"}}},
	{name: "aborted-read", in: singles, phases: [][]string{{"A!: w x 1"}, {"B: r x 1"}}},
	{name: "read-your-writes-violation", in: singles, phases: [][]string{{"A: w x 1"}, {"A: r x"}}, cycle: []string{"0 process", "1 rw x"}},
	{name: "monotonic-reads-violation", in: singles, spans: []string{"A: w x 1"}, phases: [][]string{{"B: r x 1"}, {"B: r x"}}, cycle: []string{"0 wr x", "1 process", "2 rw x"}},
	{name: "monotonic-writes-violation", in: singles, phases: [][]string{{"A: w x 1"}, {"A: w y 1"}, {"B: r y 1"}, {"B: r x"}}, cycle: []string{"0 process", "1 wr y", "2 process", "3 rw x"}},
	{name: "writes-follow-reads-violation", in: singles, phases: [][]string{{"A: w x 1"}, {"B: r x 1"}, {"B: w y 1"}, {"C: r y 1"}, {"C: r x"}}, cycle: []string{"0 wr x", "1 process", "2 wr y", "3 process", "4 rw x"}},
}
