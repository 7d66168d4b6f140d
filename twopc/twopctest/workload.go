package twopctest

import "github.com/tenet-go/tenet/machine"

// Workload returns a configuration for drivers that draw schedules: many clients, whose transactions overlap,
// everything that clients and applications may do, and crashes anywhere, as many as there are clients.
func Workload(clients, participants, coordinators int) Config {
	c := Config{
		Name:         "twopc-workload",
		Participants: participants,
		Coordinators: coordinators,
		ReadOnly:     true,
		Forget:       true,
		Abort:        true,
		Crashes:      clients,
	}
	for k := range clients {
		size := 1 + k%participants
		scope := make([]machine.NodeID, size)
		for i := range scope {
			scope[i] = machine.NodeID(1 + (k+i)%participants)
		}
		c.Scopes = append(c.Scopes, scope)
	}
	return c
}
