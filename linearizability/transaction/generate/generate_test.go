package generate

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/internal/oracle"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

var (
	histories = flag.Int("histories", 150, "small histories of each level and model")
	seed      = flag.Uint64("seed", 1, "seed of the small histories")
)

// kinds are the histories that can be made.
var kinds = []Options{{Model: txn.Lists}, {Model: txn.Registers}, {Model: txn.Registers, Single: true}}

func (o Options) kind() string {
	if o.Single {
		return "single " + o.Model.String()
	}
	return o.Model.String()
}

func make1(t testing.TB, seed uint64, o Options) *txn.History {
	t.Helper()
	h, err := History(rand.New(rand.NewPCG(seed, 0)), o)
	require.NoError(t, err)
	decoded, err := txn.Decode(h, txn.Options{Model: o.Model, Single: o.Single})
	require.NoError(t, err)
	return decoded
}

// small returns options of histories that the oracle can decide.
func small(rng *rand.Rand, o Options) Options {
	o.Transactions, o.Sessions, o.Keys = 2+rng.IntN(5), 1+rng.IntN(4), 1+rng.IntN(3)
	o.MaxOps, o.WritesPerKey = 1+rng.IntN(3), 1+rng.IntN(4)
	o.FailRate, o.InfoRate = 0.1*float64(rng.IntN(2)), 0.2*float64(rng.IntN(2))
	return o
}

// A database that is said to have a level has it.
func TestDatabasesHaveTheirLevels(t *testing.T) {
	t.Logf("seed %d", *seed)
	for _, kind := range kinds {
		for _, level := range Levels() {
			rng := rngOf(level)
			for range *histories {
				o := small(rng, kind)
				o.Level = level
				h := make1(t, rng.Uint64(), o)
				if !oracle.Holds(h, level) {
					t.Fatalf("not %v:\n%s", level, oracle.Format(h))
				}
			}
		}
	}
}

// And it does not have what is stronger.
func TestDatabasesHaveNoMoreThanTheirLevels(t *testing.T) {
	const tries = 20_000
	for _, kind := range kinds[:2] {
		for _, level := range Levels() {
			rng := rngOf(level)
			o := kind
			o.Level, o.Sessions, o.Keys, o.Transactions, o.MaxOps = level, 5, 2, 6, 2
			lacks := level == isolation.StrictSerializable
			for try := 0; try < tries && !lacks; try++ {
				holds := oracle.Decide(make1(t, rng.Uint64(), o))
				lacks = slices.ContainsFunc(Levels(), func(stronger isolation.Level) bool {
					return stronger.Implies(level) && !holds.Holds(stronger)
				})
			}
			require.True(t, lacks, "%s: all histories of %v have all that is stronger", kind.kind(), level)
		}
	}
}

func rngOf(level isolation.Level) *rand.Rand {
	return rand.New(rand.NewPCG(*seed, uint64(level.Base)<<8|uint64(level.Order)))
}

// Each edge of a planted cycle is there by its definition.
func TestPlantedCycles(t *testing.T) {
	for _, kind := range kinds {
		for _, name := range Anomalies(kind.Model, kind.Single) {
			o := kind
			o.Anomaly = name
			a := find(name, kind.Model, kind.Single)
			h := make1(t, 1, o)
			require.Len(t, h.Txns, strings.Count(fmt.Sprint(a.spans, a.phases), ":"), name)
			at := func(number string) int32 { // transactions are called in the order of the table
				n, err := strconv.Atoi(number)
				require.NoError(t, err)
				return int32(n)
			}
			for i, edge := range a.cycle {
				words := strings.Fields(edge)
				next, _, _ := strings.Cut(a.cycle[(i+1)%len(a.cycle)], " ")
				require.True(t, leads(h, at(words[0]), at(next), words[1:]), "%s, %s: %s to %s", kind.kind(), name, edge, next)
			}
		}
	}
}

// leads reports whether there is an edge by its definition (Adya 1999, §3.1).
func leads(h *txn.History, from, to int32, edge []string) bool {
	a, b := &h.Txns[from], &h.Txns[to]
	switch edge[0] {
	case "process":
		return a.Session == b.Session && slices.Index(h.Sessions[a.Session], from) < slices.Index(h.Sessions[a.Session], to)
	case "realtime":
		return a.Session != b.Session && h.Before(from, to)
	}
	for _, p := range a.Ops {
		for _, q := range b.Ops {
			if p.Key == q.Key && dependency(h, p, q, edge[0]) {
				return true
			}
		}
	}
	return false
}

func dependency(h *txn.History, p, q txn.Op, edge string) bool {
	pWrites, qWrites := p.Kind != txn.Read, q.Kind != txn.Read
	switch edge {
	case "ww":
		return pWrites && qWrites && before(h, p.Version, q.Version)
	case "wr":
		return pWrites && !qWrites && p.Version == q.Version
	default:
		return !pWrites && qWrites && before(h, p.Version, q.Version)
	}
}

// before reports whether a version comes before another: it is the initial one, or a list was read
// that has both.
func before(h *txn.History, v, w txn.Version) bool {
	for i := range h.Txns {
		for _, op := range h.Txns[i].Ops {
			if x, y := slices.Index(op.List, v), slices.Index(op.List, w); x >= 0 && x < y {
				return true
			}
		}
	}
	return v == txn.Initial && w != txn.Initial
}

