package rafttest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// Config says what is explored: a cluster, its clients, the faults, and the bounds. The bounds are those of the models in
// spec/raft: there as here they are guards of events, and not in the machine.
type Config struct {
	// Name names the system in reports, "raft" if it is empty.
	Name string
	// Nodes is how many there are: 1, 2, 3...
	Nodes int
	// PreVote and CheckQuorum are the nodes that run it: see raft.Config.
	PreVote, CheckQuorum []machine.NodeID

	// MaxTerm bounds the terms: no election begins in it.
	MaxTerm raft.Term
	// Campaigning are the nodes whose election timers fire, nil for all.
	Campaigning []machine.NodeID
	// Heartbeats and LeaderTimeouts let those timers fire. Quorum timers do wherever there are some.
	Heartbeats, LeaderTimeouts bool

	// Commands is how many commands are proposed, each up to Attempts times, 0 meaning once, until an attempt is told to be applied.
	// The commands of one session come one after the other: Sessions has the session of each, nil if all have their own.
	Commands, Attempts int
	Sessions           []int
	// Reads is how many reads there are, each asked once, at one of the Readers, nil for all. MaxRounds bounds the rounds in which a
	// leader asks for them.
	Reads     int
	Readers   []machine.NodeID
	MaxRounds uint64
	// Snapshotting are the nodes whose application takes snapshots of all that is applied, of two chunks each.
	Snapshotting []machine.NodeID

	// Disks are what the disks of some nodes hold in the beginning: the fold of these records. Committed is what is committed by then.
	Disks     map[machine.NodeID][]machine.Record
	Committed []raft.Entry

	// MaxInflight bounds the entries on their way to a follower, MaxEntries those of one message; 0 is no bound.
	MaxInflight, MaxEntries int
	// TrailingEntries is how many entries before a snapshot the log keeps.
	TrailingEntries uint64

	// Network is what may happen to messages. The specification knows Unreliable networks only.
	Network explore.Network
	// Crashes bounds how often nodes crash in all, and Crashing says which may; nil means all.
	Crashes  int
	Crashing []machine.NodeID
	// Cut are the pairs of nodes that hear nothing of each other.
	Cut [][2]machine.NodeID
	// Reaches are the situations that must be seen.
	Reaches []Situation
	// Liveness adds the properties of the kind Eventually. They hold if nobody can spoil an election, and terms do not run out.
	Liveness bool
}

// SnapshotBytes is how long snapshots are. Chunks have one byte.
const SnapshotBytes = 2

// System returns what is explored, or an error that says what is wrong with the configuration.
func System(c Config) (*explore.System, error) {
	if c.Name == "" {
		c.Name = "raft"
	}
	if c.Attempts == 0 {
		c.Attempts = 1
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("rafttest: %s: %w", c.Name, err)
	}
	protocol, err := newProtocol(&c)
	if err != nil {
		return nil, fmt.Errorf("rafttest: %s: %w", c.Name, err)
	}
	s := &explore.System{
		Name:       c.Name,
		Protocol:   protocol,
		Nodes:      c.nodes(),
		Network:    c.Network,
		Ghost:      newGhost(&c),
		Faults:     explore.Faults{Crashes: c.Crashes, Crashing: c.Crashing},
		Guard:      c.guard,
		Properties: slices.Concat(safety(c.nodes()), clientSafety(), reachability(&c)),
	}
	if c.Liveness {
		s.Properties = append(s.Properties, liveness()...)
	}
	if c.Network == explore.Unreliable {
		s.Abstraction = Abstraction(&c)
	}
	return s, nil
}

func (c *Config) check() error {
	var wrong []error
	demand := func(ok bool, format string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Errorf(format, args...))
		}
	}
	demand(c.Nodes > 0, "there are no nodes")
	for name, n := range map[string]int{
		"Commands": c.Commands, "Attempts": c.Attempts, "Reads": c.Reads, "MaxInflight": c.MaxInflight, "MaxEntries": c.MaxEntries, "Crashes": c.Crashes,
	} {
		demand(n >= 0, "%s is %d, expected 0 or more", name, n)
	}
	demand(c.Commands < 10, "there are %d commands, expected less than 10: their data have one byte", c.Commands)
	demand(c.Sessions == nil || len(c.Sessions) == c.Commands, "there are %d sessions, expected one for each of the %d commands", len(c.Sessions), c.Commands)
	for name, ids := range map[string][]machine.NodeID{
		"PreVote": c.PreVote, "CheckQuorum": c.CheckQuorum, "Campaigning": c.Campaigning, "Readers": c.Readers,
		"Snapshotting": c.Snapshotting, "Crashing": c.Crashing,
	} {
		for _, id := range ids {
			demand(c.has(id), "%s has node %d, which is not there", name, id)
		}
	}
	for _, pair := range c.Cut {
		demand(c.has(pair[0]) && c.has(pair[1]), "Cut has nodes %d and %d, expected two that are there", pair[0], pair[1])
	}
	for id := range c.Disks {
		demand(c.has(id), "Disks has node %d, which is not there", id)
	}
	slices.SortFunc(wrong, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(wrong...)
}

