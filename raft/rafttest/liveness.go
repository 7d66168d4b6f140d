package rafttest

import (
	"fmt"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// The names of the properties that hold eventually, once faults have ended.
const (
	// SomebodyLeads says that there is a leader, whom all follow.
	SomebodyLeads = "somebody leads"
	// EverybodyApplies says that all applications have applied all that is committed.
	EverybodyApplies = "everybody applies"
)

func liveness() []explore.Property {
	eventually := func(name string, holds func(w *World) error) explore.Property {
		return explore.Property{Name: name, Kind: explore.Eventually, Holds: func(w *explore.World) error { return holds(&World{w}) }}
	}
	return []explore.Property{eventually(SomebodyLeads, somebodyLeads), eventually(EverybodyApplies, everybodyApplies)}
}

func somebodyLeads(w *World) error {
	leader := machine.NodeID(0)
	for _, n := range w.Nodes {
		switch {
		case !n.Up():
			return fmt.Errorf("node %d is down", n.ID)
		case nodeOf(n).Leader() == raft.None:
			return fmt.Errorf("node %d knows of no leader", n.ID)
		case leader == 0:
			leader = nodeOf(n).Leader()
		case nodeOf(n).Leader() != leader:
			return fmt.Errorf("node %d follows node %d, another one node %d", n.ID, nodeOf(n).Leader(), leader)
		}
	}
	return nil
}

func everybodyApplies(w *World) error {
	h := w.history()
	for i, applied := range h.Applied {
		if applied < h.Committed.Len() {
			return fmt.Errorf("node %d has applied the log up to %d of %d", i+1, applied, h.Committed.Len())
		}
	}
	return nil
}
