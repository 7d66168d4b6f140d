package main

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/explore/schedule"
)

// modelRun is a model of a specification and the system of the same bounds.
type modelRun struct {
	name   string
	folder string // below spec
	files  fs.FS  // the specifications; nil for those of package spec
	bounds string
	system *explore.System
	// oneToOne says that different worlds are different states of the specification.
	oneToOne bool
	// liveness marks models that are only of the specification.
	liveness bool
	// deep marks models that are too large for what is said of their steps to be kept.
	deep bool

	// judges are those of its steps, nil until its specification holds.
	judges *judges
}

// rung returns a row about the model.
func (m *modelRun) rung(number int, name string, o outcome, result string) rung {
	return rung{Rung: number, Name: name, Model: m.name, Bounds: m.bounds, Outcome: o, Result: result}
}

// codeRung searches all schedules of a system, and holds each step to the specification, if there are judges.
func (c *climb) codeRung(ctx context.Context, m *modelRun) {
	begin := time.Now()
	o := exhaustive.Options{
		Spec: m.spec(), Memory: 4 << 30, Interval: pace,
		Progress: func(p exhaustive.Progress) { c.line.show("code " + m.name + ", " + describeProgress(p)) },
	}
	result, err := exhaustive.Check(ctx, m.system, o)
	r := m.rung(2, "code", holds, "")
	if err != nil && result == nil {
		r.Outcome, r.Result = undecided, err.Error()
		c.add(begin, r)
		return
	}
	report := newExploreReport(m.system, result)
	r.Figures = figures{
		"worlds": result.Distinct, "transitions": result.Generated, "depth": result.Depth, "always": report.Always, "reached": report.Reached,
		"eventually": report.Finally, "collision": result.Collision,
	}
	r.Result = fmt.Sprintf("%s worlds, %s transitions; %d properties always, %d eventually, %d situations reached",
		grouped(result.Distinct), grouped(result.Generated), len(report.Always), len(report.Finally), len(report.Reached))
	switch {
	case result.Violation != nil:
		c.violation(&r, m.system, result.Violation)
	case !result.Complete:
		r.Outcome, r.Result = undecided, "not all worlds were searched: "+r.Result
	case len(report.Unreached) > 0:
		r.Outcome, r.Result = violated, "never reached, so that checks may be vacuous: "+strings.Join(report.Unreached, "; ")
	}
	c.add(begin, r)
	c.refinementRung(m, result, r.Outcome)
}

// violation describes a violation in a rung.
func (c *climb) violation(r *rung, system *explore.System, v *explore.Violation) {
	r.Outcome = violated
	r.Result = v.Property + " is violated"
	replay := ""
	if path, err := keepSchedule(system, v, ""); err == nil {
		replay = "tenet replay " + quote(path)
	}
	var b strings.Builder
	if err := schedule.Report(&b, v, replay); err == nil {
		r.Details = b.String()
	}
}

// refinementRung reports how the code was held to its specification.
func (c *climb) refinementRung(m *modelRun, result *exhaustive.Result, searched outcome) {
	r := m.rung(2, "refinement", searched, "")
	refined := result.Refinement
	if m.judges == nil || refined == nil {
		r.Outcome, r.Result = notRun, "it needs a specification that holds"
		c.report(r)
		return
	}
	g := m.judges.graph
	taken, edges := 0, 0
	var never []string
	for _, action := range g.Coverage() {
		taken += action.Taken + action.TakenStutters
		edges += action.Edges + action.Stutters
		if action.Taken+action.TakenStutters == 0 {
			never = append(never, string(action.Action))
		}
	}
	r.Result = fmt.Sprintf("%s edges, each a step of the action it names by formula and graph, %.1f %% of transitions stutter; seen %s of %s states, %s of %s edges of the spec",
		grouped(refined.Edges), 100*refined.StutterShare(), grouped(refined.States), grouped(uint64(g.States())), grouped(uint64(taken)), grouped(uint64(edges)))
	switch {
	case searched != holds:
	case taken < edges || refined.States < uint64(g.States()):
		r.Outcome = violated
		r.Details = "The code does not do all that the specification allows."
		if len(never) > 0 {
			r.Details += " It never takes " + strings.Join(never, ", ") + "."
		}
	case m.oneToOne && result.Distinct != refined.States:
		r.Outcome = violated
		r.Details = fmt.Sprintf("The code has %s worlds where the specification has %s states: it remembers what the specification does not.",
			grouped(result.Distinct), grouped(refined.States))
	}
	r.Figures = figures{
		"edges": refined.Edges, "states": refined.States, "stutterShare": refined.StutterShare(), "hits": refined.Hits,
		"specStates": g.States(), "specEdges": edges, "specEdgesTaken": taken, "collision": refined.Collision,
	}
	c.report(r)
}
