package dependency

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// synthetic is a large history of lists. Transaction i is called at 4i, and returns at 4i+4*overlap+2: so
// overlap+1 are open at a time. It takes effect at 4i, but a read lacks up to back elements, one if back
// is 0, with probability stale.
type synthetic struct {
	txns, overlap, keys, perKey, back int
	stale                             float64
}

func (s synthetic) make(rng *rand.Rand) *txn.History {
	h := &txn.History{
		Source: &history.History{Operations: make([]history.Operation, s.txns)},
		Model:  txn.Lists, Txns: make([]txn.Txn, s.txns), Sessions: make([][]int32, s.overlap+1),
	}
	// The first keys of those that exist are in use; each is replaced when it has perKey elements.
	lists := make([][]txn.Version, s.keys)
	names := make([]txn.Key, s.keys)
	for i := range names {
		names[i] = s.key(h)
	}
	for i := range h.Txns {
		t := &h.Txns[i]
		session := int32(i % (s.overlap + 1))
		*t = txn.Txn{Session: session, Source: int32(i), Status: history.OK, Committed: true, Call: int64(4 * i), Return: int64(4*(i+s.overlap) + 2)}
		h.Source.Operations[i] = history.Operation{Process: int64(session), Call: t.Call, Return: t.Return}
		h.Sessions[session] = append(h.Sessions[session], int32(i))
		t.Ops = make([]txn.Op, 0, 4)
		for range 4 {
			s.op(rng, h, int32(i), lists, names)
		}
	}
	return h
}

func (s synthetic) key(h *txn.History) txn.Key {
	h.Keys = append(h.Keys, history.Int(int64(len(h.Keys))))
	return txn.Key(len(h.Keys) - 1)
}

// op appends a random operation to transaction i.
func (s synthetic) op(rng *rand.Rand, h *txn.History, i int32, lists [][]txn.Version, names []txn.Key) {
	t := &h.Txns[i]
	slot := rng.IntN(s.keys)
	if rng.IntN(2) == 0 {
		v := txn.Version(len(h.Versions))
		h.Versions = append(h.Versions, txn.Written{Key: names[slot], Value: history.Int(int64(v)), Txn: i, Op: int32(len(t.Ops))})
		t.Ops = append(t.Ops, txn.Op{Kind: txn.Append, Key: names[slot], Version: v})
		if lists[slot] = append(lists[slot], v); len(lists[slot]) == s.perKey {
			names[slot], lists[slot] = s.key(h), nil
		}
		return
	}
	list := lists[slot]
	own := len(list) > 0 && h.Versions[list[len(list)-1]].Txn == i
	if len(list) > 0 && !own && rng.Float64() < s.stale {
		list = list[:max(0, len(list)-1-rng.IntN(s.back+1))]
	}
	op := txn.Op{Kind: txn.Read, Key: names[slot], Version: txn.Initial, List: list}
	if len(list) > 0 {
		op.Version = list[len(list)-1]
	}
	t.Ops = append(t.Ops, op)
}

// BenchmarkAnalyze measures what follows decoding, on a million transactions with four operations each.
func BenchmarkAnalyze(b *testing.B) {
	const million = 1_000_000
	for _, shape := range []struct {
		name string
		synthetic
		holds bool
	}{
		{"serializable", synthetic{txns: million, overlap: 20, keys: 10, perKey: 32}, true},
		{"serializable on long lists", synthetic{txns: million, overlap: 20, keys: 100, perKey: 1000}, true},
		{"few stale reads", synthetic{txns: million, overlap: 20, keys: 10, perKey: 32, stale: 1e-5}, false},
		{"some stale reads", synthetic{txns: million, overlap: 20, keys: 10, perKey: 32, stale: 1e-2}, false},
		{"one component", synthetic{txns: million, overlap: 20, keys: 10, perKey: 32, stale: 0.3}, false},
	} {
		h := shape.make(rand.New(rand.NewPCG(1, 1)))
		b.Run(shape.name, func(b *testing.B) {
			for b.Loop() {
				c := check(h)
				strict := c.outcome(b, isolation.StrictSerializable)
				require.Equal(b, shape.holds, strict == engine.Valid)
				b.ReportMetric(float64(len(c.findings)), "findings")
			}
		})
	}
}

// BenchmarkPhases tells where the time of a valid history goes.
func BenchmarkPhases(b *testing.B) {
	h := synthetic{txns: 1_000_000, overlap: 20, keys: 10, perKey: 32}.make(rand.New(rand.NewPCG(1, 1)))
	e, _ := execution.New(h)
	orders, _ := version.New(e, version.Assumptions{})
	a := Analyze(context.Background(), e, orders, Options{})
	b.Run("execution", func(b *testing.B) {
		for b.Loop() {
			execution.New(h)
		}
	})
	b.Run("version", func(b *testing.B) {
		for b.Loop() {
			version.New(e, version.Assumptions{})
		}
	})
	b.Run("dependency", func(b *testing.B) {
		for b.Loop() {
			Analyze(context.Background(), e, orders, Options{})
		}
	})
	b.Run("holds", func(b *testing.B) {
		for b.Loop() {
			require.NotNil(b, a.Holds(context.Background(), isolation.StrictSerializable))
		}
	})
}
