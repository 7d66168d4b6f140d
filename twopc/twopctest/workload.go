package twopctest

import (
	"time"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// Workload returns a configuration for simulations: many clients, whose transactions overlap and take from two to all
// of the participants. With 64 clients, six participants and two coordinators there is work for a thousand events and more.
func Workload(clients, participants, coordinators int) Config {
	c := Config{
		Name:         "twopc",
		Participants: participants,
		Coordinators: coordinators,
		ReadOnly:     true,
		Forget:       true,
		Crashes:      1, // those of simulations are bounded by walk.Options
	}
	sizes := []int{participants, (participants + 1) / 2, max(participants-1, 1), min(2, participants), (2*participants + 2) / 3}
	for k := range clients {
		scope := make([]machine.NodeID, sizes[k%len(sizes)])
		for i := range scope {
			scope[i] = machine.NodeID(1 + (k+i)%participants)
		}
		c.Scopes = append(c.Scopes, scope)
	}
	return c
}

// Timing says for simulations how long timers run: transactions have the time that they need under faults, and messages are
// repeated soon.
func Timing(timer machine.Timer) (least, most time.Duration) {
	switch timer.(type) {
	case twopc.VoteTimer, twopc.BranchTimer:
		return 3 * time.Second, 10 * time.Second
	default:
		return 50 * time.Millisecond, 200 * time.Millisecond
	}
}

// AskEvery is the mean time between requests in simulations of a Workload.
const AskEvery = 2 * time.Millisecond
