package explore

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// World is one state of a system. It is an immutable value.
type World struct {
	// Nodes are in the order of System.Nodes, as are their Inboxes.
	Nodes   []*Node
	Inboxes []Inbox
	Ghost   Ghost
	// Crashes counts those that have happened.
	Crashes int
}

// AppendTo appends the canonical encoding to b.
func (w *World) AppendTo(b []byte) []byte {
	for i, n := range w.Nodes {
		b = appendBytes(b, n)
		b = appendBytes(b, w.Inboxes[i])
	}
	b = appendBytes(b, w.Ghost)
	return binary.AppendUvarint(b, uint64(w.Crashes))
}

// Transition is an event that may happen in a world, and the world after it.
type Transition struct {
	*Step
	World *World
}

// Initial returns the world in which all nodes have recovered from empty storage, one after the other, and the steps that
// led there.
func (s *System) Initial() (*World, []*Step) {
	w := &World{Ghost: s.Ghost}
	for _, id := range s.Nodes {
		w.Nodes = append(w.Nodes, &Node{ID: id, Network: s.Network, Durable: s.Protocol.Empty(id)})
		w.Inboxes = append(w.Inboxes, Inbox{network: s.Network})
	}
	steps := make([]*Step, 0, len(s.Nodes))
	for i, n := range w.Nodes {
		step := n.Step(s.Protocol, Event{Kind: Recover, Node: n.ID})
		w = s.after(w, i, w.Inboxes[i], step)
		steps = append(steps, step)
	}
	return w, steps
}

// Place returns where a node stands in World.Nodes, or -1.
func (s *System) Place(id machine.NodeID) int { return slices.Index(s.Nodes, id) }

// MayCrash reports whether a node is among those that may crash.
func (s *System) MayCrash(id machine.NodeID) bool {
	return s.Faults.Crashes > 0 && (s.Faults.Crashing == nil || slices.Contains(s.Faults.Crashing, id))
}

// Allows reports whether Guard lets an event happen at a node.
func (s *System) Allows(n *Node, e Event) bool { return s.Guard == nil || s.Guard(n, e) }

// Candidates returns the events that may happen in w, of which machines may refuse some.
func (s *System) Candidates(w *World) []Event {
	var events []Event
	for i, n := range w.Nodes {
		events = n.Candidates(w.Inboxes[i], events)
		if w.Crashes < s.Faults.Crashes && s.MayCrash(n.ID) {
			events = n.Crashes(events)
		}
	}
	for _, o := range w.Ghost.Offers() {
		if at := s.Place(o.Node); at >= 0 && w.Nodes[at].Up() {
			events = append(events, Event{Kind: Ask, Node: o.Node, Request: o.Request})
		}
	}
	if s.Guard != nil {
		events = slices.DeleteFunc(events, func(e Event) bool { return !s.Allows(w.Nodes[s.Place(e.Node)], e) })
	}
	return events
}

// Transitions returns what may happen in w.
func (s *System) Transitions(w *World) []Transition {
	var all []Transition
	for _, e := range s.Candidates(w) {
		if t, ok := s.Try(w, e); ok {
			all = append(all, t)
		}
	}
	return all
}

// Try lets one of the Candidates of w happen. It returns false if the machine refuses it. Unlike Do, it does not look whether
// the event is possible.
func (s *System) Try(w *World, e Event) (Transition, bool) {
	i := s.Place(e.Node)
	inbox := w.Inboxes[i]
	if e.Kind == Deliver || e.Kind == Drop {
		inbox, _ = inbox.Without(e.Envelope)
	}
	step := w.Nodes[i].Step(s.Protocol, e)
	if step == nil {
		// A refused envelope is consumed where envelopes are.
		if e.Kind != Deliver || s.Network == Unreliable {
			return Transition{}, false
		}
		step = &Step{Event: e, Action: Refuse, Before: w.Nodes[i], After: w.Nodes[i]}
	}
	return Transition{step, s.after(w, i, inbox, step)}, true
}

// Do lets an event happen in w. It fails if the event is not possible in w, or refused.
func (s *System) Do(w *World, e Event) (Transition, error) {
	name := e.String()
	for _, c := range s.Candidates(w) {
		if c.Kind != e.Kind || c.Node != e.Node || c.String() != name {
			continue
		}
		if t, ok := s.Try(w, c); ok {
			return t, nil
		}
		return Transition{}, fmt.Errorf("%v: node %d refuses it", e, e.Node)
	}
	return Transition{}, fmt.Errorf("%v: not possible here", e)
}

// after returns the world after a step of its i-th node.
func (s *System) after(w *World, i int, inbox Inbox, step *Step) *World {
	next := &World{Nodes: slices.Clone(w.Nodes), Inboxes: slices.Clone(w.Inboxes), Crashes: w.Crashes}
	next.Nodes[i] = step.After
	next.Inboxes[i] = inbox
	for _, e := range step.Sends {
		if to := s.Place(e.To); to >= 0 {
			next.Inboxes[to] = next.Inboxes[to].Add(e)
		}
	}
	if step.Event.Kind == Crash {
		next.Crashes++
	}
	next.Ghost = w.Ghost.Observe(step)
	return next
}
