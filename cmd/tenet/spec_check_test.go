package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/check"
	"github.com/tenet-go/tenet/tla/tlc"
)

// counters are models of testdata/spec/Counter.tla, one for each exit code and more.
var counters = []struct {
	config string
	code   int
	out    string
	// tlc is TLC's exit code, if that is another.
	tlc int
}{
	{"holds", 0, "holds.cfg: HOLDS: InRange\n  4 distinct states, 5 generated, depth 4", 0},
	{"assumption", 10, "VIOLATION: LimitIsPositive", 0},
	{"deadlock", 11, "VIOLATION: deadlock", 0},
	{"invariant", 12, "VIOLATION: Low\n", 0},
	{"always", 12, "VIOLATION: AlwaysLow\n", 0},
	{"step", 13, "VIOLATION: Growing\n", 0},
	{"initial", 13, "VIOLATION: StartsAtOne\n", 0},
	{"assert", 14, "x is too large", 0},
	{"postcondition", 15, "VIOLATION: Larger\n", 255},
	{"next", 75, "Counter.tla:17:52", 0},
	{"comparable", 76, "Evaluating Comparable", 0},
	{"undefined", 151, "undefined.cfg:3:11: the module Counter does not define Nowhere", 0},
	{"unassigned", 151, "the constant Limit has no value", 0},
	{"nonsense", 255, "nonsense.cfg:2:13:", 0},
	{"temporal", 255, "the engine checks safety only, and cannot check Returns (testdata/spec/Counter.tla:25:14)", -1},
}

func TestSpecCheckExitCodes(t *testing.T) {
	for _, c := range counters {
		code, out, errs := tenet(t, "", "spec", "check", "-q", "--module", "Counter", "testdata/spec/"+c.config+".cfg")
		require.Equal(t, c.code, code, "%s: %s%s", c.config, out, errs)
		require.Contains(t, out, c.out, c.config)
		require.Empty(t, errs, c.config)
	}
	for module, want := range map[string]string{"Syntax": `Syntax.tla:4:1: found Next, expected ")"`, "Names": "Names.tla:3:13: unknown name Zero"} {
		code, out, _ := tenet(t, "", "spec", "check", "testdata/spec/"+module+".cfg")
		require.Equal(t, 150, code, out)
		require.Contains(t, out, want)
	}
}

// TLC is the referee of exit codes.
func TestSpecCheckExitCodesAreTLCs(t *testing.T) {
	if _, err := tlc.Find(t.Context()); errors.Is(err, tlc.ErrUnavailable) || testing.Short() {
		t.Skipf("it takes TLC (%v) and 20 s", err)
	}
	for _, c := range counters {
		want := c.code
		switch {
		case c.tlc > 0:
			want = c.tlc
		case c.tlc < 0:
			want = 0
		}
		code, out, errs := tenet(t, "", "spec", "check", "-q", "--engine", "tlc", "--memory", "256MiB", "--workers", "1", "--module", "Counter", "testdata/spec/"+c.config+".cfg")
		require.Equal(t, want, code, "%s: %s%s", c.config, out, errs)
	}
}

func TestSpecCheckFlags(t *testing.T) {
	const counter = " --module Counter testdata/spec/"
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"testdata/spec/none.cfg", 255, "open testdata/spec/none.cfg: no such file"},
		{"testdata/spec/holds.cfg", 150, "if the root module has another name, name it (WithModule, --module)"},
		{"testdata/spec/Counter.tla", exitUsage, "expected a configuration file, whose name ends in .cfg"},
		{"--engine java" + counter + "holds.cfg", exitUsage, `--engine "java": expected go, tlc or both`},
		{"--workers -1" + counter + "holds.cfg", exitUsage, "--workers -1: expected 0 to"},
		{"--memory lots" + counter + "holds.cfg", exitUsage, `--memory "lots": expected a size`},
		{"--dump g.dot" + counter + "holds.cfg", exitUsage, "only TLC writes graphs"},
		{"--workers 65" + counter + "holds.cfg", exitUsage, "--workers 65: expected 0 to 64"},
		{"--seed 1" + counter + "holds.cfg", exitUsage, "--seed: it chooses random walks: give --simulate too"},
		{"--coverage --engine tlc" + counter + "holds.cfg", exitUsage, "--coverage: only --engine go and both"},
		{"--leave-out-temporal --engine tlc" + counter + "temporal.cfg", exitUsage, "--leave-out-temporal: with --engine tlc TLC checks these"},
		{"--leave-out-temporal --engine both" + counter + "temporal.cfg", exitUsage, "--leave-out-temporal: with --engine both TLC checks these"},
		{counter + "unnamed.cfg", 0, "HOLDS: nothing but deadlock and assumptions\n"},
		{"--no-deadlock" + counter + "unnamed.cfg", 0, "HOLDS: nothing but assumptions\n"},
		{"--depth 3" + counter + "holds.cfg", exitUsage, "give --simulate too"},
		{"--simulate -3" + counter + "holds.cfg", exitUsage, "expected 0 or more"},
		{"--simulate 3 --engine both" + counter + "holds.cfg", exitUsage, "--simulate: with --engine both"},
		{"--no-deadlock" + counter + "deadlock.cfg", 0, "HOLDS: InRange"},
		{"--leave-out-temporal" + counter + "temporal.cfg", 0, "HOLDS: InRange\n"},
		{"--leave-out-temporal" + counter + "temporal.cfg", 0, "warning: The property Returns (testdata/spec/Counter.tla:25:14) was left out"},
		{"--coverage" + counter + "holds.cfg", 0, "<Init>: 1\n<Up line 9, col 7 to line 9, col 29 of module Counter>: 3:3\n<Reset "},
		{"--simulate 10 --depth 5 --seed 3" + counter + "holds.cfg", 0, "NOTHING FOUND in 10 random walks from seed 3, the longest of 5 states: InRange"},
		{"--simulate 10 --depth 5" + counter + "invariant.cfg", 12, "VIOLATION: Low"},
	} {
		code, out, errs := tenet(t, "", append([]string{"spec", "check"}, strings.Fields(c.args)...)...)
		require.Equal(t, c.code, code, "%s: %s%s", c.args, out, errs)
		require.Contains(t, out+errs, c.want, c.args)
	}
}

