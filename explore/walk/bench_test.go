package walk

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
)

// BenchmarkEvents measures the simulation of a small machine without properties, in events a second.
func BenchmarkEvents(b *testing.B) {
	system := toySystem(3, 40, sound)
	system.Properties = nil
	events := 0
	for seed := uint64(0); b.Loop(); seed++ {
		r, err := Run(context.Background(), system, Options{Seed: seed})
		require.NoError(b, err)
		events += r.Events + r.Healed
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events), "ns/event")
}

// BenchmarkMany measures several runs at a time, with properties.
func BenchmarkMany(b *testing.B) {
	events := 0
	for b.Loop() {
		totals, err := Many(context.Background(), func() *explore.System { return toySystem(3, 40, sound) }, Options{Runs: 20})
		require.NoError(b, err)
		events += totals.Events + totals.Healed
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}
