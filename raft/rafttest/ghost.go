package rafttest

import (
	"encoding/binary"
	"slices"
	"strconv"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// Ghost is what no node knows: the history, and the clients of Config. It is an immutable value.
type Ghost struct {
	History
	config *Config
	// Clients have what was told of each attempt at each command: the first is command 1.
	Clients [][]Telling
	// Reads are in the order in which they are asked: the first is read 1.
	Reads []Read
}

// Telling is a set of fates that a client was told of one attempt: more than one is a catastrophe.
type Telling uint8

// The fates.
const (
	ToldApplied Telling = 1 << iota
	ToldNotApplied
	ToldUnknown
)

// Read is a read of a client.
type Read struct {
	Asked bool
	// From is how much was committed when it was asked.
	From raft.Index
	// Answers are the indexes from which it was told to read, in order.
	Answers []raft.Index
	// Failed says that its node has stopped leading.
	Failed bool
}

func newGhost(c *Config) *Ghost {
	return &Ghost{
		History: newHistory(c.Nodes, c.Committed), config: c,
		Clients: make([][]Telling, c.Commands), Reads: make([]Read, c.Reads),
	}
}

func (g *Ghost) history() *History { return &g.History }

// data is what is proposed for a command, in each attempt.
func data(command int) string { return strconv.Itoa(command) }

// The requests: first those of the attempts at commands, then those of reads. Applications have the rest.
func (g *Ghost) attemptID(command, attempt int) machine.RequestID {
	return machine.RequestID((command-1)*g.config.Attempts + attempt)
}

func (g *Ghost) attemptOf(id machine.RequestID) (command, attempt int, ok bool) {
	at := int(id) - 1
	if at < 0 || at >= g.config.Commands*g.config.Attempts {
		return 0, 0, false
	}
	return at/g.config.Attempts + 1, at%g.config.Attempts + 1, true
}

func (g *Ghost) readID(read int) machine.RequestID {
	return machine.RequestID(g.config.Commands*g.config.Attempts + read)
}

// readNumber returns which read has an ID, from 1 on, or 0.
func (c *Config) readNumber(id machine.RequestID) int {
	read := int(id) - c.Commands*c.Attempts
	if read < 1 || read > c.Reads {
		return 0
	}
	return read
}

const snapshotID = 1 << 20

// Offers returns what clients and applications may ask for.
func (g *Ghost) Offers() []explore.Offer {
	var offers []explore.Offer
	add := func(node, id machine.RequestID, op machine.Op) {
		offers = append(offers, explore.Offer{Node: machine.NodeID(node), Request: machine.Request{ID: id, Op: op}})
	}
	for c := 1; c <= g.config.Commands; c++ {
		if !g.mayPropose(c) {
			continue
		}
		for node := range g.config.Nodes {
			add(machine.RequestID(node+1), g.attemptID(c, len(g.Clients[c-1])+1), raft.Propose{Data: data(c)})
		}
	}
	if read := slices.IndexFunc(g.Reads, func(r Read) bool { return !r.Asked }) + 1; read > 0 {
		for _, node := range g.config.nodes() {
			if among(g.config.Readers, node) {
				add(machine.RequestID(node), g.readID(read), raft.Read{})
			}
		}
	}
	for _, node := range g.config.Snapshotting {
		if applied := g.Applied[node-1]; applied > 0 {
			add(machine.RequestID(node), snapshotID, raft.TakeSnapshot{Index: applied, Size: SnapshotBytes, Handle: uint64(node)})
		}
	}
	return offers
}

// mayPropose reports whether a client makes another attempt at a command. Commands come in their order, and those of one session wait for
// each other.
func (g *Ghost) mayPropose(c int) bool {
	if len(g.Clients[c-1]) >= g.config.Attempts || g.isApplied(c) {
		return false
	}
	if len(g.Clients[c-1]) > 0 {
		return true
	}
	for d := 1; d < c; d++ {
		if len(g.Clients[d-1]) == 0 || g.config.session(d) == g.config.session(c) && !g.isApplied(d) {
			return false
		}
	}
	return true
}

// session returns that of a command: its own, if Config says nothing.
func (c *Config) session(command int) int {
	if c.Sessions == nil {
		return -command
	}
	return c.Sessions[command-1]
}

// isApplied reports whether the client was told that a command is.
func (g *Ghost) isApplied(command int) bool {
	return slices.ContainsFunc(g.Clients[command-1], func(t Telling) bool { return t&ToldApplied != 0 })
}

// AppendTo appends the canonical encoding to b.
func (g *Ghost) AppendTo(b []byte) []byte {
	b = g.appendTo(b)
	for _, attempts := range g.Clients {
		b = binary.AppendUvarint(b, uint64(len(attempts)))
		for _, told := range attempts {
			b = append(b, byte(told))
		}
	}
	for _, r := range g.Reads {
		b = append(b, byte(boolean(r.Asked)), byte(boolean(r.Failed)))
		b = binary.AppendUvarint(binary.AppendUvarint(b, r.From), uint64(len(r.Answers)))
		for _, index := range r.Answers {
			b = binary.AppendUvarint(b, index)
		}
	}
	return b
}
