package main

import (
	"context"

	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/raft/rafttest"
)

// climbRaft climbs the ladder of Raft.
func climbRaft(ctx context.Context, c *climb) {
	var models []modelRun
	for i := range rafttest.Models {
		if m := &rafttest.Models[i]; !m.Deep || c.flags.deep {
			models = append(models, raftRun(m))
		}
	}
	models = append(models, modelRun{
		name: "MCLiveness", folder: "raft", bounds: "the specification alone, under fairness", liveness: true,
	})
	c.specRungs(ctx, models)
	if ctx.Err() != nil {
		return
	}
	schedules := 2_000
	o := walk.Options{Runs: 100, Events: 3_000}
	if c.flags.deep {
		schedules = 100_000
		o = walk.Options{Runs: 2_500, Events: 9_000, CheckEvery: 10}
	}
	c.scheduleRung(ctx, drawnFrom(models), schedules)
	c.simulationRung(ctx, "raft", o)
	c.simulationRung(ctx, "raft --nodes=5 --pre-vote=false --check-quorum=false", o)
	c.report(rung{Rung: 5, Name: "real processes", Outcome: notRun, Result: "there is no host yet"})
	c.report(rung{Rung: 6, Name: "planted bugs", Outcome: notRun, Result: "tenet mutants raft runs them"})
}

// raftRun returns what is checked of a model.
func raftRun(m *rafttest.Model) modelRun {
	system, err := rafttest.System(m.Config)
	if err != nil {
		panic(err) // a test makes them all
	}
	system.Name = "raft --model=" + m.Name
	return modelRun{name: m.Name, folder: "raft", bounds: m.Config.String(), system: system, oneToOne: true, deep: m.Deep}
}
