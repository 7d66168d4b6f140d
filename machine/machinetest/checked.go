package machinetest

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

const breachPrefix = "machinetest: "

// breach is what a machine that breaks the contract panics with.
func breach(format string, args ...any) {
	panic(breachPrefix + fmt.Sprintf(format, args...))
}

// protocol makes machines that check themselves.
type protocol struct {
	machine.Protocol
	memory *memory
}

// Recover makes a node, twice, and checks what it does at once.
func (p *protocol) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	m := p.recover(id, storage, nil)
	*out = *cloneOutput(m.did)
	m.did = nil
	m.checkOutput(out)
	m.disk.issue(out)
	m.disk.checkRecovery(p, id)
	return m
}

// recover makes a machine and checks that it is a function of the storage. What is written later is added to that storage after the
// recovery, of which the machine must not see anything.
func (p *protocol) recover(id machine.NodeID, storage machine.Durable, later []machine.Record) *checked {
	content := encode(storage)
	var out, again machine.Output
	given := copied(storage)
	m := p.Protocol.Recover(id, given, &out)
	other := p.Protocol.Recover(id, copied(storage), &again)
	if !bytes.Equal(content, encode(storage)) || !bytes.Equal(content, encode(given)) {
		breach("recovery of node %d changes the storage that it is given", id)
	}
	state := encode(m)
	if !bytes.Equal(state, encode(other)) || !bytes.Equal(outcome(&out, 0), outcome(&again, 0)) {
		breach("node %d recovers from the same storage in two ways: %s and %s", id, describe(&out), describe(&again))
	}
	for _, r := range slices.Concat(out.Records, later) {
		if err := given.Add(r); err != nil {
			break // of these records, some may be written, or the others
		}
	}
	if !bytes.Equal(content, encode(storage)) {
		breach("adding records to a clone of the storage %x changes the storage", content)
	}
	if !bytes.Equal(state, encode(m)) {
		breach("node %d keeps the storage from which it recovers", id)
	}
	p.memory.recovered(id, content, state, &out)
	return &checked{inner: m, id: id, memory: p.memory, disk: newDisk(storage), did: &out}
}

// checked is a machine that checks itself.
type checked struct {
	inner  machine.Machine
	id     machine.NodeID
	memory *memory
	disk   *disk
	did    *machine.Output // what recovery asks for, until the host is told
}

// Unwrap returns the machine itself.
func (m *checked) Unwrap() machine.Machine { return m.inner }

// AppendTo appends the encoding of the machine itself.
func (m *checked) AppendTo(b []byte) []byte { return m.inner.AppendTo(b) }

// Clone returns a copy that checks itself.
func (m *checked) Clone() machine.Machine {
	before := encode(m.inner)
	c := *m
	c.inner, c.disk = m.inner.Clone(), m.disk.clone()
	if !bytes.Equal(before, encode(c.inner)) {
		breach("a clone of node %d has another encoding", m.id)
	}
	return &c
}

// Step gives the machine and clones of it the input and compares.
func (m *checked) Step(in machine.Input, out *machine.Output) {
	before := encode(m.inner)
	first, second := m.inner.Clone(), m.inner.Clone()
	var did, again machine.Output
	first.Step(in, &did)
	after := encode(first)
	if !bytes.Equal(before, encode(m.inner)) {
		breach("stepping a clone of node %d with %v changes the machine", m.id, in)
	}
	if !bytes.Equal(before, encode(second)) {
		breach("stepping a clone of node %d with %v changes another clone", m.id, in)
	}
	second.Step(in, &again)
	if !bytes.Equal(after, encode(second)) || !bytes.Equal(outcome(&did, 0), outcome(&again, 0)) {
		breach("node %d does two things in one state with %v: %s and %s", m.id, in, describe(&did), describe(&again))
	}
	m.memory.once("others/"+stepKey(m.id, before, in), func() {
		m.memory.tryAll(m, func(other machine.Input) {
			if !bytes.Equal(after, encode(first)) {
				breach("a clone of node %d that was given %v is changed when another clone is given %v", m.id, in, other)
			}
		})
	})
	m.inner.Step(in, out)
	if !bytes.Equal(after, encode(m.inner)) || !bytes.Equal(outcome(&did, 0), outcome(out, 0)) {
		breach("node %d and a clone of it do two things with %v: %s and %s", m.id, in, describe(out), describe(&did))
	}
	did.Reset()
	if !bytes.Equal(after, encode(first)) {
		breach("node %d keeps the output that it is given with %v", m.id, in)
	}
	m.checkRefusal(in, out, before, after)
	m.memory.stepped(m, second, in, before, after, out)
	m.checkOutput(out)
	if persisted, ok := in.(machine.Persisted); ok {
		m.disk.acknowledge(persisted.Seq)
	}
	m.disk.issue(out)
	m.disk.checkRecovery(&protocol{m.memory.protocol, m.memory}, m.id)
}

func (m *checked) checkRefusal(in machine.Input, out *machine.Output, before, after []byte) {
	switch {
	case out.Action != "":
	case !out.Empty():
		breach("node %d names no action for %v, but asks for something: %s", m.id, in, describe(out))
	case !bytes.Equal(before, after):
		breach("node %d names no action for %v, but changes its state", m.id, in)
	}
}

// checkOutput checks the data that a step gives to the host.
func (m *checked) checkOutput(out *machine.Output) {
	for _, r := range out.Records {
		m.memory.data("record", r)
		m.memory.checkRecord(r)
	}
	for _, s := range out.Sends {
		m.memory.data("message", s.Message)
		m.memory.checkMessage(s.Message)
		m.memory.offer(s.To, machine.Receive{From: m.id, Message: s.Message})
	}
	for _, r := range out.Replies {
		m.memory.data("result", r.Result)
	}
	for _, a := range out.Applies {
		m.memory.data("command", a.Command)
	}
	for _, t := range out.Timers {
		m.memory.timer(t.Timer)
		m.memory.offer(m.id, machine.Fire{Timer: t.Timer})
	}
}

// encode returns the encoding of a and checks that it is appended, not put in place of what is there.
func encode(a interface{ AppendTo(b []byte) []byte }) []byte {
	const mark = 0xa5
	b := a.AppendTo([]byte{mark})
	if len(b) == 0 || b[0] != mark {
		breach("AppendTo of %T does not append", a)
	}
	return b[1:]
}
