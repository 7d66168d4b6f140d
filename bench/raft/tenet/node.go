// Package tenet offers the machine of package raft to the harness, with a host as small as one can be: it steps what it is given, flushes, writes what
// there is to write at once, and then acknowledges it.
package tenet

import (
	"errors"

	"github.com/tenet-go/tenet/bench/raft/harness"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// Core is a harness.Core.
type Core struct{}

// Envelope is a message on its way.
type Envelope struct {
	From    machine.NodeID
	Message machine.Message
}

// Name is how tables call it.
func (Core) Name() string { return "tenet" }

// Windows is one: entries on their way are bounded, by so many that it never matters here.
func (Core) Windows() []int { return []int{0} }

// Answers says whether requests are answered. They are: applied, not applied, or unknown.
func (Core) Answers() bool { return true }

// Data converts what is proposed.
func (Core) Data(s string) string { return s }

// Encode appends the bytes of a message to b, after that of its sender. To whom it goes, the receiver knows.
func (Core) Encode(b []byte, e Envelope) []byte {
	return e.Message.AppendTo(append(b, byte(e.From)))
}

// Same recognizes what a leader sends to followers that keep up.
func (Core) Same(a, b Envelope) bool {
	m, ok := a.Message.(raft.AppendRequest)
	o, also := b.Message.(raft.AppendRequest)
	return ok && also && m.Term == o.Term && m.PrevIndex == o.PrevIndex && m.PrevTerm == o.PrevTerm && m.Commit == o.Commit && m.Round == o.Round &&
		len(m.Entries) == len(o.Entries) && (len(m.Entries) == 0 || &m.Entries[0] == &o.Entries[0])
}

// Decode makes a message of its bytes.
func (Core) Decode(b []byte) (Envelope, error) {
	if len(b) == 0 {
		return Envelope{}, errors.New("there are no bytes")
	}
	m, err := raft.Codec{}.DecodeMessage(b[1:])
	return Envelope{machine.NodeID(b[0]), m}, err
}

// New returns a node that begins with empty storage.
func (Core) New(id int, o *harness.Options) harness.Node[Envelope, string] {
	c := raft.Config{
		PreVote: o.PreVote, CheckQuorum: o.CheckQuorum,
		MaxMessageBytes: o.MaxMessageBytes, TrailingEntries: o.Trailing,
	}
	for v := range o.Nodes {
		c.Voters = append(c.Voters, machine.NodeID(v+1))
	}
	protocol, err := raft.New(c)
	if err != nil {
		panic(err) // a mistake of ours
	}
	n := &node{id: machine.NodeID(id), options: o, protocol: protocol, storage: protocol.Empty(machine.NodeID(id))}
	n.Restart()
	return n
}

type node struct {
	id       machine.NodeID
	options  *harness.Options
	protocol *raft.Protocol
	storage  machine.Durable
	machine  machine.Machine
	out      machine.Output

	// The memory of inputs, which machines do not keep.
	received  machine.Receive
	requested machine.Request
	persisted machine.Persisted

	restarted bool
	now       int
	deadlines [4]int // of timers, 0 if they are not pending

	// What this burst has to be done.
	records []machine.Record
	batches []machine.Seq
	written machine.Seq
	sends   []machine.Send
	replies []machine.Reply
	applies []machine.Apply
}

// Restart begins again from what is in storage.
func (n *node) Restart() {
	n.deadlines, n.written, n.restarted = [4]int{}, 0, true
	n.forget()
	n.out.Reset()
	n.machine = n.protocol.Recover(n.id, n.storage, &n.out)
	n.take()
}

// step gives the machine an input, and reports whether a rule fired.
func (n *node) step(in machine.Input) bool {
	n.out.Reset()
	n.machine.Step(in, &n.out)
	n.take()
	return n.out.Action != ""
}

// take puts what is to be done aside, until the burst ends.
func (n *node) take() {
	if len(n.out.Records) > 0 {
		n.records = append(n.records, n.out.Records...)
		n.batches = append(n.batches, n.out.Seq)
	}
	if len(n.out.Sends) > 0 {
		n.sends = append(n.sends, n.out.Sends...)
	}
	if len(n.out.Replies) > 0 {
		n.replies = append(n.replies, n.out.Replies...)
	}
	if len(n.out.Applies) > 0 {
		n.applies = append(n.applies, n.out.Applies...)
	}
	for _, t := range n.out.Timers {
		timer, _ := t.Timer.(raft.Timer)
		n.deadlines[timer] = 0
		if !t.Stop {
			n.deadlines[timer] = n.now + n.duration(timer)
		}
	}
}

// duration draws how many ticks a timer runs.
func (n *node) duration(t raft.Timer) int {
	switch t {
	case raft.HeartbeatTimer:
		return 1
	case raft.ElectionTimer:
		if n.options.Random != nil {
			return n.options.ElectionTicks + n.options.Random.IntN(n.options.ElectionTicks)
		}
	}
	return n.options.ElectionTicks
}

// Tick fires the timers that end.
func (n *node) Tick() {
	n.now++
	for t, deadline := range n.deadlines {
		// One that fires may stop or set another.
		if deadline == n.now && n.deadlines[t] == n.now {
			n.deadlines[t] = 0
			n.step(machine.Fire{Timer: raft.Timer(t)})
		}
	}
}

// Campaign ends its election timeout.
func (n *node) Campaign() { n.step(machine.Fire{Timer: raft.ElectionTimer}) }

// Receive gives it a message.
func (n *node) Receive(e Envelope) {
	n.received = machine.Receive{From: e.From, Message: e.Message}
	n.step(&n.received)
}

// Propose proposes data.
func (n *node) Propose(id uint64, data string) bool {
	return n.request(id, raft.Propose{Data: data})
}

// ProposeAll proposes data at once.
func (n *node) ProposeAll(id uint64, data []string) bool {
	return n.request(id, raft.ProposeAll{Data: data})
}

func (n *node) request(id uint64, op machine.Op) bool {
	n.requested = machine.Request{ID: machine.RequestID(id), Op: op}
	return n.step(&n.requested)
}

// Compact takes a snapshot.
func (n *node) Compact(index uint64) {
	n.request(snapshotTaken, raft.TakeSnapshot{Index: index, Size: 1, Handle: index})
}

// snapshotTaken is the request of snapshots. Proposals have other numbers.
const snapshotTaken = 1 << 63

// Flush ends the burst: it writes, acknowledges, and lets go what has waited.
func (n *node) Flush(host harness.Host[Envelope, string]) {
	if n.restarted {
		n.restarted = false
		host.Restore(0)
	}
	n.step(machine.Flush{})
	for _, r := range n.records {
		if err := n.storage.Add(r); err != nil {
			panic(err) // what the machine writes can follow what it has written
		}
	}
	// What an acknowledgement leads to is written by the next burst.
	clear(n.records)
	n.records = n.records[:0]
	for batches := len(n.batches); batches > 0; batches-- {
		n.written = n.batches[0]
		n.batches = n.batches[:copy(n.batches, n.batches[1:])]
		n.persisted.Seq = n.written
		n.step(&n.persisted)
	}
	n.leave(host)
}

// leave tells the host what need not wait any longer. The rest keeps its order.
func (n *node) leave(host harness.Host[Envelope, string]) {
	if len(n.applies)+len(n.replies)+len(n.sends) == 0 {
		return
	}
	n.applies = leave(n.applies, n.written, func(a machine.Apply) machine.Seq { return a.After }, func(a machine.Apply) { apply(host, a.Command) })
	n.replies = leave(n.replies, n.written, func(r machine.Reply) machine.Seq { return r.After }, func(r machine.Reply) { reply(host, r) })
	n.sends = leave(n.sends, n.written, func(s machine.Send) machine.Seq { return s.After }, func(s machine.Send) {
		host.Send(int(s.To), Envelope{n.id, s.Message})
	})
}

// leave hands over those effects that wait for a batch up to written, and returns the rest.
func leave[E any](effects []E, written machine.Seq, after func(E) machine.Seq, do func(E)) []E {
	kept := 0
	for _, e := range effects {
		if after(e) <= written {
			do(e)
			continue
		}
		effects[kept] = e
		kept++
	}
	clear(effects[kept:])
	return effects[:kept]
}

func apply(host harness.Host[Envelope, string], c machine.Command) {
	switch c := c.(type) {
	case raft.ApplyEntries:
		for i := range c.Entries {
			host.Apply(c.First+uint64(i), c.Entries[i].Data)
		}
		for _, p := range c.Requests {
			host.Answer(uint64(p.ID), true)
		}
	case raft.RestoreSnapshot:
		host.Restore(c.Snapshot.Index)
	}
}

func reply(host harness.Host[Envelope, string], r machine.Reply) {
	if _, ok := r.Result.(raft.NotApplied); ok {
		host.Answer(uint64(r.ID), false)
	}
}

// Leader returns the node's term, and whether it leads.
func (n *node) Leader() (term uint64, leads bool) {
	status := n.machine.(*raft.Node)
	return uint64(status.Term()), status.Role() == raft.Leader
}

// Sent has nothing to do: what is not answered is sent again with a heartbeat.
func (n *node) Sent(Envelope, bool) {}

// Crash ends the node while it writes: a part of the records is written, and what need not wait for them has left.
func (n *node) Crash(host harness.Host[Envelope, string]) {
	n.step(machine.Flush{})
	for _, r := range n.records[:n.options.Random.IntN(len(n.records)+1)] {
		if err := n.storage.Add(r); err != nil {
			panic(err) // what the machine writes can follow what it has written
		}
	}
	n.leave(host)
}

// forget drops what was to be done.
func (n *node) forget() {
	n.records, n.batches, n.sends, n.replies, n.applies = nil, nil, nil, nil, nil
}
