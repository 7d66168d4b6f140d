//go:build unix

package causal_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/linearizability/engine"
	"github.com/tenet-go/tenet/linearizability/transaction/causal"
	"github.com/tenet-go/tenet/linearizability/transaction/causal/certificate"
)

// BenchmarkCheck decides valid histories. It reports processor time, that of the garbage collector included.
func BenchmarkCheck(b *testing.B) {
	benchmark(b, []size{{100_000, 50, 10, 100}, {100_000, 50, 1000, 100}, {100_000, 50, 100, 3}})
}

// BenchmarkLarge is BenchmarkCheck for more operations, and for more sessions.
func BenchmarkLarge(b *testing.B) {
	benchmark(b, []size{{1_000_000, 20, 1000, 30}, {20_000, 2000, 100, 100}})
}

func benchmark(b *testing.B, sizes []size) {
	b.Helper()
	for _, z := range sizes {
		for _, m := range causal.Models() {
			b.Run(fmt.Sprintf("%s/%d-ops-%d-sessions-%d-keys-%d-deliveries", m, z.operations, z.sessions, z.keys, z.deliveries), func(b *testing.B) {
				h := simulate(rand.New(rand.NewPCG(*seed, 0)), simulated(m), z)
				b.ReportAllocs()
				var checked, verified time.Duration
				for b.Loop() {
					before := used(b)
					result, err := causal.Check(context.Background(), h, m, causal.Options{})
					require.NoError(b, err)
					require.Equal(b, engine.Valid, result.Outcome, "%+v", result.Violation)
					checked += used(b) - before
					require.NoError(b, certificate.VerifyHolds(h, m.String(), result.Holds))
					verified += used(b) - before
				}
				b.ReportMetric(checked.Seconds()/float64(b.N), "cpu-s/check")
				b.ReportMetric((verified-checked).Seconds()/float64(b.N), "cpu-s/certificate")
			})
		}
	}
}

// used returns the processor time that the process has used.
func used(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkRefute finds and explains violations: one, at the beginning or the end of a history, and many.
func BenchmarkRefute(b *testing.B) {
	for _, m := range causal.Models() {
		for _, many := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/many=%v", m, many), func(b *testing.B) {
				rng := rand.New(rand.NewPCG(*seed, 0))
				h := simulate(rng, simulated(m), size{100_000, 50, 100, 30})
				plant(rng, h, parse(b, violating(m)))
				if many {
					corrupt(rng, h, 10_000)
				}
				var checked time.Duration
				for b.Loop() {
					before := used(b)
					result, err := causal.Check(context.Background(), h, m, causal.Options{})
					require.NoError(b, err)
					require.Equal(b, engine.Invalid, result.Outcome)
					checked += used(b) - before
					require.NoError(b, certificate.VerifyViolation(h, m.String(), result.Violation))
				}
				b.ReportMetric(checked.Seconds()/float64(b.N), "cpu-s/check")
			})
		}
	}
}

// violating is a history that violates a model; preferably by the pattern that is hardest to find.
func violating(m causal.Model) string {
	history := "r x 1, w y 2\nr y 2, w x 1"
	for _, l := range litmusTests {
		switch l.violated[m] {
		case "", causal.CyclicCO, causal.ThinAirRead, causal.AbortedRead:
			continue
		}
		history = l.history
	}
	return history
}
