package register

import (
	"encoding/binary"
	"fmt"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// Config is the size of a system.
type Config struct {
	Backups, Writes, Crashes int
	Network                  explore.Network
	Bugs                     Bugs
}

// System returns the system of a primary, its backups, and a client who writes the values 10, 20, 30...
func System(c Config) *explore.System {
	p := Protocol{Bugs: c.Bugs}
	nodes := []machine.NodeID{Primary}
	for i := range c.Backups {
		p.Backups = append(p.Backups, Primary+1+machine.NodeID(i))
	}
	return &explore.System{
		Name:     "register",
		Protocol: p,
		Nodes:    append(nodes, p.Backups...),
		Network:  c.Network,
		Ghost:    Client{Writes: c.Writes},
		Faults:   explore.Faults{Crashes: c.Crashes},
		Properties: []explore.Property{
			{Name: "durable", Kind: explore.Always, Holds: durable},
			{Name: "agreement", Kind: explore.Always, Holds: agreement},
			{Name: "answered", Kind: explore.Reachable, Holds: answered},
		},
		Abstraction: abstraction(),
	}
}

// Client asks for writes one after the other, and remembers which versions were answered.
type Client struct{ Writes, Asked, Told int }

// Offers are the next write.
func (c Client) Offers() []explore.Offer {
	if c.Asked == c.Writes {
		return nil
	}
	next := uint64(c.Asked) + 1
	return []explore.Offer{{Node: Primary, Request: machine.Request{ID: machine.RequestID(next), Op: Put{10 * next}}}}
}

// Observe notes what is asked and answered.
func (c Client) Observe(step *explore.Step) explore.Ghost {
	if step.Event.Kind == explore.Ask {
		c.Asked++
	}
	for _, r := range step.Replies {
		if done, ok := r.Result.(Done); ok {
			c.Told = max(c.Told, int(done.Version))
		}
	}
	return c
}

// AppendTo appends the canonical encoding to b.
func (c Client) AppendTo(b []byte) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(c.Asked)), uint64(c.Told))
}

func stored(n *explore.Node) Entry { return n.Durable.(*Storage).Entry }

// durable says that every node has what a client was told.
func durable(w *explore.World) error {
	told := uint64(w.Ghost.(Client).Told)
	for _, n := range w.Nodes {
		if stored(n).Version < told {
			return fmt.Errorf("the client was told that version %d is safe, but node %d has only version %d", told, n.ID, stored(n).Version)
		}
	}
	return nil
}

// agreement says that a version has one value.
func agreement(w *explore.World) error {
	for _, n := range w.Nodes {
		for _, o := range w.Nodes {
			if a, b := stored(n), stored(o); a.Version == b.Version && a.Value != b.Value {
				return fmt.Errorf("version %d is %d at node %d and %d at node %d", a.Version, a.Value, n.ID, b.Value, o.ID)
			}
		}
	}
	return nil
}

func answered(w *explore.World) error {
	if w.Ghost.(Client).Told == 0 {
		return fmt.Errorf("nothing was answered")
	}
	return nil
}

// abstraction maps a world to the versions that are stored, and those that were answered.
func abstraction() *explore.Abstraction {
	return &explore.Abstraction{
		Spec: "Register",
		Node: func(n *explore.Node, _ explore.Inbox) value.Value { return value.Int(int64(stored(n).Version)) },
		Ghost: func(g explore.Ghost, _ int) value.Value {
			return value.Int(int64(g.(Client).Told))
		},
		Join: func(nodes []value.Value, ghost value.Value) value.State {
			return value.NewState(value.Field{Name: "stored", Value: value.Tuple(nodes...)}, value.Field{Name: "told", Value: ghost})
		},
		Stutters: []machine.Action{"AcceptPut", "HandleWrite", "HandleAck", "SendAgain", "Crash", "Recover", "Persist"},
	}
}

// Spec is the specification by hand: only Persist and Crash change what is stored, and only Persist and HandleAck what was told.
type Spec struct{}

// Initial accepts the state in which nothing is stored or told.
func (Spec) Initial(s value.State) error {
	if s.Value("told") != value.Int(0) {
		return fmt.Errorf("told is %v in the beginning", s.Value("told"))
	}
	return nil
}

// Step judges a step.
func (Spec) Step(action machine.Action, before, after value.State) error {
	changes := map[string][]machine.Action{"stored": {"Persist", "Crash"}, "told": {"Persist", "HandleAck"}}
	for _, variable := range before.Names() {
		if before.Value(variable) == after.Value(variable) {
			continue
		}
		allowed := false
		for _, a := range changes[variable] {
			allowed = allowed || a == action
		}
		if !allowed {
			return fmt.Errorf("%s changes %s from %v to %v", action, variable, before.Value(variable), after.Value(variable))
		}
	}
	return nil
}