// A planted anomaly rules out the level that it should by its name. The levels that it does not rule
// out hold: it comes alone.
func TestPlantedAnomaliesRuleOutTheirLevels(t *testing.T) {
	for _, kind := range kinds {
		for _, name := range Anomalies(kind.Model, kind.Single) {
			level, known := isolation.RuledOut(isolation.Anomaly(NameOf(name)))
			if !known || name == "cyclic-versions" { // which is seen only under assumptions
				continue
			}
			o := kind
			o.Anomaly = name
			h := make1(t, 1, o)
			holds := oracle.Decide(h)
			require.False(t, holds.Holds(level), "%s, %s: %v\n%s", kind.kind(), name, level, oracle.Format(h))
			if fractured(name) {
				level.Base = isolation.ReadAtomic
			}
			for _, other := range isolation.Levels() {
				require.True(t, other.Implies(level) || holds.Holds(other), "%s, %s rules out %v: but not %v\n", kind.kind(), name, level, other)
			}
		}
	}
}

// fractured reports whether a cycle with one anti-dependency goes through what was read: the reader
// has not seen all of what it has seen some of.
func fractured(name string) bool { return strings.HasPrefix(name, "G-single") || name == "read-skew" }

func TestPlantedReads(t *testing.T) {
	for _, kind := range kinds[:2] {
		for _, a := range ofReads {
			if a.in&kindOf(kind.Model, false) == 0 {
				continue
			}
			o := kind
			o.Anomaly = a.name
			_, findings := execution.New(make1(t, 1, o))
			require.Len(t, findings, 1, a.name)
			require.Equal(t, a.name, string(findings[0].Anomaly))
		}
	}
}

// A planted anomaly stands in the middle, and the rest of the history is what it would be without.
func TestPlantedAmongOthers(t *testing.T) {
	o := Options{Model: txn.Lists, Transactions: 200, Level: isolation.StrictSerializable, Anomaly: "G1c"}
	h := make1(t, 3, o)
	require.Len(t, h.Txns, 202)
	var planted []int32
	for i := range h.Txns {
		if h.Source.Operations[i].Process == 10 || h.Source.Operations[i].Process == 11 {
			planted = append(planted, int32(i))
		}
	}
	require.Len(t, planted, 2)
	require.Greater(t, planted[0], int32(90))
	require.Less(t, planted[1], int32(150))
	require.True(t, leads(h, planted[0], planted[1], []string{"wr"}))
	require.True(t, leads(h, planted[1], planted[0], []string{"wr"}))
}

func TestSameSeedSameHistory(t *testing.T) {
	for _, kind := range kinds {
		o := kind
		o.Transactions, o.Anomaly, o.InfoRate, o.FailRate = 300, Anomalies(o.Model, o.Single)[0], 0.1, 0.1
		for _, level := range Levels() {
			o.Level = level
			first, err := History(rand.New(rand.NewPCG(5, 5)), o)
			require.NoError(t, err)
			second, err := History(rand.New(rand.NewPCG(5, 5)), o)
			require.NoError(t, err)
			require.Equal(t, first, second)
			third, err := History(rand.New(rand.NewPCG(6, 5)), o)
			require.NoError(t, err)
			require.NotEqual(t, first, third)
		}
	}
}

// Histories have the shape that was asked for.
func TestShape(t *testing.T) {
	o := Options{
		Model: txn.Lists, Transactions: 5000, Sessions: 7, Keys: 5, WritesPerKey: 9, MinOps: 2, MaxOps: 5, Reads: 0.3,
		FailRate: 0.1, InfoRate: 0.05, Level: isolation.StrictSerializable,
	}
	h := make1(t, 1, o)
	var ops, reads, longest int
	status := map[history.Status]int{}
	for i := range h.Txns {
		status[h.Txns[i].Status]++
		asked := h.Source.Operations[i].Input.Elems()
		require.GreaterOrEqual(t, len(asked), 2)
		require.LessOrEqual(t, len(asked), 5)
		ops += len(asked)
		for _, op := range h.Txns[i].Ops {
			longest = max(longest, len(op.List))
		}
		for _, micro := range asked {
			if micro.Elems()[0] == readName {
				reads++
			}
		}
	}
	require.Len(t, h.Txns, 5000)
	require.InDelta(t, 0.3, float64(reads)/float64(ops), 0.02)
	require.InDelta(t, 0.1*0.95, float64(status[history.Fail])/5000, 0.02)
	require.InDelta(t, 0.05, float64(status[history.Info])/5000, 0.02)
	require.LessOrEqual(t, longest, 9)
	require.Greater(t, longest, 5)
	require.Greater(t, len(h.Keys), 5*5)
	open := 0
	for i := 1; i < len(h.Txns); i++ {
		if !h.Before(int32(i-1), int32(i)) {
			open++
		}
	}
	require.Greater(t, open, 2500, "transactions overlap")
}

func TestOptionsAreChecked(t *testing.T) {
	_, err := New(rand.New(rand.NewPCG(1, 1)), Options{
		Transactions: -1, Sessions: -1, Keys: -1, WritesPerKey: -1, MinOps: 3, MaxOps: 2, Reads: 2, FailRate: -1, InfoRate: 1.5,
		Level: isolation.Level{Base: isolation.Causal, Order: isolation.RealTime}, Anomaly: "G0",
	})
	for _, want := range []string{
		"Transactions is 0 or more", "Sessions is 1 or more", "Keys is 1 or more", "WritesPerKey is 1 or more", "MaxOps is 3 or more, got 2",
		"Reads is from 0 to 1", "FailRate is", "InfoRate is", "got strong-causal", "Anomaly is one of G-nonadjacent", "got G0",
	} {
		require.ErrorContains(t, err, want)
	}
	_, err = History(nil, Options{MinOps: -1})
	require.ErrorContains(t, err, "MinOps is 1 or more")
}
