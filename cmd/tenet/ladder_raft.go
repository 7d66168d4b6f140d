package main

import (
	"context"

	"github.com/tenet-go/tenet/raft/rafttest"
)

// climbRaft climbs the ladder of Raft.
func climbRaft(ctx context.Context, c *climb) {
	var models []modelRun
	for _, m := range rafttest.Models {
		if m.Deep && !c.flags.deep {
			continue
		}
		system, err := rafttest.System(m.Config)
		if err != nil {
			panic(err) // a test makes them all
		}
		system.Name = "raft --model=" + m.Name
		models = append(models, modelRun{name: m.Name, folder: "raft", bounds: m.Config.String(), system: system, oneToOne: true})
	}
	judges := c.specRungs(ctx, models)
	if ctx.Err() != nil {
		return
	}
	schedules := 2_000
	if c.flags.deep {
		schedules = 100_000
	}
	c.scheduleRung(ctx, &models[0], judges[models[0].name], schedules)
	c.report(rung{Rung: 5, Name: "real processes", Outcome: notRun, Result: "there is no host yet"})
	c.report(rung{Rung: 6, Name: "planted bugs", Outcome: notRun, Result: "tenet mutants raft runs them"})
}
