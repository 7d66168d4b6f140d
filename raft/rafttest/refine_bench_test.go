//go:build unix

package rafttest_test

import (
	"runtime/debug"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/raft/rafttest"
	"github.com/tenet-go/tenet/tla/step"
)

// BenchmarkRefinement judges every edge of a model by the formulas of its actions. It reports how many distinct edges that is for a second of
// one processor, the search and the map from worlds to states included.
func BenchmarkRefinement(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as in tenet verify
	for _, name := range []string{"MCElection", "MCHeartbeats", "MCSnapshot"} {
		b.Run(name, func(b *testing.B) {
			m := modelNamed(name)
			program := loadModel(b, m).Program
			edges, start := uint64(0), processorTime(b)
			for b.Loop() {
				stepper, err := step.New(program)
				require.NoError(b, err)
				found := search(b, m, exhaustive.Options{Spec: stepper})
				edges += found.Refinement.Edges
			}
			b.ReportMetric(float64(edges)/(processorTime(b)-start).Seconds(), "edges/cpu-s")
		})
	}
}

// BenchmarkSearch visits every world of a model and checks all properties. It reports how many transitions that is for a second of one processor.
func BenchmarkSearch(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	for _, name := range []string{"MCElection", "MCHeartbeats", "MCPipeline"} {
		b.Run(name, func(b *testing.B) {
			transitions, start := uint64(0), processorTime(b)
			for b.Loop() {
				transitions += search(b, modelNamed(name), exhaustive.Options{}).Generated
			}
			b.ReportMetric(float64(transitions)/(processorTime(b)-start).Seconds(), "transitions/cpu-s")
		})
	}
}

func search(b *testing.B, m *rafttest.Model, o exhaustive.Options) *exhaustive.Result {
	b.Helper()
	s, err := rafttest.System(m.Config)
	require.NoError(b, err)
	found, err := exhaustive.Check(b.Context(), s, o)
	require.NoError(b, err)
	require.Nil(b, found.Violation)
	require.True(b, found.Complete)
	return found
}

func processorTime(b testing.TB) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
