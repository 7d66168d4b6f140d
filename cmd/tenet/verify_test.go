package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/tla/tlc"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

// climbing replaces the ladder of two-phase commit for one test.
func climbing(t *testing.T, climb func(context.Context, *climb)) {
	t.Helper()
	before := climbers[0].climb
	t.Cleanup(func() { climbers[0].climb = before })
	climbers[0].climb = climb
}

func TestVerifyFailsIfARungFails(t *testing.T) {
	for _, c := range []struct {
		outcomes []outcome
		code     int
		headline string
	}{
		{[]outcome{holds, holds}, exitHolds, "twopc: holds"},
		{[]outcome{holds, notRun}, exitHolds, "twopc: all that was run holds; 1 not run"},
		{[]outcome{undecided, holds}, exitUndecided, "twopc: undecided"},
		{[]outcome{undecided, violated, notRun}, exitViolated, "twopc: VIOLATED"},
	} {
		climbing(t, func(_ context.Context, c2 *climb) {
			for i, o := range c.outcomes {
				c2.report(rung{Rung: i + 1, Name: "a rung", Outcome: o, Result: "a result", Figures: figures{"n": 7}})
			}
		})
		code, out, errs := tenet(t, "", "verify", "twopc")
		require.Equal(t, c.code, code, errs)
		require.Contains(t, out, c.headline)

		code, out, errs = tenet(t, "", "verify", "--json")
		require.Equal(t, c.code, code, errs)
		var ladders []ladder
		require.NoError(t, json.Unmarshal([]byte(out), &ladders))
		require.Len(t, ladders[0].Rungs, len(c.outcomes))
		require.InDelta(t, 7, ladders[0].Rungs[0].Figures["n"], 0)
	}
}

func TestVerifyKnowsItsProtocols(t *testing.T) {
	code, _, errs := tenet(t, "", "verify", "threepc")
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, `no protocol is called "threepc": expected twopc`)
	for _, c := range climbers {
		_, err := subjectOf(c.protocol)
		require.NoError(t, err)
	}
	for _, m := range twopctest.Models {
		_, err := twopctest.System(m.Config)
		require.NoError(t, err, m.Name)
	}
}

// rungs returns what a climb reports.
func rungs(t *testing.T, do func(context.Context, *climb)) []rung {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	var all []rung
	do(t.Context(), &climb{flags: &verifyFlags{seed: 1}, line: &statusLine{}, report: func(r rung) { all = append(all, r) }})
	return all
}

// textbook returns the textbook's system, with a property that does not hold if it is to be broken.
func textbook(t *testing.T, broken bool) *explore.System {
	t.Helper()
	s, err := twopctest.Textbook(2)
	require.NoError(t, err)
	s.Name = "textbook-2pc --resource-managers=2"
	if broken {
		s.Properties = append(s.Properties, explore.Property{Name: "nothing is sent", Holds: nothingSent})
	}
	return s
}

// noTLC hides Java and TLC.
func noTLC(t *testing.T) {
	t.Helper()
	t.Setenv("PATH", t.TempDir())
	t.Setenv("JAVA_HOME", "")
}

func TestRungsWithoutTLCSaySo(t *testing.T) {
	noTLC(t)
	all := rungs(t, func(ctx context.Context, c *climb) {
		c.specRungs(ctx, []modelRun{{name: "M", folder: "twopc", system: textbook(t, false)}, {name: "L", folder: "twopc", liveness: true}})
	})
	require.Len(t, all, 4)
	require.Equal(t, []outcome{notRun, holds, notRun, notRun}, []outcome{all[0].Outcome, all[1].Outcome, all[2].Outcome, all[3].Outcome})
	require.Contains(t, all[0].Result, "there is no java in the path; install Java")
	require.Contains(t, all[1].Result, "56 worlds, 154 transitions")
	require.Contains(t, all[2].Result, "needs the graph that TLC dumps")
}

