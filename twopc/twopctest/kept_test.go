package twopctest

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/explore/schedule"
)

var rewrite = flag.Bool("rewrite", false, "write the kept schedules of planted bugs, and the kept trace, anew")

func keptPath(name string) string {
	return filepath.Join("testdata", "schedules", strings.ReplaceAll(name, " ", "-")+".schedule")
}

// TestKeptSchedules replays the schedules that led to a violation. Each violates its property on the code with its bug, step
// by step, and none on the code as it is. They are written anew by
//
//	go test ./twopc/twopctest -run KeptSchedules -rewrite
func TestKeptSchedules(t *testing.T) {
	kept := 0
	for name, b := range plantedBugs() {
		broken := plantedSystem(t, b)
		if broken.Properties[0].Kind != explore.Always {
			continue // a run that lacks something is no schedule to keep
		}
		kept++
		t.Run(name, func(t *testing.T) {
			if *rewrite {
				keep(t, broken, name)
			}
			s, err := schedule.ReadFile(keptPath(name))
			require.NoError(t, err)
			require.Equal(t, b.want, s.Value(schedule.PropertyKey))

			r, err := schedule.Replay(broken, s, schedule.Strict, nil)
			require.NoError(t, err)
			require.NotNil(t, r.Violation, "the bug does not show")
			require.Equal(t, b.want, r.Violation.Property)
			require.Len(t, r.Run.Transitions, len(s.Entries), "the violation is in the last step")

			b.bug = nil
			r, err = schedule.Replay(plantedSystem(t, b), s, schedule.Skipping, nil)
			require.NoError(t, err)
			require.Nil(t, r.Violation)
			require.NotEmpty(t, r.Run.Transitions)
		})
	}
	files, err := filepath.Glob(keptPath("*"))
	require.NoError(t, err)
	require.Len(t, files, kept, "each kept schedule is of a planted bug")
}

// keep writes a shortest schedule of a bug.
func keep(t *testing.T, broken *explore.System, name string) {
	t.Helper()
	result, err := exhaustive.Check(context.Background(), broken, exhaustive.Options{})
	require.NoError(t, err)
	s := schedule.OfViolation(broken, result.Violation)
	s.Header = append([]schedule.Field{{Key: "bug", Value: name}}, s.Header...)
	require.NoError(t, os.MkdirAll(filepath.Dir(keptPath(name)), 0o755))
	require.NoError(t, s.WriteFile(keptPath(name)))
}
