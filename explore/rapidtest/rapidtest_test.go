package rapidtest_test

import (
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/rapidtest"
	"github.com/tenet-go/tenet/explore/schedule"
	"github.com/tenet-go/tenet/internal/register"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

func system(bugs register.Bugs) *explore.System {
	return register.System(register.Config{Backups: 2, Writes: 2, Crashes: 2, Bugs: bugs})
}

func TestACorrectSystemPasses(t *testing.T) {
	for _, network := range []explore.Network{explore.Unreliable, explore.Once, explore.Ordered} {
		t.Run(network.String(), func(t *testing.T) {
			rapidtest.Check(t, register.System(register.Config{Backups: 2, Writes: 3, Crashes: 2, Network: network}), rapidtest.Options{Spec: register.Spec{}})
		})
	}
}

// recorder is a test that notes what it is told.
type recorder struct {
	rapid.TB
	lines  []string
	failed bool
}

func (r *recorder) Helper()      {}
func (r *recorder) Name() string { return r.TB.Name() }
func (r *recorder) Logf(format string, args ...any) {
	r.lines = append(r.lines, fmt.Sprintf(format, args...))
}
func (r *recorder) Log(args ...any)                   { r.lines = append(r.lines, fmt.Sprint(args...)) }
func (r *recorder) Errorf(format string, args ...any) { r.Logf(format, args...); r.failed = true }
func (r *recorder) Error(args ...any)                 { r.Log(args...); r.failed = true }
func (r *recorder) Fail()                             { r.failed = true }
func (r *recorder) Failed() bool                      { return r.failed }
func (r *recorder) FailNow()                          { r.failed = true; runtime.Goexit() }

// setFlag sets a flag for the rest of a test.
func setFlag(t *testing.T, name, value string) {
	t.Helper()
	before := flag.Lookup(name).Value.String()
	require.NoError(t, flag.Set(name, value))
	t.Cleanup(func() { require.NoError(t, flag.Set(name, before)) })
}

// failure returns what Check prints for a system that must fail.
func failure(t *testing.T, system *explore.System, options rapidtest.Options) string {
	t.Helper()
	t.Chdir(t.TempDir()) // where rapid writes the failure
	setFlag(t, "rapid.seed", "1")
	setFlag(t, "rapid.checks", "2000")
	setFlag(t, "rapid.shrinktime", "1s")
	r := &recorder{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		rapidtest.Check(r, system, options)
	}()
	<-done
	require.True(t, r.failed, "no schedule finds the planted bug")
	return strings.Join(r.lines, "\n")
}

func TestPlantedBugsAreFoundAndShortened(t *testing.T) {
	for name, c := range map[string]struct {
		bugs     register.Bugs
		property string
	}{
		"early ack":   {register.Bugs{EarlyAck: true}, "durable"},
		"early send":  {register.Bugs{EarlySend: true}, "agreement"},
		"count twice": {register.Bugs{CountTwice: true}, "durable"},
		"backwards":   {register.Bugs{Backwards: true}, explore.Contract},
		"panics":      {register.Bugs{Panics: true}, explore.Contract},
	} {
		t.Run(name, func(t *testing.T) {
			kept := filepath.Join(t.TempDir(), "kept")
			broken := system(c.bugs)
			text := failure(t, broken, rapidtest.Options{Keep: kept})
			require.Contains(t, text, fmt.Sprintf("The property %q (always) is violated after", c.property))
			require.Contains(t, text, "The schedule is kept in "+kept)
			require.Contains(t, text, "-rapid.failfile=")
			s, err := schedule.ReadFile(kept)
			require.NoError(t, err)
			require.Equal(t, c.property, s.Value(schedule.PropertyKey))
			require.LessOrEqual(t, len(s.Entries), 15)
			replayed, err := schedule.Replay(broken, s, schedule.Strict, nil)
			require.NoError(t, err)
			require.NotNil(t, replayed.Violation)
		})
	}
}

func TestWeightsSayWhatIsDrawn(t *testing.T) {
	weights := rapidtest.DefaultWeights()
	delete(weights, explore.Crash)
	r := &recorder{TB: t}
	rapidtest.Check(r, system(register.Bugs{}), rapidtest.Options{Weights: weights, Steps: 16})
	require.False(t, r.failed)
	require.NotContains(t, r.lines[len(r.lines)-1], "Crash")
	require.Contains(t, r.lines[len(r.lines)-1], "AcceptPut")
}

func TestRefinementIsJudged(t *testing.T) {
	s := system(register.Bugs{})
	s.Abstraction.Stutters = nil
	text := failure(t, s, rapidtest.Options{Spec: forbidding{}})
	require.Contains(t, text, `The property "refinement" (always) is violated after 1 event:`)
	require.Contains(t, text, "AcceptPut 1: ask put 10 at 1, request 1\n", "the schedule is printed")
	require.Contains(t, text, "# system: register")
}

// forbidding accepts no put.
type forbidding struct{ register.Spec }

func (forbidding) Step(action machine.Action, before, after value.State) error {
	if action == "AcceptPut" {
		return errors.New("no puts")
	}
	return nil
}

func TestAKeptScheduleThatCannotBeWritten(t *testing.T) {
	text := failure(t, system(register.Bugs{EarlyAck: true}), rapidtest.Options{Keep: filepath.Join("no", "such", "folder")})
	require.Contains(t, text, "The schedule could not be kept: open no/such/folder")
}

func TestAPropertyForRapid(t *testing.T) {
	rapid.MakeCheck(rapidtest.Property(system(register.Bugs{}), rapidtest.Options{}))(t)
}
