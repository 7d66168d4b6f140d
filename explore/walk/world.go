package walk

import (
	"math"

	"github.com/tenet-go/tenet/explore"
)

// take lets an event happen at a node of w, which it changes. It returns nil if the machine refuses it. The event must
// be possible, as far as the node is concerned.
func take(system *explore.System, w *explore.World, place int, e explore.Event) *explore.Step {
	node := w.Nodes[place]
	step := node.Step(system.Protocol, e)
	if system.Network != explore.Unreliable && (e.Kind == explore.Deliver || e.Kind == explore.Drop) {
		w.Inboxes[place], _ = w.Inboxes[place].Without(e.Envelope)
		if step == nil {
			step = &explore.Step{Event: e, Action: explore.Refuse, Before: node, After: node}
		}
	}
	if step == nil {
		return nil
	}
	w.Nodes[place] = step.After
	for _, sent := range step.Sends {
		if to := system.Place(sent.To); to >= 0 {
			w.Inboxes[to] = w.Inboxes[to].Add(sent)
		}
	}
	if e.Kind == explore.Crash {
		w.Crashes++
	}
	w.Ghost = w.Ghost.Observe(step)
	return step
}

// Unbounded returns the system with no bound on crashes and no guard: the one in whose worlds traces can be replayed with
// explore.System.Do.
func Unbounded(system *explore.System) *explore.System {
	free := *system
	free.Faults.Crashes = math.MaxInt
	free.Guard = nil
	return &free
}
