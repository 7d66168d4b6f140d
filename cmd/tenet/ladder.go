package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/explore/fuzztest"
	"github.com/tenet-go/tenet/explore/schedule"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/spec"
	"github.com/tenet-go/tenet/tla/graph"
	"github.com/tenet-go/tenet/tla/tlc"
)

// modelRun is a model of a specification and the system of the same bounds.
type modelRun struct {
	name   string
	folder string // below spec
	bounds string
	system *explore.System
	// oneToOne says that different worlds are different states of the specification.
	oneToOne bool
	// liveness marks models that are only of the specification.
	liveness bool
}

// rung returns a row about the model.
func (m *modelRun) rung(number int, name string, o outcome, result string) rung {
	return rung{Rung: number, Name: name, Model: m.name, Bounds: m.bounds, Outcome: o, Result: result}
}

// specRungs checks the models of a specification by TLC, and the code of each in all its schedules, held to the graph that TLC
// has dumped. It returns the graphs by the names of the models.
func (c *climb) specRungs(ctx context.Context, models []modelRun) map[string]*graph.Graph {
	graphs := map[string]*graph.Graph{}
	folder, err := os.MkdirTemp("", "tenet-verify-")
	if err == nil {
		defer func() { _ = os.RemoveAll(folder) }() // nothing there is of use any more
		err = spec.Write(folder)
	}
	var checker *tlc.TLC
	if err == nil {
		c.line.show("looking for TLC")
		checker, err = tlc.Find(ctx)
	}
	for i := range models {
		m := &models[i]
		if ctx.Err() != nil {
			return graphs
		}
		if err != nil {
			c.report(m.rung(1, "spec", notRun, err.Error()))
		} else if g := c.specRung(ctx, checker, folder, m); g != nil {
			graphs[m.name] = g
		}
		if !m.liveness {
			c.codeRung(ctx, m, graphs[m.name])
		}
	}
	return graphs
}

// specRung checks one model by TLC, and returns its graph if there is one to be had.
func (c *climb) specRung(ctx context.Context, checker *tlc.TLC, folder string, m *modelRun) *graph.Graph {
	begin := time.Now()
	r := m.rung(1, "spec", holds, "")
	module := filepath.Join(folder, m.folder, m.name+".tla")
	dump := ""
	if !m.liveness {
		dump = filepath.Join(folder, m.name+".dot")
	}
	c.line.show("TLC checks " + m.name)
	result, err := checker.Check(ctx, tlc.Model{Module: module, Libraries: []string{filepath.Join(folder, "abstract")}}, tlc.Options{Dump: dump})
	switch {
	case err != nil && ctx.Err() != nil:
		r.Outcome, r.Result = undecided, "interrupted"
	case err != nil:
		r.Outcome, r.Result, r.Details = undecided, "TLC cannot check it", err.Error()
	case result.Violation != nil:
		r.Outcome, r.Result, r.Details = violated, result.Violation.Property+" does not hold", result.Violation.Text
	default:
		checked, _ := tlc.Properties(strings.TrimSuffix(module, ".tla") + ".cfg") // which TLC has just read
		r.Result = fmt.Sprintf("%s states, %s generated; %d properties", grouped(uint64(result.Distinct)), grouped(uint64(result.Generated)), len(checked))
		r.Figures = figures{"distinct": result.Distinct, "generated": result.Generated, "depth": result.Depth, "properties": checked}
	}
	c.add(begin, r)
	if r.Outcome != holds || dump == "" {
		return nil
	}
	c.line.show("reading the graph of " + m.name)
	g, err := graph.ReadFile(ctx, dump)
	_ = os.Remove(dump) // it is large
	if err == nil && int64(g.States()) != result.Distinct {
		err = fmt.Errorf("it has %d states, but TLC has found %d", g.States(), result.Distinct)
	}
	if err != nil {
		c.report(m.rung(2, "refinement", undecided, "the graph of the specification cannot be used: "+err.Error()))
		return nil
	}
	return g
}

