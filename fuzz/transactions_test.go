package fuzz

import (
	"bytes"
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/format"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/generate"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// kindsOfTransactions are the ways to decode them.
var kindsOfTransactions = []txn.Options{
	{Model: txn.Lists}, {Model: txn.Registers}, {Model: txn.Registers, Init: history.Int(0)}, {Model: txn.Registers, Init: history.Int(0), InitIfUnwritten: true},
	{Model: txn.Registers, Single: true}, {Model: txn.Lists, Single: true},
}

// FuzzTransactions takes the way to decode and the bytes of a file. What is decoded must be told of
// the source: operations in order, with the values that stand there.
func FuzzTransactions(f *testing.F) {
	seeds := []string{
		"{:type :invoke, :f :txn, :process 0, :value [[:append x 1] [:r x nil]]}\n{:type :ok, :f :txn, :process 0, :value [[:append x 1] [:r x [1 1 nil 3]]]}\n{:type :invoke, :process 1, :value [[:append x 3]]}\n",
		"{:type :invoke, :f :txn, :process 0, :value [[:w x 1] [:r x nil]]}\n{:type :ok, :f :txn, :process 0, :value [[:w x 1] [:r x 0]]}\n{:type :invoke, :process 1, :value [[:w x 0]]}\n{:type :fail, :process 1}",
		`{"type":"invoke","process":1,"value":[["append",253,1],["r","é",null]]}` + "\n" + `{"type":"info","process":1}`,
		`{:process 0, :type :invoke, :f :write, :key "7", :value 3}` + "\n" + `{:process 0, :type :ok, :f :write, :key "7", :value 3}` + "\n" + `{:process 1, :type :invoke, :f :read :key "7"}`,
		"w 0 1\nr 0 0\n-----\nw 0 0\n=====\nr 1 1", "w(0,1,2,3)\nr(0,1,3,4)\nw(0,2,3,-1)\nr(0,2,4,5)",
	}
	for n := range kindsOfTransactions {
		for _, seed := range seeds {
			f.Add(uint8(n), []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, text []byte) {
		h, _, err := format.Read(context.Background(), bytes.NewReader(text), "file", format.Options{MaxForm: 1 << 16, MaxDepth: 100})
		if err != nil {
			return // FuzzReadHistory looks at these
		}
		o := kindsOfTransactions[int(kind)%len(kindsOfTransactions)]
		decoded, err := txn.Decode(h, o)
		if err != nil {
			require.ErrorAs(t, err, new(*history.Error))
			return
		}
		require.Len(t, decoded.Txns, len(h.Operations))
		for i := range decoded.Txns {
			requireTransaction(t, decoded, int32(i))
		}
		execution.New(decoded)
	})
}

// requireTransaction demands that what is numbered is there, and that only reads of what nobody wrote
// have no writer.
func requireTransaction(t *testing.T, h *txn.History, n int32) {
	for k, op := range h.Txns[n].Ops {
		require.NotEmpty(t, h.FormatOp(n, int32(k)))
		for _, v := range append(slices.Clone(op.List), op.Version) {
			if v == txn.Initial {
				require.Equal(t, txn.Read, op.Kind)
				continue
			}
			w := h.Versions[v]
			require.Equal(t, op.Key, w.Key)
			if w.Txn == txn.Nobody {
				require.Equal(t, txn.Read, op.Kind)
				continue
			}
			writer := h.Txns[w.Txn].Ops[w.Op]
			require.Equal(t, v, writer.Version)
			require.NotEqual(t, txn.Read, writer.Kind)
		}
	}
}

// FuzzGenerate makes histories of all shapes: they are what a Builder and the decoder take.
func FuzzGenerate(f *testing.F) {
	f.Add(uint64(1), []byte{3, 30, 4, 2, 5, 1, 3, 100, 20, 20, 7, 3})
	f.Fuzz(func(t *testing.T, seed uint64, b []byte) {
		dice := tape(b)
		how := kindsOfTransactions[dice.next()%len(kindsOfTransactions)]
		o := generate.Options{
			Model: how.Model, Single: how.Single, Transactions: dice.next(), Sessions: dice.next() % 9, Keys: dice.next() % 9,
			WritesPerKey: dice.next() % 9, MinOps: dice.next() % 4, MaxOps: dice.next() % 6,
			Reads: float64(dice.next()) / 255, FailRate: float64(dice.next()) / 255, InfoRate: float64(dice.next()) / 255,
		}
		levels := generate.Levels()
		o.Level = levels[dice.next()%len(levels)]
		if known := generate.Anomalies(o.Model, o.Single); dice.next()%2 == 1 && len(known) > 0 {
			o.Anomaly = known[dice.next()%len(known)]
		}
		h, err := generate.History(rand.New(rand.NewPCG(seed, 1)), o)
		if err != nil {
			require.Less(t, o.MaxOps, max(o.MinOps, 1), "%v", err)
			return
		}
		decoded, err := txn.Decode(h, how)
		require.NoError(t, err)
		if o.Anomaly == "" && o.Level.Base >= isolation.ReadCommitted {
			_, findings := execution.New(decoded)
			for _, found := range findings {
				require.Equal(t, isolation.NonRepeatableRead, found.Anomaly, found.Sentence)
				require.Less(t, o.Level.Base, isolation.ReadAtomic)
			}
		}
	})
}
