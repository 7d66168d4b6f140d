package rafttest

import (
	"slices"
	"strconv"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/rsm"
)

// client is a client of a Crowd, and what it waits for. It is a value: its session is copied before it changes.
type client struct {
	process int64
	// session is nil before there is one.
	session *rsm.Client
	doing   activity
	op      operation
	// seq is the number of the command that it writes, and attempts is how often it has asked.
	seq      uint64
	attempts int
	// open says that it waits for the answer to its last request, which is id, asked of node, since that step. earlier has those before that it waits for no more.
	open    bool
	id      machine.RequestID
	node    machine.NodeID
	since   uint64
	earlier []machine.RequestID
	index   raft.Index // of a read that waits until so much is applied at its node, 0 before its answer
}

// activity is what a client does.
type activity uint8

const (
	resting activity = iota
	registering
	fetching
	writing
)

// operation reads a key, or writes a value that is not 0.
type operation struct {
	key   int
	value uint64
}

const (
	// patience is after how many steps clients stop waiting for an answer.
	patience = 250
	// mostAttempts is how often they propose a command.
	mostAttempts = 5
	// lostAnswers is of how many answers to commands one gets lost on its way: the client knows that nothing will come.
	lostAnswers = 8
	// skew is by how much the clock of each client is ahead of that of the one before.
	skew = 5
)

// plan returns what a client asks next, if its request has that ID: the client as it is then, and the request.
func (g *Crowd) plan(c client, id machine.RequestID) (client, machine.Op) {
	now := g.steps + skew*uint64(id%firstOperation)
	if c.session != nil {
		c.session = c.session.Clone()
	}
	if c.attempts > 0 {
		c.earlier = append(slices.Clip(c.earlier), c.id)
	}
	c.id, c.open = id, true
	c.attempts++
	if c.doing == resting {
		g.begin(&c, id)
	}
	switch c.doing {
	case registering:
		return c, raft.Propose{Data: string(rsm.Register{Now: now}.AppendTo(nil))}
	case fetching:
		return c, raft.Read{}
	}
	e, _ := c.session.Attempt(c.seq, now)
	return c, raft.Propose{Data: string(e.AppendTo(nil))}
}

// begin chooses what a client that rests does next: two of three operations write, if there is a session.
func (g *Crowd) begin(c *client, id machine.RequestID) {
	if c.session == nil || c.session.Over() {
		c.doing = registering
		return
	}
	mixed := mix(id)
	c.op = operation{key: int(mixed) % g.workload.Keys}
	c.doing = fetching
	if mixed/64%3 == 0 {
		return
	}
	c.op.value = uint64(id)
	seq, err := c.session.Begin(c.op.command())
	if err != nil {
		c.op, c.doing = operation{}, registering // one at a time is never too many, but of no session that is over
		return
	}
	c.doing, c.seq = writing, seq
}

// mix returns a number that depends on an ID in no simple way.
func mix(id machine.RequestID) uint64 { return uint64(id) * 0x9e3779b97f4a7c15 >> 32 }

// change returns a client that may be changed.
func (g *Crowd) change(i int) *client {
	g.clients = slices.Clone(g.clients)
	c := &g.clients[i]
	if c.session != nil {
		c.session = c.session.Clone()
	}
	return c
}

// asker returns the client whose request that is or was, for what it still does, and whether it waits for the answer. It returns nil if there is none.
func (g *Crowd) asker(id machine.RequestID) (c *client, waits bool) {
	i := int(id % firstOperation)
	if id < firstOperation || i >= len(g.clients) {
		return nil, false
	}
	switch c := &g.clients[i]; {
	case c.attempts > 0 && c.id == id:
		return g.change(i), c.open
	case slices.Contains(c.earlier, id):
		return g.change(i), false
	}
	return nil, false
}

