package saturate

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

var operations = flag.Int("operations", 1_000_000, "operations of the benchmarked histories")

// database makes histories of a causal store: transactions read a prefix of what was committed, which
// grows in each session and has its own writes, and commit at once. Keys are chosen as Zipf has it.
type database struct {
	sessions, txns, keys, ops int
	lag                       int // a prefix lacks at most so many transactions
	untimed                   bool
	stale                     int // reads of versions too old, planted
}

type versionOf struct{ txn, value int32 }

func (d database) history(t testing.TB) *txn.History {
	rng := newRand(uint64(d.txns))
	zipf := rand.NewZipf(rng, 1.1, 1, uint64(d.keys-1))
	made := make([][]versionOf, d.keys) // of each key, in order
	seen := make([]int, d.sessions)
	source := &history.History{Untimed: d.untimed}
	value := int32(0)
	for n := range d.txns {
		session := rng.IntN(d.sessions)
		if session == n%d.sessions {
			session = (session + 1) % d.sessions
		}
		seen[session] = max(seen[session], n-rng.IntN(d.lag+1))
		prefix := seen[session]
		var micros []history.Value
		own := map[int]int32{}
		for range 1 + rng.IntN(2*d.ops-1) {
			key := int(zipf.Uint64())
			if rng.IntN(2) == 0 {
				value++
				own[key] = value
				micros = append(micros, micro("w", key, value))
				continue
			}
			v, written := own[key]
			if !written {
				v = read(made[key], prefix)
				if d.stale > 0 && rng.IntN(d.txns*d.ops/d.stale) == 0 {
					v = read(made[key], prefix/2)
				}
			}
			micros = append(micros, micro("r", key, v))
		}
		for key, v := range own {
			made[key] = append(made[key], versionOf{int32(n), v})
		}
		seen[session] = max(seen[session], n+1)
		list := history.List(micros...)
		source.Operations = append(source.Operations, history.Operation{Process: int64(session), Input: list, Output: list,
			Call: int64(2 * (n - d.lag)), Return: int64(2*n + 1), Status: history.OK})
	}
	h, err := txn.Decode(source, txn.Options{Model: txn.Registers, Init: history.Int(0)})
	require.NoError(t, err)
	return h
}

// read returns the last value of a key that transactions before a prefix wrote.
func read(made []versionOf, prefix int) int32 {
	low, high := 0, len(made)
	for low < high {
		if middle := (low + high) / 2; int(made[middle].txn) < prefix {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == 0 {
		return 0
	}
	return made[low-1].value
}

func micro(f string, key int, value int32) history.Value {
	return history.List(history.Keyword(f), history.Int(int64(key)), history.Int(int64(value)))
}

// BenchmarkDecide decides what the package can on a million operations, of histories with and without
// times, that hold and that do not. Decoding is not counted.
func BenchmarkDecide(b *testing.B) {
	const ops = 7
	for _, d := range []database{
		{sessions: 20, untimed: true}, {sessions: 100, untimed: true}, {sessions: 100},
		{sessions: 20, untimed: true, stale: 5}, {sessions: 100, stale: 5},
	} {
		d.txns, d.keys, d.ops, d.lag = *operations/ops, 10_000, ops, 50
		b.Run(fmt.Sprintf("sessions=%d/timed=%t/stale=%d", d.sessions, !d.untimed, d.stale), func(b *testing.B) {
			s := newSubject(d.history(b))
			runtime.GC()
			for _, l := range levels() {
				b.Run("level="+l.String(), func(b *testing.B) {
					var r Result
					b.ReportAllocs()
					for b.Loop() {
						r = s.decide(b, l, automatic)
					}
					if d.stale == 0 {
						require.Equal(b, engine.Valid, r.Outcome)
					}
					b.ReportMetric(float64(len(r.Findings)), "findings")
				})
			}
		})
	}
}
