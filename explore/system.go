package explore

import "github.com/tenet-go/tenet/machine"

// System is what is explored.
type System struct {
	// Name names the system in reports and kept schedules.
	Name     string
	Protocol machine.Protocol
	// Nodes are the nodes, in the order in which they start.
	Nodes   []machine.NodeID
	Network Network
	// Ghost is the ghost of the initial world, NoGhost{} if there is nothing to remember.
	Ghost Ghost
	// Faults bounds the faults of one run.
	Faults Faults
	// Guard bounds which events happen, nil for all: how high a term may rise, say, or which nodes' timers fire. It depends on nothing
	// but node and event, and keeps neither. Nodes begin without being asked for. Simulations (package walk) take no notice of it, as of the bound
	// on crashes: what is drawn ends by itself.
	Guard func(n *Node, e Event) bool
	// Properties are what must hold.
	Properties []Property
	// Abstraction maps worlds to states of the specification, nil if there is none.
	Abstraction *Abstraction
}

// Faults bounds the faults of one run. The network's faults are those of its kind.
type Faults struct {
	// Crashes is how many times nodes may crash, in all.
	Crashes int
	// Crashing are the nodes that may, nil for all.
	Crashing []machine.NodeID
}

// Ghost is what no node knows: the clients, what they asked and were told, and history that
// properties speak of. It is an immutable value and part of the world.
type Ghost interface {
	// Offers are the requests that clients may make.
	Offers() []Offer
	// Observe returns the ghost after a step: the same one if there is nothing to remember. It is a
	// function of the ghost and of the step.
	Observe(step *Step) Ghost
	// AppendTo appends the canonical encoding to b.
	AppendTo(b []byte) []byte
}

// Offer is a request that may be made of a node.
type Offer struct {
	Node    machine.NodeID
	Request machine.Request
}

// NoGhost remembers nothing and asks for nothing.
type NoGhost struct{}

// Offers returns no offers.
func (NoGhost) Offers() []Offer { return nil }

// Observe returns the ghost as it is.
func (g NoGhost) Observe(*Step) Ghost { return g }

// AppendTo appends nothing.
func (NoGhost) AppendTo(b []byte) []byte { return b }

// Kind says when a property holds.
type Kind uint8

const (
	// Always means in every world.
	Always Kind = iota
	// Reachable means in some world: that it is never seen makes other checks vacuous.
	Reachable
	// Eventually means that every fair run comes to such a world, again and again: it does not end, and does not
	// stay for ever, where the property does not hold. Deliveries, timers, persistence and recovery
	// are fair: what stays possible happens. Requests and faults are not. On an Unreliable network, which keeps every message, this
	// means that nothing is lost for ever: whether messages are sent again is for package walk to see.
	Eventually
)

func (k Kind) String() string { return [...]string{"always", "reachable", "eventually"}[k] }

// Property is a property of worlds.
type Property struct {
	Name string
	Kind Kind
	// Holds returns nil where the property holds, or else says why not. It does not change the world.
	Holds func(w *World) error
}
