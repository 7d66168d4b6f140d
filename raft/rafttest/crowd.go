package rafttest

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/rsm"
)

// Crowd is what no node knows in simulations: clients of a key-value store that the log replicates, and the store at each node. Clients never run out of
// questions: each opens a session, and writes a value that nobody else writes, or reads a key. A command that is not answered, or whose fate is not known, is
// proposed again under its number, to any node. It is an immutable value.
type Crowd struct {
	History
	workload *Workload
	clients  []client
	replicas []*replica // by node
	// requests counts what clients have asked nodes for, begun their operations, and steps the time.
	requests, begun, steps uint64
	// images are the snapshots that applications have put aside.
	images sequence[image]
	// effects are those of all commands in the order of the log, as far as decided. failures are the values of which clients were told that they
	// never are written, and seen is what clients saw.
	effects  sequence[effect]
	decided  raft.Index
	failures sequence[uint64]
	seen     sequence[sighting]
	counts   Counts
	// Twice says what took effect twice, or not the same everywhere; Untrue, what a client was told that is not so; "" if nothing was.
	Twice, Untrue string
}

// Counts counts what became of clients.
type Counts struct {
	// Answered are the operations that were answered by what they did, Repeated those of them that an earlier attempt had done, and Remembered those
	// of these whose answer was in the snapshot that the node began with.
	Answered, Repeated, Remembered int
	// Attempts are the proposals of commands, Sessions those that were opened, and Expired those of them that clients saw expired.
	Attempts, Sessions, Expired int
}

// Add returns the sums.
func (c Counts) Add(d Counts) Counts {
	return Counts{
		Answered: c.Answered + d.Answered, Repeated: c.Repeated + d.Repeated, Remembered: c.Remembered + d.Remembered,
		Attempts: c.Attempts + d.Attempts, Sessions: c.Sessions + d.Sessions, Expired: c.Expired + d.Expired,
	}
}

// Less returns the differences.
func (c Counts) Less(d Counts) Counts {
	return Counts{
		Answered: c.Answered - d.Answered, Repeated: c.Repeated - d.Repeated, Remembered: c.Remembered - d.Remembered,
		Attempts: c.Attempts - d.Attempts, Sessions: c.Sessions - d.Sessions, Expired: c.Expired - d.Expired,
	}
}

func (c Counts) String() string {
	return fmt.Sprintf("%d operations answered, %d of them by the result of an earlier attempt, %d of those by a snapshot's; %d commands proposed, %d sessions, %d of them expired",
		c.Answered, c.Repeated, c.Remembered, c.Attempts, c.Sessions, c.Expired)
}

func newCrowd(w *Workload) *Crowd {
	g := &Crowd{History: newHistory(w.Nodes, nil), workload: w, clients: make([]client, w.Clients), replicas: make([]*replica, w.Nodes)}
	for i := range g.clients {
		g.clients[i].process = int64(i)
	}
	for i := range g.replicas {
		g.replicas[i] = w.newReplica()
	}
	return g
}

func (g *Crowd) history() *History { return &g.History }

// Operations returns how many operations clients have begun, and how many were answered by what they did.
func (g *Crowd) Operations() (asked, answered int) { return int(g.begun), g.counts.Answered }

// Counts returns what became of clients so far.
func (g *Crowd) Counts() Counts { return g.counts }

// applications have their snapshots at this request, and clients what they ask for at those above.
const firstOperation = 1 << 8

// Offers returns what the clients that wait for nothing may ask of any node, and the snapshots that applications may take.
func (g *Crowd) Offers() []explore.Offer {
	var offers []explore.Offer
	for i := range g.clients {
		if g.clients[i].open {
			continue
		}
		id := machine.RequestID((g.requests+1)*firstOperation + uint64(i))
		_, request := g.plan(g.clients[i], id)
		for _, node := range First(g.workload.Nodes) {
			offers = append(offers, explore.Offer{Node: node, Request: machine.Request{ID: id, Op: request}})
		}
	}
	for i, r := range g.replicas {
		if r.image != nil {
			offers = append(offers, explore.Offer{Node: machine.NodeID(i + 1), Request: machine.Request{
				ID: machine.RequestID(i + 1), Op: raft.TakeSnapshot{Index: r.Applied(), Size: uint64(len(r.image)), Handle: uint64(i + 1)},
			}})
		}
	}
	return offers
}

// Observe returns the crowd after a step.
func (g *Crowd) Observe(step *explore.Step) explore.Ghost {
	next := *g
	next.steps++
	if history, changed := g.after(step); changed {
		next.History = history
	}
	if step.Event.Kind == explore.Ask {
		next.asked(step.Event)
	}
	if step.Event.Kind == explore.Crash {
		next.lost(step.After.ID)
	}
	for _, r := range step.Replies {
		next.answered(r)
	}
	if len(step.Applies) > 0 {
		next.perform(step)
	}
	if len(step.Applies) > 0 || len(step.Replies) > 0 {
		next.read(step.After.ID)
	}
	next.loseHope()
	return &next
}

// asked notes what a client, or an application, has asked for.
func (g *Crowd) asked(e explore.Event) {
	if taken, ok := e.Request.Op.(raft.TakeSnapshot); ok {
		g.images = g.images.with(image{taken.Index, taken.Handle, g.replicas[e.Node-1].image})
		return
	}
	c := g.change(int(e.Request.ID % firstOperation))
	first := c.attempts == 0
	*c, _ = g.plan(*c, e.Request.ID)
	g.requests++
	c.node, c.since = e.Node, g.steps
	if c.doing == writing {
		g.counts.Attempts++
	}
	if first && c.doing != registering {
		g.begun++
		g.see(c, called, 0)
	}
}

// lost has a node forget its application, and what it was asked.
func (g *Crowd) lost(at machine.NodeID) {
	g.replicas = slices.Clone(g.replicas)
	g.replicas[at-1] = g.workload.newReplica()
	for i := range g.clients {
		if g.clients[i].open && g.clients[i].node == at {
			g.settle(g.change(i), rsm.Outcome{})
		}
	}
}

// loseHope has clients stop waiting for an answer.
func (g *Crowd) loseHope() {
	for i := range g.clients {
		if g.clients[i].open && g.clients[i].since+patience < g.steps {
			g.settle(g.change(i), rsm.Outcome{})
		}
	}
}

// noteTwice notes the first thing that took effect twice, or not the same everywhere.
func (g *Crowd) noteTwice(format string, args ...any) {
	if g.Twice == "" {
		g.Twice = fmt.Sprintf(format, args...)
	}
}

// noteUntrue notes the first thing that a client was told that is not so.
func (g *Crowd) noteUntrue(format string, args ...any) {
	if g.Untrue == "" {
		g.Untrue = fmt.Sprintf(format, args...)
	}
}

// AppendTo appends the encoding of what matters for what comes next to b.
func (g *Crowd) AppendTo(b []byte) []byte {
	b = binary.AppendUvarint(g.appendTo(b), g.requests)
	for i := range g.clients {
		c := &g.clients[i]
		b = append(b, byte(c.doing), byte(boolean(c.open)), byte(c.attempts))
		b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(c.id)), c.index)
	}
	return binary.AppendUvarint(b, g.steps)
}
