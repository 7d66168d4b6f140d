package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

// TestCalibration holds the explorer to the figures of the TLA+ example TwoPhase, which TLC and others find too.
func TestCalibration(t *testing.T) {
	for n, want := range map[int][3]int{
		3: {1_146, 288, 11}, 5: {58_146, 8_832, 17}, 7: {2_744_706, 296_448, 23},
	} {
		code, out, errs := tenet(t, "", "explore", "textbook-2pc", "--resource-managers", fmt.Sprint(n), "--json")
		require.Zero(t, code, errs)
		var r exploreReport
		require.NoError(t, json.Unmarshal([]byte(out), &r))
		require.Equal(t, want, [3]int{int(r.Generated), int(r.Distinct), r.Depth}, "%d resource managers", n)
		require.Equal(t, "holds", r.Outcome)
		require.Empty(t, r.Unreached)
	}
}

// withBroken adds a subject that violates a property as soon as something is decided, for one test.
func withBroken(t *testing.T) {
	t.Helper()
	all := subjects
	t.Cleanup(func() { subjects = all })
	register := func(flags *pflag.FlagSet) func() (*explore.System, error) {
		sort := flags.String("sort", "always", "")
		return func() (*explore.System, error) {
			s, err := twopctest.Textbook(2)
			if err != nil {
				return nil, err
			}
			s.Properties = nil
			switch *sort {
			case "always":
				s.Properties = []explore.Property{{Name: "nothing is sent", Holds: nothingSent}}
			case "reachable":
				s.Properties = []explore.Property{{Name: "pigs fly", Kind: explore.Reachable, Holds: func(*explore.World) error { return errors.New("no") }}}
			}
			return s, nil
		}
	}
	subjects = slices.Concat(all, []subject{{name: "broken", summary: "for this test", flags: register, simulated: register}})
}

func nothingSent(w *explore.World) error {
	for i := range w.Inboxes {
		if w.Inboxes[i].Len() > 0 {
			return fmt.Errorf("%v is on its way", w.Inboxes[i].At(0).Message)
		}
	}
	return nil
}

func TestExploreShowsViolationsThatReplay(t *testing.T) {
	withBroken(t)
	path := filepath.Join(t.TempDir(), "found.schedule")
	code, out, errs := tenet(t, "", "explore", "broken", "--sort", "always", "--keep", path)
	require.Equal(t, exitViolated, code, errs)
	require.Contains(t, out, `The property "nothing is sent" (always) is violated after 1 event:`)
	require.Contains(t, out, "tenet replay "+path)

	code, out, errs = tenet(t, "", "replay", path)
	require.Equal(t, exitViolated, code, errs)
	require.Contains(t, out, `The property "nothing is sent" (always) is violated after 1 event:`)

	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(content), "# system: broken --sort=always\n")

	require.NoError(t, os.WriteFile(path, []byte("# system: broken --sort=none\nRMPrepare 9: nonsense\n"), 0o600))
	code, _, errs = tenet(t, "", "replay", path)
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, path+": line 2: RMPrepare 9: nonsense is not enabled; enabled are:")

	code, out, _ = tenet(t, "", "replay", "--skip", path)
	require.Zero(t, code)
	require.Contains(t, out, "Not replayed: ")
	require.Contains(t, out, "0 events were replayed")
}

func TestExploreJSONOfViolations(t *testing.T) {
	withBroken(t)
	code, out, _ := tenet(t, "", "explore", "broken", "--json", "--keep", filepath.Join(t.TempDir(), "s"))
	require.Equal(t, exitViolated, code)
	var r exploreReport
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Equal(t, "violated", r.Outcome)
	require.Equal(t, "nothing is sent", r.Violation.Property)
	require.Len(t, r.Violation.Schedule, 1)
}

func TestExploreDemandsThatWhatShouldBeReachedIs(t *testing.T) {
	withBroken(t)
	code, out, _ := tenet(t, "", "explore", "broken", "--sort", "reachable")
	require.Equal(t, exitViolated, code)
	require.Contains(t, out, "NOT REACHED pigs fly")
}

func TestExploreWithinLimitsIsUndecided(t *testing.T) {
	code, out, _ := tenet(t, "", "explore", "textbook-2pc", "--resource-managers", "5", "--max-depth", "4")
	require.Equal(t, exitUndecided, code)
	require.Contains(t, out, "UNDECIDED: not all worlds were searched (depth 4)")
	code, out, _ = tenet(t, "", "explore", "textbook-2pc", "--resource-managers", "12", "--timeout", "1ns")
	require.Equal(t, exitUndecided, code)
	require.Contains(t, out, "time limit reached")
}

func TestExploreSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"explore", "textbook-2pc", "--resource-managers", "0"}, "--resource-managers 0: expected 1 to 16"},
		{[]string{"explore", "twopc", "--scopes", "1,x"}, `--scopes "1,x": "x" is no node`},
		{[]string{"explore", "twopc", "--scopes", "1,7"}, "expected some of the participants [1 2]"},
		{[]string{"explore", "twopc", "--network", "pigeons"}, "expected unreliable, once or ordered"},
		{[]string{"explore", "twopc", "--crashes", "-1"}, "--crashes -1: expected 0 or more"},
		{[]string{"explore", "twopc", "--crashing", "7"}, "node 7 is to crash, but is not there"},
		{[]string{"explore", "twopc", "--model", "MC"}, `--model "MC": expected MC`},
		{[]string{"explore", "twopc", "--model", "MCOneTransaction", "--crashes", "3"}, "a model has its own bounds"},
		{[]string{"explore", "twopc", "--memory", "much"}, "expected a size such as 500MB"},
		{[]string{"explore", "twopc", "--timeout", "-1s"}, "expected 0 or more"},
		{[]string{"explore", "twopc", "--workers", "1000000"}, "--workers 1000000: expected 0 to 256"},
		{[]string{"explore", "threepc"}, `unknown command "threepc"`},
		{[]string{"simulate", "twopc", "--runs", "0"}, "expected at least 1 of each"},
		{[]string{"simulate", "twopc", "--participants", "0"}, "expected 1 to 64"},
		{[]string{"simulate", "twopc", "--coordinators", "0"}, "expected 1 to 64"},
		{[]string{"simulate", "twopc", "--clients", "0"}, "expected 1 to 10000"},
		{[]string{"explore", "twopc", "--participants", "1000000"}, "--participants 1000000: expected 1 to 64"},
		{[]string{"replay", filepath.Join("testdata", "none.schedule")}, "no such file"},
	} {
		code, _, errs := tenet(t, "", c.args...)
		require.Equal(t, exitUsage, code, "%v", c.args)
		require.Contains(t, errs, c.want, "%v", c.args)
	}
}

func TestReplayNeedsToKnowTheSystem(t *testing.T) {
	for content, want := range map[string]string{
		"":                                  "the schedule does not name its system",
		"# system: threepc\n":               `"threepc" is nothing that can be explored`,
		"# system: twopc --nonsense=1\n":    "unknown flag: --nonsense",
		"# system: twopc --model=MC\n":      `--model "MC": expected MC`,
		"# system: twopc --help\n":          "help requested",
		"# system: simulate\n":              "the schedule does not name its system",
		"# system: simulate textbook-2pc\n": "textbook-2pc is not simulated",
		"# system: twopc\nHandleVote: x\n":  "line 2: no node after the action",
	} {
		path := filepath.Join(t.TempDir(), "a.schedule")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		code, _, errs := tenet(t, "", "replay", path)
		require.Equal(t, exitUsage, code)
		require.Contains(t, errs, want)
	}
}

func TestSimulate(t *testing.T) {
	code, out, errs := tenet(t, "", "simulate", "twopc", "--seed", "3", "--runs", "2", "--events", "300")
	require.Zero(t, code, errs)
	require.Contains(t, out, "HOLDS: no run shows a violation")
	require.Contains(t, out, "seeds 3 to 4")

	code, out, errs = tenet(t, "", "simulate", "twopc", "--seed", "3", "--runs", "2", "--events", "300", "--json")
	require.Zero(t, code, errs)
	var r, again simulateReport
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Equal(t, 2, r.Runs)
	require.NotEmpty(t, r.Faults)
	_, out, _ = tenet(t, "", "simulate", "twopc", "--seed", "3", "--runs", "2", "--events", "300", "--json", "--workers", "1")
	require.NoError(t, json.Unmarshal([]byte(out), &again))
	require.Equal(t, r, again, "the same seeds give the same runs")
}

func TestSimulateShrinksViolationsThatReplay(t *testing.T) {
	withBroken(t)
	path := filepath.Join(t.TempDir(), "found.schedule")
	code, out, errs := tenet(t, "", "simulate", "broken", "--seed", "1", "--keep", path)
	require.Equal(t, exitViolated, code, errs)
	require.Contains(t, out, "is violated after 1 event:", "the schedule is made short")
	code, out, errs = tenet(t, "", "replay", path)
	require.Equal(t, exitViolated, code, errs)
	require.Contains(t, out, "nothing is sent")
}

func TestViolationsAreShownEvenIfTheyCannotBeKept(t *testing.T) {
	withBroken(t)
	for _, verb := range []string{"explore", "simulate"} {
		code, out, errs := tenet(t, "", verb, "broken", "--keep", filepath.Join(t.TempDir(), "none", "s"))
		require.Equal(t, exitViolated, code)
		require.Contains(t, out, `The property "nothing is sent" (always) is violated after 1 event:`)
		require.Contains(t, errs, "tenet: the schedule is not kept: ")
	}
}

// TestSimulatedSystemsAreMadeAgain: a schedule of a simulation has the system of the simulation, with any number of crashes.
func TestSimulatedSystemsAreMadeAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.schedule")
	require.NoError(t, os.WriteFile(path, []byte("# system: simulate twopc\nPersistCoordinator 7: persist 7\n"+
		"Crash 1: crash 1, keeping 0 records in flight\nRecover 1: recover 1\nCrash 1: crash 1, keeping 0 records in flight\n"), 0o600))
	code, out, errs := tenet(t, "", "replay", path)
	require.Zero(t, code, errs)
	require.Contains(t, out, "4 events were replayed")
}

func TestGrouped(t *testing.T) {
	for n, want := range map[uint64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		require.Equal(t, want, grouped(n))
	}
}
