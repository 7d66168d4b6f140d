//go:build unix

package twopctest_test

import (
	"os"
	"runtime/debug"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/tla"
	"github.com/tenet-go/tenet/tla/step"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

// BenchmarkRefinement judges every edge of a model by the formulas of its actions. It reports how many distinct edges that is for a second of
// one processor, the search and the map from worlds to states included.
func BenchmarkRefinement(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as in tenet verify
	for _, name := range []string{"MCOneTransaction", "MCTwoTransactions"} {
		b.Run(name, func(b *testing.B) {
			m := twopctest.Models[slices.IndexFunc(twopctest.Models, func(m twopctest.Model) bool { return m.Name == name })]
			m.Config.SafetyOnly = true
			loaded, err := tla.Load(os.DirFS(root), m.Cfg, tla.WithLibrary("spec/abstract"))
			require.NoError(b, err)
			edges, start := uint64(0), processorTime(b)
			for b.Loop() {
				stepper, err := step.New(loaded.Program)
				require.NoError(b, err)
				s, err := twopctest.System(m.Config)
				require.NoError(b, err)
				found, err := exhaustive.Check(b.Context(), s, exhaustive.Options{Spec: stepper})
				require.NoError(b, err)
				require.Nil(b, found.Violation)
				edges += found.Refinement.Edges
			}
			b.ReportMetric(float64(edges)/(processorTime(b)-start).Seconds(), "edges/cpu-s")
		})
	}
}

func processorTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
