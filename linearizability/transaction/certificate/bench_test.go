package certificate

import (
	"errors"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

var (
	transactions = flag.Int("transactions", 20_000, "transactions in benchmarks")
	sessions     = flag.Int("sessions", 100, "sessions in benchmarks")
)

// serialHistory makes transactions of 4 operations that were executed in order, each at a moment between its
// call and its return. A key is written 30 times, and then another takes its place.
func serialHistory(model txn.Model, n, sessions int) *txn.History {
	rng := rand.New(rand.NewPCG(1, 2))
	h := &txn.History{Model: model, Source: &history.History{Operations: make([]history.Operation, n)}, Sessions: make([][]int32, sessions)}
	keys := make([]txn.Key, 100)
	for i := range keys {
		keys[i] = txn.Key(i)
	}
	h.Keys = make([]history.Value, len(keys))
	state := make([][]txn.Version, len(keys))
	for t := range int32(n) {
		x := txn.Txn{Session: t % int32(sessions), Source: t, Status: history.OK, Committed: true, Call: int64(t), Return: int64(t) + int64(sessions) - 1}
		for k := range int32(4) {
			i := rng.IntN(len(keys))
			key := keys[i]
			op := txn.Op{Key: key, Version: txn.Initial}
			switch {
			case rng.IntN(2) == 0:
				op.List = state[key][:len(state[key]):len(state[key])]
				if len(op.List) > 0 {
					op.Version = op.List[len(op.List)-1]
				}
				if model == txn.Registers {
					op.List = nil
				}
			default:
				op.Kind, op.Version = txn.Write, txn.Version(len(h.Versions))
				if model == txn.Lists {
					op.Kind = txn.Append
				}
				h.Versions = append(h.Versions, txn.Written{Key: key, Value: history.Int(int64(op.Version)), Txn: t, Op: k})
				state[key] = append(state[key], op.Version)
				if len(state[key]) == 30 {
					keys[i] = txn.Key(len(h.Keys))
					h.Keys, state = append(h.Keys, history.Int(int64(keys[i]))), append(state, nil)
				}
			}
			x.Ops = append(x.Ops, op)
		}
		h.Sessions[x.Session] = append(h.Sessions[x.Session], t)
		h.Txns = append(h.Txns, x)
	}
	return h
}

func serialProof(n int) *proof.Holds {
	p := &proof.Holds{}
	for t := range int32(n) {
		p.Order = append(p.Order, t)
		p.Schedule = append(p.Schedule, proof.Moment{Txn: t}, proof.Moment{Txn: t, Commit: true})
	}
	return p
}

// BenchmarkHolds verifies large proofs.
//
//	go test ./linearizability/transaction/certificate -run - -bench Holds -benchtime 1x -transactions 1000000
func BenchmarkHolds(b *testing.B) {
	p := serialProof(*transactions)
	for _, model := range []txn.Model{txn.Registers, txn.Lists} {
		h := serialHistory(model, *transactions, *sessions)
		for _, l := range isolation.Levels() {
			b.Run(model.String()+"/"+l.String(), func(b *testing.B) {
				for b.Loop() {
					if err := Holds(h, l, p); !errors.Is(err, ErrTooLarge) {
						require.NoError(b, err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Seconds())*1e6/float64(b.N)/float64(len(h.Txns)), "s/M-transactions")
			})
		}
	}
}