func TestSpecCheckForMachines(t *testing.T) {
	report := func(config string) (r struct {
		Model, Engine, Outcome, Violated, Text string
		ExitCode                               int
		Generated, Distinct, Depth             int64
		Properties, Warnings                   []string
		Result                                 struct {
			Verdict string
			Trace   []struct {
				Action string
				State  map[string]string
			}
		}
	}) {
		code, out, errs := tenet(t, "", "spec", "check", "--json", "--workers", "1", "--module", "Counter", "testdata/spec/"+config)
		require.NoError(t, json.Unmarshal([]byte(out), &r), errs)
		require.Equal(t, code, r.ExitCode)
		require.Empty(t, errs)
		return r
	}
	r := report("holds.cfg")
	require.Equal(t, outcomeHolds, r.Outcome)
	require.Equal(t, []int64{5, 4, 4}, []int64{r.Generated, r.Distinct, r.Depth})
	require.Equal(t, []string{"InRange"}, r.Properties)

	r = report("step.cfg")
	require.Equal(t, outcomeViolated, r.Outcome)
	require.Equal(t, "Growing", r.Violated)
	require.Equal(t, "property violated", r.Result.Verdict)
	require.Len(t, r.Result.Trace, 5)
	require.Equal(t, "Reset", r.Result.Trace[4].Action)
	require.Equal(t, map[string]string{"x": "0"}, r.Result.Trace[4].State)
	require.Contains(t, r.Text, "State 5: <Reset")

	_, out, _ := tenet(t, "", "spec", "check", "--json", "--module", "Counter", "testdata/spec/unnamed.cfg")
	require.Contains(t, out, `"properties": []`)
	require.Equal(t, 2, strings.Count(out, `"seconds"`))
	require.NotContains(t, out, `"duration"`)
	_, out, _ = tenet(t, "", "spec", "check", "--json", "--module", "Counter", "testdata/spec/none.cfg")
	require.Contains(t, out, `"properties": []`)

	r = report("undefined.cfg")
	require.Equal(t, outcomeFailed, r.Outcome)
	require.Contains(t, r.Text, "undefined.cfg:3:11")
}

func TestSpecCheckIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for args, want := range map[string]string{
		"":                "UNDECIDED\nThe search ended early: interrupted",
		"--engine both":   "0 distinct states found",
		"--simulate 1000": "UNDECIDED\nThe walks ended early: interrupted.",
	} {
		var out, errs bytes.Buffer
		command := newSpecCheck()
		command.SetArgs(append(strings.Fields(args), "--module", "Counter", "testdata/spec/holds.cfg"))
		command.SetOut(&out)
		command.SetErr(&errs)
		var code exitCode
		require.ErrorAs(t, command.ExecuteContext(ctx), &code)
		require.Equal(t, check.Undecided.ExitCode(), int(code))
		require.Contains(t, out.String(), want)
	}
}

// fakeTLC puts a java into the path that says what TLC would.
func fakeTLC(t *testing.T, code int, says string) {
	t.Helper()
	folder := t.TempDir()
	jar := filepath.Join(folder, "tla2tools.jar")
	require.NoError(t, os.WriteFile(jar, nil, 0o600))
	script := fmt.Sprintf("#!/bin/sh\ncat <<'END'\n%s\nEND\nexit %d\n", says, code)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "java"), []byte(script), 0o700))
	t.Setenv("JAVA_HOME", "")
	t.Setenv(tlc.JarVariable, jar)
	t.Setenv("PATH", folder+string(filepath.ListSeparator)+os.Getenv("PATH"))
}