func TestRungsShowViolations(t *testing.T) {
	noTLC(t)
	broken := textbook(t, true)
	for name, do := range map[string]func(context.Context, *climb){
		"code": func(ctx context.Context, c *climb) {
			c.codeRung(ctx, &modelRun{name: "M", system: broken}, nil)
		},
		"schedules": func(ctx context.Context, c *climb) {
			c.scheduleRung(ctx, &modelRun{name: "M", system: broken}, nil, 10)
		},
		"simulation": func(ctx context.Context, c *climb) {
			c.walkRung(ctx, func() *explore.System { return textbook(t, true) }, walk.Options{Runs: 2, Events: 100})
		},
	} {
		all := rungs(t, do)
		require.Equal(t, violated, all[0].Outcome, name)
		require.Contains(t, all[0].Details, "is violated after 1 event:", name)
		require.Contains(t, all[0].Details, "tenet replay ", name)
	}
}

func TestRungsThatHold(t *testing.T) {
	good := textbook(t, false)
	all := rungs(t, func(ctx context.Context, c *climb) {
		c.scheduleRung(ctx, &modelRun{name: "M", system: good}, nil, 10)
		c.walkRung(ctx, func() *explore.System { return textbook(t, false) }, walk.Options{Runs: 40, Events: 100, Faults: []walk.Fault{walk.Duplication, walk.Reordering}})
	})
	require.Equal(t, holds, all[0].Outcome)
	require.Contains(t, all[0].Result, "10 random ones of M, up to 256 events, seed 1; properties")
	require.Equal(t, holds, all[1].Outcome, all[1].Result)
	require.Contains(t, all[1].Result, "40 runs from seed 1")
}

func TestRungsThatAreInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context()) // as that of signal.NotifyContext
	cancel(errors.New("interrupt signal received"))
	all := rungs(t, func(_ context.Context, c *climb) {
		c.specRungs(ctx, []modelRun{{name: "M", folder: "twopc", system: textbook(t, false)}})
		c.codeRung(ctx, &modelRun{name: "M", system: textbook(t, false)}, nil)
		c.scheduleRung(ctx, &modelRun{name: "M", system: textbook(t, false)}, nil, 10)
		c.walkRung(ctx, func() *explore.System { return textbook(t, false) }, walk.Options{Runs: 10, Events: 100})
	})
	for _, r := range all {
		require.NotEqual(t, holds, r.Outcome, "%s: %s", r.Name, r.Result)
		require.NotEqual(t, violated, r.Outcome, "%s: %s", r.Name, r.Result)
	}
}

func TestSpecCheckSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"spec", "check", "none.cfg"}, "no such file"},
		{[]string{"spec", "check", "M.tla"}, "expected a configuration file, whose name ends in .cfg"},
		{[]string{"spec", "check", "--engine", "go", "M.cfg"}, `--engine "go": expected tlc`},
	} {
		code, _, errs := tenet(t, "", c.args...)
		require.Equal(t, exitUsage, code)
		require.Contains(t, errs, c.want)
	}
	noTLC(t)
	code, _, errs := tenet(t, "", "spec", "check", "../../spec/twopc/MCOneTransaction.cfg")
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "TLC is not available: there is no java in the path; install Java 11 or later, or set JAVA_HOME")
}

func TestSpecCheck(t *testing.T) {
	if _, err := tlc.Find(t.Context()); errors.Is(err, tlc.ErrUnavailable) {
		t.Skipf("%v", err)
	}
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	write("M.tla", "---- MODULE M ----\nEXTENDS Naturals\nVARIABLE x\nInit == x = 0\nStep == x < 3 /\\ x' = x + 1\nNext == Step\nSpec == Init /\\ [][Next]_x\nSmall == x < 4\nTiny == x < 2\n====\n")
	good := write("M.cfg", "SPECIFICATION Spec\nINVARIANT Small\nCHECK_DEADLOCK FALSE\n")
	code, out, errs := tenet(t, "", "spec", "check", "-q", good)
	require.Zero(t, code, errs)
	require.Contains(t, out, "HOLDS: Small\n  4 distinct states, 4 generated, depth 4")

	write("M.cfg", "SPECIFICATION Spec\nINVARIANT Tiny\nCHECK_DEADLOCK FALSE\n")
	code, out, errs = tenet(t, "", "spec", "check", "--json", good)
	require.Equal(t, exitViolated, code, errs)
	var r specReport
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Equal(t, "Tiny", r.Violated)
	require.Contains(t, r.Text, "x = 2")

	write("M.cfg", "SPECIFICATION Nonsense\n")
	code, _, errs = tenet(t, "", "spec", "check", "-q", good)
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "TLC cannot check")
}
