package rafttest

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// Crowd is what no node knows in simulations: clients of a key-value store that the log replicates. They never run out of questions: each writes a
// value that nobody else writes, or reads a key, waits for the answer, and gives up after a while. It is an immutable value.
type Crowd struct {
	History
	workload *Workload
	clients  []client
	// asked counts the operations that have begun, and steps the time.
	asked, steps uint64
	// writes are those of each key in the order in which they are applied, and seen is what clients saw.
	writes []sequence[write]
	seen   sequence[sighting]
	// ended counts the operations that were answered by what they did.
	ended int
}

// client is a client and what it waits for.
type client struct {
	process int64
	waits   bool
	op      operation
	id      machine.RequestID
	node    machine.NodeID
	since   uint64
	index   raft.Index // of a read that waits until so much is applied at its node, 0 before its answer
}

// operation reads a key, or writes a value that is not 0.
type operation struct {
	key   int
	value uint64
}

// write is a value that a key has from an index on.
type write struct {
	index raft.Index
	value uint64
}

// patience is after how many steps clients give up.
const patience = 400

func newCrowd(w *Workload) *Crowd {
	g := &Crowd{History: newHistory(w.Nodes, nil), workload: w, clients: make([]client, w.Clients), writes: make([]sequence[write], w.Keys)}
	for i := range g.clients {
		g.clients[i].process = int64(i)
	}
	return g
}

func (g *Crowd) history() *History { return &g.History }

// Operations returns how many operations clients have asked for, and how many were answered by what they did.
func (g *Crowd) Operations() (asked, answered int) { return int(g.asked), g.ended }

// applications have their snapshots at this request, and clients their operations at those above.
const firstOperation = 1 << 8

// Offers returns what the clients that wait for nothing may ask of any node, and the snapshots that applications may take.
func (g *Crowd) Offers() []explore.Offer {
	var offers []explore.Offer
	for i := range g.clients {
		if g.clients[i].waits {
			continue
		}
		id := machine.RequestID((g.asked+1)*firstOperation + uint64(i))
		op, request := g.next(id), machine.Op(raft.Read{})
		if op.value != 0 {
			request = raft.Propose{Data: fmt.Sprintf("%d=%d", op.key, op.value)}
		}
		for _, node := range First(g.workload.Nodes) {
			offers = append(offers, explore.Offer{Node: node, Request: machine.Request{ID: id, Op: request}})
		}
	}
	for i, applied := range g.Applied {
		if applied%g.workload.SnapshotEvery == g.workload.SnapshotEvery-1 {
			size := 1 + applied%5
			offers = append(offers, explore.Offer{Node: machine.NodeID(i + 1), Request: machine.Request{
				ID: machine.RequestID(i + 1), Op: raft.TakeSnapshot{Index: applied, Size: size, Handle: uint64(i + 1)},
			}})
		}
	}
	return offers
}

// next is what a request is for: two of three operations write.
func (g *Crowd) next(id machine.RequestID) operation {
	mixed := uint64(id) * 0x9e3779b97f4a7c15 >> 32
	op := operation{key: int(mixed) % len(g.writes)}
	if mixed/64%3 != 0 {
		op.value = uint64(id)
	}
	return op
}

// Observe returns the crowd after a step.
func (g *Crowd) Observe(step *explore.Step) explore.Ghost {
	next := *g
	next.steps++
	history, changed := g.after(step)
	if changed {
		next.History = history
		next.noteWrites(g.Committed.Len())
	}
	if step.Event.Kind == explore.Ask && step.Event.Request.ID >= firstOperation {
		next.begins(step.Event)
	}
	for _, r := range step.Replies {
		next.answered(r)
	}
	for _, a := range step.Applies {
		if c, ok := a.Command.(raft.ApplyEntries); ok {
			next.applied(c)
		}
	}
	if step.Event.Kind == explore.Crash {
		next.lost(step.After.ID)
	}
	if len(step.Applies) > 0 || len(step.Replies) > 0 {
		next.read(step.After.ID)
	}
	next.giveUp()
	return &next
}

