package explore

import (
	"slices"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// Abstraction maps worlds to states of the specification: the refinement map. It is made of parts,
// one for each node with its inbox and one for the ghost, so that drivers may remember the parts. Two worlds must have
// equal parts if and only if they have the same state.
type Abstraction struct {
	// Spec is the module that the code refines, for messages.
	Spec string
	// Node returns the part of a node and of the messages on their way to it.
	Node func(n *Node, inbox Inbox) value.Value
	// Ghost returns the part of the ghost and of the faults spent.
	Ghost func(g Ghost, crashes int) value.Value
	// Join makes the state of the parts, which are in the order of System.Nodes.
	Join func(nodes []value.Value, ghost value.Value) value.State
	// Stutters are the actions that may leave the state as it is although the specification has no such step. Refuse always may.
	Stutters []machine.Action
}

// MayStutter reports whether steps of an action may leave the state of the specification as it is, whatever the specification
// says of them.
func (a *Abstraction) MayStutter(action machine.Action) bool {
	return action == Refuse || slices.Contains(a.Stutters, action)
}

// State returns the state of the specification for w.
func (a *Abstraction) State(w *World) value.State {
	parts := make([]value.Value, len(w.Nodes))
	for i, n := range w.Nodes {
		parts[i] = a.Node(n, w.Inboxes[i])
	}
	return a.Join(parts, a.Ghost(w.Ghost, w.Crashes))
}
