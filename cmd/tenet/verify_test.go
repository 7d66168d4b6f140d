package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/spec"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

// climbing replaces all ladders by one of two-phase commit, for one test.
func climbing(t *testing.T, climb func(context.Context, *climb)) {
	t.Helper()
	before := climbers
	t.Cleanup(func() { climbers = before })
	climbers = slices.Clone(climbers[:1])
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

// oneParticipant is the smallest model of two-phase commit.
func oneParticipant(t *testing.T) modelRun {
	t.Helper()
	m := twopctest.Models[slices.IndexFunc(twopctest.Models, func(m twopctest.Model) bool { return m.Name == "MCOneParticipant" })]
	system, err := twopctest.System(m.Config)
	require.NoError(t, err)
	return modelRun{name: m.Name, folder: "twopc", system: system, oneToOne: true}
}

func TestOnlyLivenessNeedsTLC(t *testing.T) {
	noTLC(t)
	all := rungs(t, func(ctx context.Context, c *climb) {
		c.specRungs(ctx, []modelRun{oneParticipant(t), {name: "MCLiveness", folder: "twopc", liveness: true}})
	})
	require.Len(t, all, 4)
	for i, want := range []struct {
		outcome outcome
		result  string
	}{
		{holds, "4,350 states, 15,670 generated; 11 properties"},
		{holds, "4,350 worlds, 15,670 transitions"},
		{holds, "15,612 edges, each a step of the action it names by formula and graph, 28.8 % of transitions stutter; seen 4,350 of 4,350 states, 15,612 of 15,612 edges of the spec"},
		{notRun, "only TLC checks liveness: TLC is not available: there is no java in the path; install Java"},
	} {
		require.Equal(t, want.outcome, all[i].Outcome, all[i].Result)
		require.Contains(t, all[i].Result, want.result)
	}
}

// respecified is the smallest model with a change in a file of its specification.
func respecified(t *testing.T, file, before, after string) modelRun {
	t.Helper()
	files := fstest.MapFS{}
	require.NoError(t, fs.WalkDir(spec.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(spec.Files, name)
		if name == file {
			require.Contains(t, string(text), before)
			text = bytes.Replace(text, []byte(before), []byte(after), 1)
		}
		files[name] = &fstest.MapFile{Data: text}
		return err
	}))
	m := oneParticipant(t)
	m.files = files
	return m
}

func TestRungsShowWrongSpecifications(t *testing.T) {
	const module = "twopc/TwoPhaseCommit.tla"
	for _, c := range []struct {
		model           modelRun
		outcome         outcome
		result, details string
	}{
		{respecified(t, module, `IF acked = txn.yes`, `IF acked # {}`), holds, "4,350 states", ""},
		{respecified(t, module, `Branch("enlisted", readOnly, {})`, `Branch("working", readOnly, {})`), violated, "TypeOK does not hold", "Error: The behavior up to this point is:"},
		{respecified(t, module, `Branch("enlisted", readOnly, {})`, `Branch("enlisted", readOnly, 1 + {})`), undecided, "it cannot be evaluated", "TwoPhaseCommit.tla:"},
		{respecified(t, module, `EXTENDS`, `EXTENDS Nowhere,`), undecided, "it cannot be checked", "cannot find module Nowhere"},
	} {
		all := rungs(t, func(ctx context.Context, climb *climb) { climb.specRung(ctx, &c.model) })
		require.Equal(t, c.outcome, all[0].Outcome, all[0].Result)
		require.Contains(t, all[0].Result, c.result)
		require.Contains(t, all[0].Details, c.details)
	}
}

// A specification that allows more than the code does, or less, is not what the code refines.
func TestRefinementRungFails(t *testing.T) {
	const config = "twopc/MCOneParticipant.cfg"
	for _, c := range []struct {
		model           modelRun
		code            outcome
		refinement      outcome
		result, details string // of the refinement, or of the code if that is violated
	}{
		{respecified(t, config, "MaxCrashes = 2", "MaxCrashes = 1"), violated, violated, "refinement", "Crash"},
		{respecified(t, config, "MaxCrashes = 2", "MaxCrashes = 3"), holds, violated, "4,350 of ", "The code does not do all that the specification allows."},
		{respecified(t, config, "SPECIFICATION", "SPEC"), holds, notRun, "it needs a specification that holds", ""},
	} {
		all := rungs(t, func(ctx context.Context, climb *climb) { climb.specRungs(ctx, []modelRun{c.model}) })
		require.Len(t, all, 3)
		require.Equal(t, []outcome{c.code, c.refinement}, []outcome{all[1].Outcome, all[2].Outcome}, "%+v", all)
		said := all[2]
		if c.code == violated {
			said = all[1]
		}
		require.Contains(t, said.Result, c.result)
		require.Contains(t, said.Details, c.details)
	}
}

func TestRungsShowViolations(t *testing.T) {
	noTLC(t)
	broken := textbook(t, true)
	for name, do := range map[string]func(context.Context, *climb){
		"code": func(ctx context.Context, c *climb) {
			c.codeRung(ctx, &modelRun{name: "M", system: broken})
		},
		"schedules": func(ctx context.Context, c *climb) {
			c.scheduleRung(ctx, []modelRun{{name: "M", system: broken}}, 10)
		},
		"simulation": func(ctx context.Context, c *climb) {
			c.walkRung(ctx, "M", nil, walk.Options{Runs: 2, Events: 100}, func() *explore.System { return textbook(t, true) })
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
		c.scheduleRung(ctx, []modelRun{{name: "M", system: good}}, 10)
		c.walkRung(ctx, "M", nil, walk.Options{Runs: 40, Events: 100, Faults: []walk.Fault{walk.Duplication, walk.Reordering}},
			func() *explore.System { return textbook(t, false) })
	})
	require.Equal(t, holds, all[0].Outcome)
	require.Contains(t, all[0].Result, "10 random ones of M, up to 256 events, seed 1; properties")
	require.Equal(t, holds, all[1].Outcome, all[1].Result)
	require.Contains(t, all[1].Result, "40 runs of M from seed 1")
}

func TestRungsThatAreInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context()) // as that of signal.NotifyContext
	cancel(errors.New("interrupt signal received"))
	all := rungs(t, func(_ context.Context, c *climb) {
		c.specRungs(ctx, []modelRun{{name: "M", folder: "twopc", system: textbook(t, false)}})
		c.codeRung(ctx, &modelRun{name: "M", system: textbook(t, false)})
		c.scheduleRung(ctx, []modelRun{{name: "M", system: textbook(t, false)}}, 10)
		c.walkRung(ctx, "M", nil, walk.Options{Runs: 10, Events: 100}, func() *explore.System { return textbook(t, false) })
	})
	for _, r := range all {
		require.NotEqual(t, holds, r.Outcome, "%s: %s", r.Name, r.Result)
		require.NotEqual(t, violated, r.Outcome, "%s: %s", r.Name, r.Result)
	}
}

// Where the two ways to judge a step differ, neither is believed.
func TestJudgesMustAgree(t *testing.T) {
	no, never := errors.New("no"), errors.New("never")
	require.NoError(t, agreed(nil, nil))
	require.Equal(t, no, agreed(no, never))
	require.ErrorContains(t, agreed(nil, never), "contradicts itself: the step is one by its formula, but not in the specification's graph: never")
	require.ErrorContains(t, agreed(no, nil), "contradicts itself: the step is in the specification's graph, but is none by its formula: no")
}
