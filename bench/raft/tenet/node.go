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
type Core struct {
	// Copying has all data copied when messages are decoded. Without it, those of large messages stay where they are.
	Copying bool
}

// Envelope is a message on its way.
type Envelope struct {
	From    machine.NodeID
	Message machine.Message
}

// Name is how tables call it.
func (c Core) Name() string {
	if c.Copying {
		return "tenet-copying"
	}
	return "tenet"
}

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

// Own has the entries of large messages decoded in place. Of small ones they are copied: a block of memory that stays for a few bytes in it would be waste.
func (c Core) Own(e Envelope) int {
	m, ok := e.Message.(raft.AppendRequest)
	if !ok || c.Copying {
		return 0
	}
	size := headBytes
	for i := range m.Entries {
		size += len(m.Entries[i].Data) + entryBytes
	}
	if size < leastOwn {
		return 0
	}
	return size
}

const (
	leastOwn   = 1024
	headBytes  = 64 // enough for the rest of a message
	entryBytes = 6  // enough for the rest of an entry, while terms and data are small
)

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
	decoder  raft.Decoder

	// The memory of inputs, which machines do not keep.
	received  machine.Receive
	requested machine.Request
	persisted machine.Persisted

	restarted bool
	now       int
	deadlines [4]int // of timers, 0 if they are not pending

	// outputs are those of this burst that ask for more than timers, and memory for more of them.
	outputs []machine.Output
	burst   int         // how many they are
	written machine.Seq // the last batch that is in storage
}

// Restart begins again from what is in storage.
func (n *node) Restart() {
	n.deadlines, n.burst, n.written, n.restarted = [4]int{}, 0, 0, true
	out := n.next()
	n.machine = n.protocol.Recover(n.id, n.storage, out)
	n.take(out)
}

// step gives the machine an input, and reports whether a rule fired.
func (n *node) step(in machine.Input) bool {
	out := n.next()
	n.machine.Step(in, out)
	n.take(out)
	return out.Action != ""
}

// next returns memory for an output.
func (n *node) next() *machine.Output {
	if n.burst == len(n.outputs) {
		n.outputs = append(n.outputs, machine.Output{})
	}
	out := &n.outputs[n.burst]
	out.Reset()
	return out
}

// take sets the timers, and keeps what is to be done when the burst ends.
func (n *node) take(out *machine.Output) {
	for _, t := range out.Timers {
		timer, _ := t.Timer.(raft.Timer)
		n.deadlines[timer] = 0
		if !t.Stop {
			n.deadlines[timer] = n.now + n.duration(timer)
		}
	}
	if len(out.Records)+len(out.Sends)+len(out.Replies)+len(out.Applies) > 0 {
		n.burst++
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

// Decode makes a message of its bytes.
func (n *node) Decode(b []byte, own bool) (Envelope, error) {
	if len(b) == 0 {
		return Envelope{}, errors.New("there are no bytes")
	}
	decode := n.decoder.DecodeMessage
	if own {
		decode = n.decoder.DecodeInPlace
	}
	m, err := decode(b[1:])
	return Envelope{machine.NodeID(b[0]), m}, err
}

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
	// What an acknowledgement leads to is written by the next burst.
	for i := range n.burst {
		n.write(n.outputs[i].Records)
	}
	for i := range n.burst {
		if seq := n.outputs[i].Seq; seq > n.written {
			n.written, n.persisted.Seq = seq, seq
			n.step(&n.persisted)
		}
	}
	n.leave(host)
}

func (n *node) write(records []machine.Record) {
	for _, r := range records {
		if err := n.storage.Add(r); err != nil {
			panic(err) // what the machine writes can follow what it has written
		}
	}
}

// leave hands the host what need not wait any longer. Outputs of which something is left stay, in their order.
func (n *node) leave(host harness.Host[Envelope, string]) {
	left := 0
	for i := range n.burst {
		out := &n.outputs[i]
		out.Applies = leave(out.Applies, func(a *machine.Apply) bool {
			return a.After <= n.written && apply(host, a.Command)
		})
		out.Replies = leave(out.Replies, func(r *machine.Reply) bool {
			return r.After <= n.written && reply(host, r)
		})
		out.Sends = leave(out.Sends, func(s *machine.Send) bool {
			return s.After <= n.written && n.send(host, s)
		})
		if out.Seq > n.written || len(out.Applies)+len(out.Replies)+len(out.Sends) > 0 {
			n.outputs[left], n.outputs[i] = n.outputs[i], n.outputs[left]
			left++
		}
	}
	n.burst = left
}

// leave returns those effects that cannot leave.
func leave[E any](effects []E, can func(*E) bool) []E {
	left := effects[:0]
	for i := range effects {
		if !can(&effects[i]) {
			left = append(left, effects[i])
		}
	}
	clear(effects[len(left):])
	return left
}

func apply(host harness.Host[Envelope, string], c machine.Command) bool {
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
	return true
}

func reply(host harness.Host[Envelope, string], r *machine.Reply) bool {
	if _, ok := r.Result.(raft.NotApplied); ok {
		host.Answer(uint64(r.ID), false)
	}
	return true
}

func (n *node) send(host harness.Host[Envelope, string], s *machine.Send) bool {
	host.Send(int(s.To), Envelope{n.id, s.Message})
	return true
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
	var records []machine.Record
	for i := range n.burst {
		records = append(records, n.outputs[i].Records...)
	}
	n.write(records[:n.options.Random.IntN(len(records)+1)])
	n.leave(host)
}