// answered takes the answer of a node.
func (g *Crowd) answered(r machine.Reply) {
	c, waits := g.asker(r.ID)
	if c == nil || !waits {
		return
	}
	switch result := r.Result.(type) {
	case raft.NotApplied, raft.ReadFailed:
		g.settle(c, rsm.Outcome{Kind: rsm.NotApplied})
	case raft.Unknown:
		g.settle(c, rsm.Outcome{})
	case raft.ReadAt:
		c.index = max(result.Index, 1)
	}
}

// told takes the outcome of an entry at the node where it was proposed. One that is applied is good news also when nobody has waited for it.
func (g *Crowd) told(r *replica, id machine.RequestID, o rsm.Outcome) {
	c, waits := g.asker(id)
	if c == nil || !waits && (o.Kind != rsm.Applied || c.doing != writing) {
		return
	}
	g.noteAnswer(c, o)
	if waits && c.doing == writing && mix(id)%lostAnswers == 0 {
		g.settle(c, rsm.Outcome{})
		return
	}
	if o.Cached {
		g.counts.Repeated++
		if e := g.effectOf(c.op.value); e != nil && e.index <= r.restored {
			g.counts.Remembered++
		}
	}
	g.settle(c, o)
}

// noteAnswer notes whether an answer is what the command did.
func (g *Crowd) noteAnswer(c *client, o rsm.Outcome) {
	if c.doing != writing || o.Kind != rsm.Applied {
		return
	}
	switch e := g.effectOf(c.op.value); {
	case e == nil:
		g.noteUntrue("the write of %d to key %d is answered by %q, but has had no effect", c.op.value, c.op.key, o.Result)
	case o.Result != strconv.FormatUint(e.version, 10):
		g.noteUntrue("the write of %d to key %d is answered by %q, but has made version %d", c.op.value, c.op.key, o.Result, e.version)
	}
}

// settle takes what became of a client's last request, and decides whether it asks again.
func (g *Crowd) settle(c *client, o rsm.Outcome) {
	c.open = false
	switch c.doing {
	case registering:
		if o.Kind == rsm.Registered {
			c.session = rsm.NewClient(o.Session, g.workload.Sessions)
			g.counts.Sessions++
		}
		c.rest()
	case fetching:
		how := unknown
		if o.Kind == rsm.NotApplied {
			how = failed
		}
		g.end(c, how, 0)
	case writing:
		g.settleWrite(c, c.session.Settle(c.seq, o))
	}
}

// settleWrite goes on from what is known of a command.
func (g *Crowd) settleWrite(c *client, known rsm.Outcome) {
	how, again := unknown, c.attempts < mostAttempts
	switch known.Kind {
	case rsm.Applied:
		how, again = done, false
	case rsm.NotApplied:
		how, again = failed, again && !c.session.Over() && c.id/firstOperation%2 == 0
	case rsm.Expired:
		again = false
	}
	if c.session.Over() {
		g.counts.Expired++
	}
	if again {
		return
	}
	c.session.GiveUp(c.seq)
	if how == failed {
		g.failures = g.failures.with(c.op.value)
		if e := g.effectOf(c.op.value); e != nil {
			g.noteUntrue("the write of %d to key %d took effect at %d, but its client is told that it never will", c.op.value, c.op.key, e.index)
		}
	}
	g.end(c, how, c.op.value)
}

// read answers the reads whose index is applied at a node.
func (g *Crowd) read(at machine.NodeID) {
	r := g.replicas[at-1]
	for i := range g.clients {
		if c := &g.clients[i]; c.open && c.node == at && c.index > 0 && c.index <= max(r.Applied(), 1) {
			g.end(g.change(i), done, r.store.registers[c.op.key].value)
		}
	}
}

// end ends the operation of a client. One of which nobody knows goes on for ever, and so the client goes on under another name.
func (g *Crowd) end(c *client, how outcome, value uint64) {
	g.see(c, how, value)
	switch how {
	case unknown:
		c.process += int64(len(g.clients))
	case done:
		g.counts.Answered++
	case called, failed:
	}
	c.rest()
}

// rest has a client wait for nothing.
func (c *client) rest() { *c = client{process: c.process, session: c.session} }
