package solve

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

var limit = flag.Duration("limit", time.Minute, "how long the solver may take in benchmarks")

// BenchmarkDecide decides histories of databases that keep the level, with and without times.
//
//	go test ./linearizability/transaction/solve -run - -bench Decide -benchtime 1x
func BenchmarkDecide(b *testing.B) {
	for _, size := range []int{1_000, 10_000, 100_000} {
		for _, base := range []isolation.Base{isolation.ParallelSnapshotIsolation, isolation.SnapshotIsolation, isolation.Serializable} {
			for _, untimed := range []bool{false, true} {
				for _, corrupt := range []int{0, 3} {
					d := database{
						base: max(base, isolation.SnapshotIsolation), txns: size, sessions: 20, keys: size / 5, ops: 8, reads: 0.5, skew: 0.5, untimed: untimed, corrupt: corrupt,
					}
					level := isolation.Level{Base: base, Order: isolation.RealTime}
					if base != isolation.Serializable {
						level.Order = isolation.Unordered
					}
					if untimed && base == isolation.Serializable {
						level.Order = isolation.Session
					}
					b.Run(fmt.Sprintf("%v/untimed=%v/corrupt=%d/txns=%d", level, untimed, corrupt, size), func(b *testing.B) { decide(b, d, level) })
				}
			}
		}
	}
}

func decide(b *testing.B, d database, l isolation.Level) {
	e, findings := execution.New(d.run(rand.New(rand.NewPCG(*seed, 9))))
	require.Empty(b, findings)
	o, _ := version.New(e, version.Assumptions{})
	b.ReportAllocs()
	for b.Loop() {
		ctx, cancel := context.WithTimeout(context.Background(), *limit)
		r := Decide(ctx, e, o, l, Options{})
		cancel()
		if r.Why != "" {
			b.Log(r.Outcome, r.Why)
			continue
		}
		require.Equal(b, d.corrupt == 0, r.Outcome == engine.Valid)
		if d.corrupt > 0 {
			b.ReportMetric(float64(len(r.Conflict)), "txns-in-proof")
		}
	}
}