func (c *Config) has(id machine.NodeID) bool { return id >= 1 && int(id) <= c.Nodes }

func (c *Config) nodes() []machine.NodeID { return First(c.Nodes) }

// First returns the nodes from 1 to n.
func First(n int) []machine.NodeID {
	ids := make([]machine.NodeID, max(0, n))
	for i := range ids {
		ids[i] = machine.NodeID(i + 1)
	}
	return ids
}

// among reports whether a node is one of those; nil are all.
func among(ids []machine.NodeID, id machine.NodeID) bool {
	return ids == nil || slices.Contains(ids, id)
}

// guard says which events are within the bounds.
func (c *Config) guard(n *explore.Node, e explore.Event) bool {
	switch e.Kind {
	case explore.Fire:
		switch e.Timer {
		case raft.ElectionTimer:
			return among(c.Campaigning, n.ID) && nodeOf(n).Term() < c.MaxTerm
		case raft.LeaderTimer:
			return c.LeaderTimeouts
		case raft.HeartbeatTimer:
			return c.Heartbeats
		}
	case explore.Deliver:
		if c.isCut(n.ID, e.Envelope.From) {
			return false
		}
		if _, read := e.Envelope.Message.(raft.ReadRequest); read {
			return c.mayAskForRound(n)
		}
	case explore.Ask:
		if _, read := e.Request.Op.(raft.Read); read {
			return c.mayAskForRound(n)
		}
	case explore.Drop, explore.Flush, explore.Persist, explore.Crash, explore.Recover:
	}
	return true
}

// isCut reports whether two nodes hear nothing of each other.
func (c *Config) isCut(a, b machine.NodeID) bool {
	return slices.Contains(c.Cut, [2]machine.NodeID{a, b}) || slices.Contains(c.Cut, [2]machine.NodeID{b, a})
}

// mayAskForRound bounds the rounds of a leader: the same question, delivered again and again, would be asked anew each time.
func (c *Config) mayAskForRound(n *explore.Node) bool {
	node := nodeOf(n)
	return node.Role() != raft.Leader || node.Round() < c.MaxRounds
}

// String says in words what is explored.
func (c Config) String() string {
	words := []string{count(c.Nodes, "node"), fmt.Sprintf("terms to %d", c.MaxTerm)}
	some := func(ids []machine.NodeID, what string) {
		if len(ids) > 0 {
			words = append(words, fmt.Sprintf("%s %v", what, ids))
		}
	}
	some(c.Campaigning, "campaigning")
	some(c.PreVote, "pre-vote at")
	some(c.CheckQuorum, "check-quorum at")
	if c.Heartbeats {
		words = append(words, "heartbeats")
	}
	if c.LeaderTimeouts {
		words = append(words, "leader timeouts")
	}
	if c.Commands > 0 {
		words = append(words, count(c.Commands, "command"))
		if c.Attempts > 1 {
			words = append(words, fmt.Sprintf("%d attempts each", c.Attempts))
		}
	}
	if c.Reads > 0 {
		words = append(words, count(c.Reads, "read"))
		some(c.Readers, "asked at")
	}
	some(c.Snapshotting, "snapshots at")
	for _, pair := range c.Cut {
		words = append(words, fmt.Sprintf("nothing between %d and %d", pair[0], pair[1]))
	}
	if len(c.Disks) > 0 {
		words = append(words, fmt.Sprintf("%d disks that are not empty", len(c.Disks)))
	}
	return strings.Join(append(words, c.faults(), c.Network.String()+" network"), ", ")
}

func (c *Config) faults() string {
	who := "any node"
	if c.Crashing != nil {
		who = fmt.Sprint(c.Crashing)
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
