package twopctest

import (
	"iter"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// World is a world of this package's systems, whose nodes and ghost are of known types.
type World struct{ *explore.World }

func (w *World) ghost() *Ghost { return w.Ghost.(*Ghost) }

// node returns the node of that id. Nodes stand as Config.nodes has them: by their numbers.
func (w *World) node(id machine.NodeID) *explore.Node { return w.Nodes[id] }

// participants yields the participants.
func (w *World) participants() iter.Seq2[machine.NodeID, *explore.Node] {
	return func(yield func(machine.NodeID, *explore.Node) bool) {
		for i := range w.ghost().Applications {
			if !yield(machine.NodeID(i+1), w.Nodes[i+1]) {
				return
			}
		}
	}
}

// coordinators yields the coordinators.
func (w *World) coordinators() iter.Seq2[machine.NodeID, *explore.Node] {
	return func(yield func(machine.NodeID, *explore.Node) bool) {
		for _, id := range w.ghost().config.coordinators() {
			if !yield(id, w.node(id)) {
				return
			}
		}
	}
}

// unwrap returns the machine within those that tests have wrapped around it.
func unwrap(m machine.Machine) machine.Machine {
	for {
		outer, ok := m.(interface{ Unwrap() machine.Machine })
		if !ok {
			return m
		}
		m = outer.Unwrap()
	}
}

func coordinatorOf(n *explore.Node) *twopc.Coordinator { return unwrap(n.Machine).(*twopc.Coordinator) }

func participantOf(n *explore.Node) *twopc.Participant { return unwrap(n.Machine).(*twopc.Participant) }

// storage returns the storage of a participant.
func (w *World) storage(n *explore.Node) *twopc.ParticipantStorage {
	return n.Durable.(*twopc.ParticipantStorage)
}

func (w *World) coordinatorStorage(t twopc.Txn) *twopc.CoordinatorStorage {
	return w.node(t.Coordinator).Durable.(*twopc.CoordinatorStorage)
}

// coordinator returns the coordinator of t, or nil while it is down.
func (w *World) coordinator(t twopc.Txn) *twopc.Coordinator {
	n := w.node(t.Coordinator)
	if !n.Up() {
		return nil
	}
	return coordinatorOf(n)
}

// decided reports whether the coordinator has committed t, and still knows.
func (w *World) decided(t twopc.Txn) bool {
	_, durable := w.coordinatorStorage(t).Commit(t)
	c := w.coordinator(t)
	return durable || c != nil && c.Phase(t) == twopc.Decided
}

// forgotten reports whether the application at p has asked to forget t.
func (w *World) forgotten(p machine.NodeID, t twopc.Txn) bool {
	return slices.Contains(w.ghost().Application(p).Forgotten, t)
}

// durablyCommitted reports whether the storage of p has committed t, or has forgotten it since.
func (w *World) durablyCommitted(p machine.NodeID, t twopc.Txn) bool {
	return w.storage(w.node(p)).State(t) == twopc.BranchCommitted || w.forgotten(p, t)
}
