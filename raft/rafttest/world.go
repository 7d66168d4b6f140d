package rafttest

import (
	"iter"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// World is a world of this package's systems, whose nodes are of known types. Nodes stand by their numbers, from 1 on.
type World struct{ *explore.World }

// historian is a ghost that has a history.
type historian interface{ history() *History }

func (w *World) history() *History { return w.Ghost.(historian).history() }

func (w *World) ghost() *Ghost { return w.Ghost.(*Ghost) }

// running yields the nodes that run.
func (w *World) running() iter.Seq2[machine.NodeID, *raft.Node] {
	return func(yield func(machine.NodeID, *raft.Node) bool) {
		for _, n := range w.Nodes {
			if n.Up() && !yield(n.ID, nodeOf(n)) {
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

func nodeOf(n *explore.Node) *raft.Node { return unwrap(n.Machine).(*raft.Node) }

func storageOf(n *explore.Node) *raft.Storage { return n.Durable.(*raft.Storage) }

// leads reports whether a node runs and leads.
func leads(n *explore.Node) bool { return n.Up() && nodeOf(n).Role() == raft.Leader }

// quorum is how many of so many nodes are enough.
func quorum(nodes int) int { return nodes/2 + 1 }
