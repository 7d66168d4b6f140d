package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/fuzztest"
	"github.com/tenet-go/tenet/explore/schedule"
	"github.com/tenet-go/tenet/explore/walk"
)

// scheduleSteps is how many events a random schedule has, unless nothing more can happen.
const scheduleSteps = 256

// scheduleRung runs random schedules of the systems of some models in turn, which are held to the specification too where there are
// judges.
func (c *climb) scheduleRung(ctx context.Context, models []modelRun, schedules int) {
	begin := time.Now()
	r := rung{Rung: 3, Name: "schedules", Outcome: holds}
	d := &drawing{models: models, seed: c.flags.seed, count: schedules}
	d.progress = func(n int) {
		c.line.show(fmt.Sprintf("schedules: %s of %s", grouped(uint64(n)), grouped(uint64(schedules))))
	}
	v := d.run(ctx)
	switch {
	case v != nil:
		m := d.model(d.least)
		c.violation(&r, m.system, schedule.Shorten(m.system, m.spec(), v))
	case ctx.Err() != nil:
		r.Outcome, r.Result = undecided, fmt.Sprintf("interrupted after %s schedules", grouped(uint64(d.done)))
	default:
		of := fmt.Sprintf("%d models", len(models))
		judged, refinement := "properties and refinement", true
		for i := range models {
			if models[i].judges == nil {
				judged, refinement = "properties", false
			}
		}
		if len(models) == 1 {
			of = models[0].name
		}
		r.Result = fmt.Sprintf("%s random ones of %s, up to %d events, seed %d; %s", grouped(uint64(schedules)), of, scheduleSteps, c.flags.seed, judged)
		r.Figures = figures{"schedules": schedules, "models": len(models), "seed": c.flags.seed, "refinement": refinement}
	}
	c.add(begin, r)
}

// drawnFrom returns the models of which random schedules are drawn: those that are searched quickly too, so that what is there to judge
// steps is kept.
func drawnFrom(models []modelRun) []modelRun {
	return slices.DeleteFunc(slices.Clone(models), func(m modelRun) bool { return m.deep || m.liveness })
}

// drawing is a series of random schedules, which are numbered from 0.
type drawing struct {
	models   []modelRun
	seed     uint64
	count    int
	progress func(done int)

	mu         sync.Mutex
	next, done int
	// found is the violation of the schedule of the least number that shows one.
	found *explore.Violation
	least int
}

// run runs the schedules, with one worker for each processor. What it returns does not depend on how many there are: when one finds
// something, all schedules of lesser numbers have begun, and they are run to their ends.
func (d *drawing) run(ctx context.Context) *explore.Violation {
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for n, ok := d.take(ctx); ok; n, ok = d.take(ctx) {
				d.note(n, d.schedule(n))
			}
		})
	}
	workers.Wait()
	return d.found
}

func (d *drawing) take(ctx context.Context) (n int, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.next == d.count || d.found != nil || ctx.Err() != nil {
		return 0, false
	}
	d.next++
	return d.next - 1, true
}

func (d *drawing) note(n int, v *explore.Violation) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.done++
	d.progress(d.done)
	if v != nil && (d.found == nil || n < d.least) {
		d.found, d.least = v, n
	}
}

// model returns the model of a schedule.
func (d *drawing) model(n int) *modelRun { return &d.models[n%len(d.models)] }

func (d *drawing) schedule(n int) *explore.Violation {
	source := rand.NewPCG(d.seed, uint64(n))
	data := make([]byte, 2*scheduleSteps)
	for i := range data {
		data[i] = byte(source.Uint64() >> 56)
	}
	m := d.model(n)
	return fuzztest.Run(m.system, data, fuzztest.Options{Steps: scheduleSteps, Spec: m.spec()})
}

// spec returns who judges the model's steps, or nil.
func (m *modelRun) spec() explore.Spec {
	if m.judges == nil {
		return nil
	}
	return m.judges
}

// simulationRung simulates the system that flags of tenet simulate ask for, such as "raft --nodes=5".
func (c *climb) simulationRung(ctx context.Context, words string, o walk.Options) {
	name := simulation + " " + words
	protocol, _, _ := strings.Cut(words, " ")
	s, err := subjectOf(protocol)
	if err != nil {
		panic(err) // each climber has its subject, which a test checks
	}
	o.Timing, o.AskEvery = s.timing, s.askEvery
	c.walkRung(ctx, words, s.operations, o, func() *explore.System {
		system, err := named(name)
		if err != nil {
			panic(err) // a test makes them all
		}
		return system
	})
}

// walkRung simulates clusters, and counts what their clients ask for, if they say.
func (c *climb) walkRung(ctx context.Context, what string, operations operations, o walk.Options, system func() *explore.System) {
	begin := time.Now()
	o.Seed = c.flags.seed
	o.Progress = func(t *walk.Totals) {
		c.line.show(fmt.Sprintf("simulation of %s: %s of %s runs", what, grouped(uint64(t.Runs)), grouped(uint64(o.Runs))))
	}
	r := rung{Rung: 4, Name: "simulation", Outcome: holds}
	asked := &tally{operations: operations}
	t, err := walk.Many(ctx, asked.counting(system), o)
	switch {
	case err != nil && (t == nil || ctx.Err() == nil):
		r.Outcome, r.Result = undecided, err.Error()
	case t.Violation != nil:
		s := system()
		c.line.show("simulation of " + what + ": making the schedule short")
		c.violation(&r, s, &walk.Shrink(ctx, s, t.Violation).Violation)
	case t.Runs < o.Runs:
		r.Outcome, r.Result = undecided, fmt.Sprintf("interrupted after %d runs", t.Runs)
	default:
		reached := len(t.Reached) - len(t.Unreached())
		r.Result = fmt.Sprintf("%s runs of %s from seed %d, %s events, %s%s faults of %d kinds; live after healing; %d of %d situations reached",
			grouped(uint64(t.Runs)), what, o.Seed, grouped(uint64(t.Events+t.Healed)), asked, grouped(uint64(t.Faults.Total())), kindsSeen(t), reached, len(t.Reached))
		r.Figures = figures{
			"runs": t.Runs, "events": t.Events, "healed": t.Healed, "faults": faultCounts(t), "seed": o.Seed, "unreached": t.Unreached(),
		}
		if total := asked.total(); total != nil {
			r.Figures["operations"] = total
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
