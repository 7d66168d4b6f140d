package explore

import (
	"fmt"

	"github.com/tenet-go/tenet/machine"
)

// EventKind is what happens in an event.
type EventKind uint8

// The kinds of events.
const (
	Deliver EventKind = iota // an envelope arrives
	Drop                     // an envelope is lost; only on networks that do not keep envelopes
	Fire                     // a pending timer ends
	Flush                    // a burst of inputs ends
	Ask                      // a client makes a request
	Persist                  // the oldest batch in flight becomes durable, and is acknowledged
	Crash                    // a node crashes
	Recover                  // a crashed node recovers
)

var eventKinds = [...]string{"deliver", "drop", "fire", "flush", "ask", "persist", "crash", "recover"}

func (k EventKind) String() string { return eventKinds[k] }

// Fair reports whether events of this kind happen if they stay possible: faults and requests need not.
func (k EventKind) Fair() bool { return k != Drop && k != Ask && k != Crash }

// Event is one thing that may happen in a world.
type Event struct {
	Kind EventKind
	// Node is where it happens.
	Node machine.NodeID
	// Envelope is what is delivered or dropped. It is sent to Node.
	Envelope Envelope
	// Timer is what fires.
	Timer machine.Timer
	// Request is what is asked.
	Request machine.Request
	// Kept is how many of the records in flight survive a crash.
	Kept int
}

// String names the event. Different events of a world have different names.
func (e Event) String() string {
	switch e.Kind {
	case Deliver, Drop:
		return fmt.Sprintf("%v %v at %d from %d", e.Kind, e.Envelope.Message, e.Node, e.Envelope.From)
	case Fire:
		return fmt.Sprintf("fire %v at %d", e.Timer, e.Node)
	case Ask:
		return fmt.Sprintf("ask %v at %d, request %d", e.Request.Op, e.Node, e.Request.ID)
	case Crash:
		return fmt.Sprintf("crash %d, keeping %d records in flight", e.Node, e.Kept)
	case Flush, Persist, Recover:
	}
	return fmt.Sprintf("%v %d", e.Kind, e.Node)
}

// input returns what the machine is given, or nil for events that no machine sees.
func (e Event) input(n *Node) machine.Input {
	switch e.Kind {
	case Deliver:
		return machine.Receive{From: e.Envelope.From, Message: e.Envelope.Message}
	case Fire:
		return machine.Fire{Timer: e.Timer}
	case Flush:
		return machine.Flush{}
	case Ask:
		return e.Request
	case Persist:
		return machine.Persisted{Seq: n.Unsynced[0].Seq}
	case Drop, Crash, Recover:
	}
	return nil
}

// Refuse is the action of steps that only consume something that the machine has refused: an envelope, where envelopes are
// consumed, or a timer. The state of the specification stays as it is.
const Refuse machine.Action = "Refuse"

// Step is an event that happened, and what came of it.
type Step struct {
	Event Event
	// Action is the rule that fired: the machine's own, or Crash, Drop or Refuse.
	Action machine.Action
	// Before and After are the node.
	Before, After *Node
	// Records were handed to the disk in this step.
	Records []machine.Record
	// Sends, Replies and Applies left the node in this step. What waits for the disk does not.
	Sends   []Envelope
	Replies []machine.Reply
	Applies []machine.Apply
	// Timers were set or stopped, in this order. A timer that was pending may be set anew.
	Timers []machine.TimerChange
	// Err says how the machine broke its contract: it panicked, or its storage refused its records.
	Err error
}

func (s *Step) String() string {
	return fmt.Sprintf("%s: %v", s.Action, s.Event)
}