func TestSpecCheckByTwoEngines(t *testing.T) {
	const completed = "Model checking completed. No error has been found.\n%d states generated, %d distinct states found, 0 states left on queue.\nThe depth of the complete state graph search is 4."
	for _, c := range []struct {
		config   string
		exit     int
		says     string
		code     int
		contains []string
	}{
		{"holds", 0, fmt.Sprintf(completed, 5, 4), 0, []string{"HOLDS: InRange", "go:  4 distinct states, 5 generated", "tlc: 4 distinct states, 5 generated", "they agree"}},
		{"holds", 0, fmt.Sprintf(completed, 5, 3), exitDisagree, []string{"THE ENGINES DISAGREE\n  distinct states: 4 and TLC's 3\n"}},
		{"holds", 0, fmt.Sprintf(completed, 6, 4), exitDisagree, []string{"generated states: 5 and TLC's 6\n"}},
		{"holds", 12, "Error: Invariant InRange is violated.", exitDisagree, []string{"verdict: holds (exit code 0) and TLC's violated (exit code 12)", "Error: Invariant InRange is violated."}},
		{"invariant", 12, "Error: Invariant Low is violated.", 12, []string{"VIOLATION: Low", "they agree"}},
		{"invariant", 0, fmt.Sprintf(completed, 5, 4), exitDisagree, []string{"verdict: violated (exit code 12) and TLC's holds (exit code 0)"}},
		{"holds", 255, "Error: TLC threw an unexpected exception.", exitDisagree, []string{"TLC's failed (exit code 255)"}},
		{"postcondition", 255, "Error: TLC found an error in the configuration file at line 3\nIt was expecting a keyword, but did not find it.", 255,
			[]string{"ONLY ONE ENGINE CAN CHECK IT, only go: TLC has no POSTCONDITION in configurations\n  go:  4 distinct states"}},
		{"holds", 150, "*** Abort messages: 1\n\nCannot find source file for module TLCExt imported in module E.", 255, []string{"only go: TLC has no module TLCExt\n"}},
		{"holds", 150, "*** Abort messages: 1\n\nCannot find source file for module Other imported in module E.", exitDisagree, []string{"TLC's failed (exit code 150)"}},
		{"holds", 150, `Lexical error at line 4, column 11.  Encountered: "\u2208" (8712), after : ""`, 255, []string{"only go: TLC has no operators in Unicode\n"}},
		{"temporal", 0, fmt.Sprintf(completed, 5, 4), 255, []string{"ONLY ONE ENGINE CAN CHECK IT, only TLC: the engine checks safety only, and cannot check Returns"}},
		{"unnamed", 0, fmt.Sprintf(completed, 5, 4), 0, []string{"HOLDS: nothing but deadlock and assumptions", "they agree"}},
	} {
		fakeTLC(t, c.exit, c.says)
		code, out, errs := tenet(t, "", "spec", "check", "-q", "--engine", "both", "--module", "Counter", "testdata/spec/"+c.config+".cfg")
		require.Equal(t, c.code, code, "%s%s", out, errs)
		for _, want := range c.contains {
			require.Contains(t, out, want)
		}
	}
	noTLC(t)
	code, _, errs := tenet(t, "", "spec", "check", "-q", "--engine", "both", "--module", "Counter", "testdata/spec/holds.cfg")
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "TLC is not available: there is no java in the path; install Java 11 or later, or set JAVA_HOME")
}

// The models of this repository, from their folders, with their abstract modules.
func TestSpecCheckFindsAbstractModules(t *testing.T) {
	code, out, errs := tenet(t, "", "spec", "check", "-q", "../../spec/twopc/MCOneParticipant.cfg")
	require.Zero(t, code, "%s%s", out, errs)
	require.Contains(t, out, "4,350 distinct states, 15,670 generated, depth 23")
	code, out, _ = tenet(t, "", "spec", "check", "-q", "../../spec/twopc/MCLiveness.cfg")
	require.Equal(t, 255, code)
	require.Contains(t, out, "cannot check BranchesEnd (../../spec/twopc/TwoPhaseCommitProperties.tla:196:16), CoordinatorEnds (")
}

// Where there is no terminal, a line of progress is TLC's.
func TestSpecCheckProgress(t *testing.T) {
	var errs bytes.Buffer
	command := newSpecCheck()
	command.SetErr(&errs)
	show, _ := (&specCheckFlags{}).progress(command, &statusLine{})
	show(check.Progress{Depth: 7, Generated: 12345, Distinct: 678, Queue: 9})
	require.Regexp(t, `^Progress\(7\) at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d: 12,345 states generated \(0 s/min\), 678 distinct states found \(0 ds/min\), 9 states left on queue\.\n$`, errs.String())
	show, _ = (&specCheckFlags{quiet: true}).progress(command, &statusLine{})
	require.Nil(t, show)
}