// noteWrites notes the writes of what is newly committed.
func (g *Crowd) noteWrites(before raft.Index) {
	if g.Committed.Len() == before {
		return
	}
	g.writes = slices.Clone(g.writes)
	for i := before + 1; i <= g.Committed.Len(); i++ {
		e := g.Committed.At(i)
		if e.Kind != raft.Command {
			continue
		}
		key, value, _ := strings.Cut(e.Data, "=")
		k, errKey := strconv.Atoi(key)
		v, errValue := strconv.ParseUint(value, 10, 64)
		if errKey != nil || errValue != nil || k >= len(g.writes) {
			g.wrong("%q is committed at %d, which nobody has proposed", e.Data, i)
			continue
		}
		g.writes[k] = g.writes[k].with(write{i, v})
	}
}

// valueAt returns the value of a key when the log is applied up to an index, 0 before the first write.
func (g *Crowd) valueAt(key int, index raft.Index) uint64 {
	w := &g.writes[key]
	for i := w.length - 1; i >= 0; i-- {
		if w.at(i).index <= index {
			return w.at(i).value
		}
	}
	return 0
}

func (g *Crowd) begins(e explore.Event) {
	g.asked++
	c := g.change(int(e.Request.ID % firstOperation))
	c.waits, c.id, c.node, c.since, c.index, c.op = true, e.Request.ID, e.Node, g.steps, 0, g.next(e.Request.ID)
	g.see(c, called, 0)
}

// change returns a client that may be changed.
func (g *Crowd) change(i int) *client {
	g.clients = slices.Clone(g.clients)
	return &g.clients[i]
}

// waiting returns which client waits for a request, or nil.
func (g *Crowd) waiting(id machine.RequestID) *client {
	if i := int(id % firstOperation); id >= firstOperation && i < len(g.clients) && g.clients[i].waits && g.clients[i].id == id {
		return g.change(i)
	}
	return nil
}

func (g *Crowd) answered(r machine.Reply) {
	c := g.waiting(r.ID)
	if c == nil {
		return // it has given up
	}
	switch result := r.Result.(type) {
	case raft.NotApplied, raft.ReadFailed:
		g.end(c, failed, 0)
	case raft.Unknown:
		g.end(c, unknown, 0)
	case raft.ReadAt:
		c.index = max(result.Index, 1)
	}
}

func (g *Crowd) applied(apply raft.ApplyEntries) {
	for _, p := range apply.Requests {
		if c := g.waiting(p.ID); c != nil {
			g.end(c, done, c.op.value)
		}
	}
}

// read answers the reads whose index is applied at a node.
func (g *Crowd) read(at machine.NodeID) {
	for i := range g.clients {
		if c := &g.clients[i]; c.waits && c.node == at && c.index > 0 && c.index <= max(g.Applied[at-1], 1) {
			c = g.change(i)
			g.end(c, done, g.valueAt(c.op.key, g.Applied[at-1]))
		}
	}
}

// lost ends what was asked of a node that has crashed.
func (g *Crowd) lost(at machine.NodeID) {
	for i := range g.clients {
		if g.clients[i].waits && g.clients[i].node == at {
			g.end(g.change(i), unknown, 0)
		}
	}
}

func (g *Crowd) giveUp() {
	for i := range g.clients {
		if g.clients[i].waits && g.clients[i].since+patience < g.steps {
			g.end(g.change(i), unknown, 0)
		}
	}
}

// end ends the operation of a client. One of which nobody knows goes on for ever, and so the client goes on under another name.
func (g *Crowd) end(c *client, how outcome, value uint64) {
	g.see(c, how, value)
	c.waits = false
	switch how {
	case unknown:
		c.process += int64(len(g.clients))
	case done:
		g.ended++
	case called, failed:
	}
}

// AppendTo appends the encoding of what matters for what comes next to b.
func (g *Crowd) AppendTo(b []byte) []byte {
	b = binary.AppendUvarint(g.appendTo(b), g.asked)
	for _, c := range g.clients {
		b = append(b, byte(boolean(c.waits)))
		b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(c.id)), c.index)
	}
	return binary.AppendUvarint(b, g.steps)
}
