package twopctest

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// Config says what is explored: a cluster, its clients, and the faults.
type Config struct {
	// Name names the system in reports, "twopc" if it is empty.
	Name string
	// Participants is how many participants there are: nodes 1, 2, 3...
	Participants int
	// Coordinators is how many coordinators there are, 0 meaning 1: node 0, and then the nodes after the participants.
	// Clients are divided among them.
	Coordinators int
	// Scopes has one element for each client: the participants of its transaction.
	Scopes [][]machine.NodeID
	// ReadOnly lets clients enlist branches that only read.
	ReadOnly bool
	// Forget lets applications ask their participants to forget branches that have ended.
	Forget bool
	// Abort lets clients give up instead of asking to commit. It is not in the specification's models, but takes steps that are.
	Abort bool
	// Network is what may happen to messages. The specification knows Unreliable networks only.
	Network explore.Network
	// Crashes bounds how often nodes crash in all, and Crashing says which may; nil means all.
	Crashes  int
	Crashing []machine.NodeID
	// SafetyOnly leaves the properties of the kind Eventually out, which need more memory than others.
	SafetyOnly bool
}

// System returns what is explored, or an error that says what is wrong with the configuration.
func System(c Config) (*explore.System, error) {
	if c.Name == "" {
		c.Name = "twopc"
	}
	protocol, err := twopc.New(twopc.Config{Coordinators: c.coordinators(), Participants: c.participants()})
	if err != nil {
		return nil, fmt.Errorf("twopctest: %s: %w", c.Name, err)
	}
	if err := c.check(protocol); err != nil {
		return nil, fmt.Errorf("twopctest: %s: %w", c.Name, err)
	}
	s := &explore.System{
		Name:       c.Name,
		Protocol:   protocol,
		Nodes:      c.nodes(),
		Network:    c.Network,
		Ghost:      newGhost(&c),
		Faults:     explore.Faults{Crashes: c.Crashes, Crashing: c.Crashing},
		Properties: append(safety(), reachability(&c)...),
	}
	if !c.SafetyOnly {
		s.Properties = append(s.Properties, liveness()...)
	}
	if c.specified() {
		s.Abstraction = Abstraction()
	}
	return s, nil
}

func (c *Config) check(p *twopc.Protocol) error {
	if len(c.Scopes) == 0 {
		return fmt.Errorf("there are no clients: give each its scope")
	}
	for k, scope := range c.Scopes {
		if set := twopc.NewNodeSet(scope...); len(set) == 0 || len(set) != len(scope) || !set.Within(p.Participants()) {
			return fmt.Errorf("the scope of client %d is %v, expected some of the participants %v, each once", k+1, scope, p.Participants())
		}
	}
	for _, id := range c.Crashing {
		if !p.Participants().Has(id) && !p.Coordinators().Has(id) {
			return fmt.Errorf("node %d is to crash, but is not there", id)
		}
	}
	return nil
}

// specified reports whether the specification has such systems.
func (c *Config) specified() bool {
	return len(c.coordinators()) == 1 && c.Network == explore.Unreliable
}

func (c *Config) participants() []machine.NodeID {
	ids := make([]machine.NodeID, max(0, c.Participants))
	for i := range ids {
		ids[i] = machine.NodeID(i + 1)
	}
	return ids
}

func (c *Config) coordinators() []machine.NodeID {
	ids := []machine.NodeID{0}
	for i := 1; i < c.Coordinators; i++ {
		ids = append(ids, machine.NodeID(c.Participants+i))
	}
	return ids
}

// nodes returns node 0, the participants, and the other coordinators.
func (c *Config) nodes() []machine.NodeID {
	coordinators := c.coordinators()
	return append(append(coordinators[:1:1], c.participants()...), coordinators[1:]...)
}

// String says in words what is explored.
func (c Config) String() string {
	var scopes []string
	for _, scope := range c.Scopes {
		scopes = append(scopes, twopc.NewNodeSet(scope...).String())
	}
	words := []string{
		count(c.Participants, "participant"), count(len(c.Scopes), "transaction") + " of " + strings.Join(scopes, ", "),
	}
	for _, option := range []struct {
		on   bool
		what string
	}{
		{c.ReadOnly, "read-only branches"}, {c.Forget, "forgetting"}, {c.Abort, "clients that give up"},
	} {
		if option.on {
			words = append(words, option.what)
		}
	}
	return strings.Join(append(words, c.faults(), c.Network.String()+" network"), ", ")
}

func (c *Config) faults() string {
	who := "any node"
	if c.Crashing != nil {
		who = twopc.NewNodeSet(c.Crashing...).String()
	}
	switch c.Crashes {
	case 0:
		return "no crashes"
	case 1:
		return "1 crash of " + who
	}
	return fmt.Sprintf("%d crashes of %s", c.Crashes, who)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