// codeRung searches all schedules of a system, and holds each step to the graph, if there is one.
func (c *climb) codeRung(ctx context.Context, m *modelRun, g *graph.Graph) {
	begin := time.Now()
	o := exhaustive.Options{
		Memory: 4 << 30, Interval: pace,
		Progress: func(p exhaustive.Progress) { c.line.show("code " + m.name + ", " + describeProgress(p)) },
	}
	if g != nil {
		o.Spec = g
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
	c.refinementRung(m, g, result, r.Outcome)
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
func (c *climb) refinementRung(m *modelRun, g *graph.Graph, result *exhaustive.Result, searched outcome) {
	r := m.rung(2, "refinement", searched, "")
	refined := result.Refinement
	if g == nil || refined == nil {
		r.Outcome, r.Result = notRun, "it needs the graph that TLC dumps"
		c.report(r)
		return
	}
	taken, edges := 0, 0
	var never []string
	for _, action := range g.Coverage() {
		taken += action.Taken + action.TakenStutters
		edges += action.Edges + action.Stutters
		if action.Taken+action.TakenStutters == 0 {
			never = append(never, string(action.Action))
		}
	}
	r.Result = fmt.Sprintf("%s edges, each a step of the action it names, %.1f %% of transitions stutter; seen %s of %s states, %s of %s edges of the spec",
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

// scheduleRung runs random schedules of a system, which are judged by the graph too, if there is one.
func (c *climb) scheduleRung(ctx context.Context, m *modelRun, g *graph.Graph, schedules int) {
	begin := time.Now()
	r := rung{Rung: 3, Name: "schedules", Outcome: holds}
	o := fuzztest.Options{Steps: 256}
	judged := "properties"
	if g != nil {
		o.Spec = g
		judged = "properties and refinement"
	}
	source := rand.NewPCG(c.flags.seed, 0)
	data := make([]byte, 512)
	for i := range schedules {
		if ctx.Err() != nil {
			r.Outcome, r.Result = undecided, fmt.Sprintf("interrupted after %s schedules", grouped(uint64(i)))
			break
		}
		c.line.show(fmt.Sprintf("schedules %s: %s of %s", m.name, grouped(uint64(i)), grouped(uint64(schedules))))
		for at := range data {
			data[at] = byte(source.Uint64() >> 56)
		}
		if v := fuzztest.Run(m.system, data, o); v != nil {
			c.violation(&r, m.system, schedule.Shorten(m.system, o.Spec, v))
			break
		}
	}
	if r.Outcome == holds {
		r.Result = fmt.Sprintf("%s random ones of %s, up to 256 events, seed %d; %s", grouped(uint64(schedules)), m.name, c.flags.seed, judged)
		r.Figures = figures{"schedules": schedules, "seed": c.flags.seed, "refinement": g != nil}
	}
	c.add(begin, r)
}

// walkRung simulates clusters.
func (c *climb) walkRung(ctx context.Context, system func() *explore.System, o walk.Options) {
	begin := time.Now()
	o.Seed = c.flags.seed
	o.Progress = func(t *walk.Totals) {
		c.line.show(fmt.Sprintf("simulation: %s of %s runs", grouped(uint64(t.Runs)), grouped(uint64(o.Runs))))
	}
	r := rung{Rung: 4, Name: "simulation", Outcome: holds}
	t, err := walk.Many(ctx, system, o)
	switch {
	case err != nil && (t == nil || ctx.Err() == nil):
		r.Outcome, r.Result = undecided, err.Error()
	case t.Violation != nil:
		s := system()
		c.violation(&r, s, &walk.Shrink(ctx, s, t.Violation).Violation)
	case t.Runs < o.Runs:
		r.Outcome, r.Result = undecided, fmt.Sprintf("interrupted after %d runs", t.Runs)
	default:
		reached := len(t.Reached) - len(t.Unreached())
		r.Result = fmt.Sprintf("%s runs from seed %d, %s events, %s faults of %d kinds; live after healing; %d of %d situations reached",
			grouped(uint64(t.Runs)), o.Seed, grouped(uint64(t.Events+t.Healed)), grouped(uint64(t.Faults.Total())), kindsSeen(t), reached, len(t.Reached))
		r.Figures = figures{
			"runs": t.Runs, "events": t.Events, "healed": t.Healed, "faults": faultCounts(t), "seed": o.Seed, "unreached": t.Unreached(),
		}
	}
	c.add(begin, r)
}

func kindsSeen(t *walk.Totals) int {
	kinds := 0
	for _, n := range t.Faults {
		if n > 0 {
			kinds++
		}
	}
	return kinds
}
