package main

import (
	"context"

	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/twopc/twopctest"
)

// climbTwoPhaseCommit climbs the ladder of two-phase commit.
func climbTwoPhaseCommit(ctx context.Context, c *climb) {
	var models []modelRun
	for _, m := range twopctest.Models {
		if m.Deep && !c.flags.deep {
			continue
		}
		system, err := twopctest.System(m.Config)
		if err != nil {
			panic(err) // a test makes them all
		}
		system.Name = "twopc --model=" + m.Name
		models = append(models, modelRun{name: m.Name, folder: "twopc", bounds: m.Config.String(), system: system, oneToOne: true, deep: m.Deep})
	}
	models = append(models, modelRun{
		name: "MCLiveness", folder: "twopc", bounds: "the specification alone, under fairness", liveness: true,
	})
	c.specRungs(ctx, models)
	if ctx.Err() != nil {
		return
	}
	schedules, runs := 2_000, 40
	if c.flags.deep {
		schedules, runs = 100_000, 10_000
	}
	c.scheduleRung(ctx, drawnFrom(models), schedules)
	c.simulationRung(ctx, "twopc", walk.Options{Runs: runs, Events: 1000})
	c.report(rung{Rung: 5, Name: "real processes", Outcome: notRun, Result: "there is no host yet"})
	c.report(rung{Rung: 6, Name: "planted bugs", Outcome: notRun, Result: "tenet mutants twopc runs them, for a quarter of an hour"})
}
