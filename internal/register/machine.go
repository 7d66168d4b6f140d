package register

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// Primary is the node that clients write to. The others are backups.
const Primary machine.NodeID = 1

// Bugs are mistakes that can be planted.
type Bugs struct {
	// EarlyAck acknowledges what is not durable.
	EarlyAck bool
	// EarlySend sends what is not durable: after a crash, the version is used again for another value.
	EarlySend bool
	// CountTwice counts acknowledgements instead of those who sent them.
	CountTwice bool
	// StaleAck counts acknowledgements of older versions.
	StaleAck bool
	// Backwards makes a backup take any write for a later one.
	Backwards bool
	// Deep restricts the mistakes above to nodes that have recovered from a write, and to later versions than the first.
	Deep bool
	// Panics makes the primary panic when it times out after a recovery.
	Panics bool
}

// Protocol is a register of a primary and its backups.
type Protocol struct {
	Backups []machine.NodeID
	Bugs    Bugs
}

// Empty returns the storage of a node that has never written.
func (Protocol) Empty(machine.NodeID) machine.Durable { return &Storage{} }

// Storage is what a node has kept.
type Storage struct{ Entry Entry }

// Add adds a record.
func (s *Storage) Add(r machine.Record) error {
	kept, ok := r.(Kept)
	if !ok || kept.Entry.Version <= s.Entry.Version {
		return fmt.Errorf("register: %v cannot follow version %d", r, s.Entry.Version)
	}
	s.Entry = kept.Entry
	return nil
}

// Clone returns a copy.
func (s *Storage) Clone() machine.Durable { c := *s; return &c }

// AppendTo appends the canonical encoding to b.
func (s *Storage) AppendTo(b []byte) []byte { return s.Entry.AppendTo(b) }

// Describe describes the storage in lines.
func (s *Storage) Describe() []string { return []string{"entry " + s.Entry.String()} }

// Recover makes a node from its storage. A primary sends its entry again: it may not have arrived.
func (p Protocol) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	m := &Machine{protocol: p, id: id, entry: storage.(*Storage).Entry}
	m.recovered = m.entry.Version > 0
	out.Action = "Recover"
	if id == Primary && m.recovered {
		m.durable, m.busy = true, true
		m.send(out, 0)
	}
	return m
}

// Machine is a node.
type Machine struct {
	protocol  Protocol
	id        machine.NodeID
	journal   machine.Journal
	entry     Entry
	recovered bool // from a storage that was not empty; only for the bug Panics

	// Of the primary:
	busy    bool // a write waits for its acknowledgements
	durable bool // the primary has it itself
	client  machine.RequestID
	acked   []machine.NodeID // sorted, unless CountTwice
}

// Step gives the machine an input.
func (m *Machine) Step(in machine.Input, out *machine.Output) {
	switch in := in.(type) {
	case machine.Request:
		if op, ok := in.Op.(Put); ok && m.id == Primary && !m.busy {
			m.put(in.ID, op, out)
		}
	case machine.Receive:
		switch message := in.Message.(type) {
		case Write:
			m.handleWrite(in.From, message, out)
		case Ack:
			m.handleAck(in.From, message, out)
		}
	case machine.Fire:
		if t, ok := in.Timer.(Resend); ok && m.busy && t.Version == m.entry.Version {
			if m.protocol.Bugs.Panics && m.recovered {
				panic("register: the planted panic")
			}
			out.Action = "SendAgain"
			m.send(out, m.journal.Last())
		}
	case machine.Persisted:
		m.journal.Acknowledge(in.Seq)
		out.Action = "Persist"
		if m.id == Primary && m.journal.Last() == 0 {
			m.durable = true
			m.finish(out)
		}
	case machine.Flush:
	}
}

// has reports whether a mistake that is switched on is made here.
func (m *Machine) has(mistake bool) bool {
	return mistake && (!m.protocol.Bugs.Deep || m.recovered && m.entry.Version > 1)
}

func (m *Machine) put(id machine.RequestID, op Put, out *machine.Output) {
	out.Action = "AcceptPut"
	m.entry = Entry{m.entry.Version + 1, op.Value}
	m.busy, m.durable, m.client, m.acked = true, false, id, nil
	seq := m.journal.Next()
	out.Persist(seq, Kept{m.entry})
	if m.has(m.protocol.Bugs.EarlySend) {
		seq = 0
	}
	m.send(out, seq)
}

// send sends the entry to the backups that have not acknowledged it.
func (m *Machine) send(out *machine.Output, after machine.Seq) {
	for _, b := range m.protocol.Backups {
		if !slices.Contains(m.acked, b) {
			out.Send(b, Write{m.entry}, after)
		}
	}
	out.SetTimer(Resend{m.entry.Version})
}

func (m *Machine) handleWrite(from machine.NodeID, w Write, out *machine.Output) {
	if m.id == Primary || w.Entry.Version < m.entry.Version && !m.has(m.protocol.Bugs.Backwards) {
		return
	}
	out.Action = "HandleWrite"
	if w.Entry.Version > m.entry.Version || w.Entry.Version < m.entry.Version {
		m.entry = w.Entry
		out.Persist(m.journal.Next(), Kept{m.entry})
	}
	after := m.journal.Last()
	if m.has(m.protocol.Bugs.EarlyAck) {
		after = 0
	}
	out.Send(from, Ack{m.entry.Version}, after)
}

func (m *Machine) handleAck(from machine.NodeID, a Ack, out *machine.Output) {
	bugs := m.protocol.Bugs
	if !m.busy || a.Version != m.entry.Version && !m.has(bugs.StaleAck) {
		return
	}
	at, found := slices.BinarySearch(m.acked, from)
	if found && !m.has(bugs.CountTwice) {
		return
	}
	out.Action = "HandleAck"
	m.acked = slices.Insert(slices.Clone(m.acked), at, from)
	m.finish(out)
}

// finish answers the client once all have the entry.
func (m *Machine) finish(out *machine.Output) {
	if !m.busy || !m.durable || len(m.acked) < len(m.protocol.Backups) {
		return
	}
	if m.client > 0 {
		out.Reply(m.client, Done{m.entry.Version}, 0)
	}
	out.Apply(Show{m.entry}, 0)
	out.StopTimer(Resend{m.entry.Version})
	m.busy, m.durable, m.client, m.acked = false, false, 0, nil
}

// Clone returns a copy.
func (m *Machine) Clone() machine.Machine {
	c := *m
	c.acked = slices.Clone(m.acked)
	return &c
}

// AppendTo appends the canonical encoding of the state to b.
func (m *Machine) AppendTo(b []byte) []byte {
	b = m.entry.AppendTo(m.journal.AppendTo(b))
	b = append(b, flag(m.busy)|flag(m.durable)<<1|flag(m.recovered)<<2)
	b = binary.AppendUvarint(b, uint64(m.client))
	b = binary.AppendUvarint(b, uint64(len(m.acked)))
	for _, id := range m.acked {
		b = binary.AppendUvarint(b, uint64(id))
	}
	return b
}

// Describe describes the state in lines.
func (m *Machine) Describe() []string {
	lines := []string{"entry " + m.entry.String()}
	if m.busy {
		lines = append(lines, fmt.Sprintf("waits for acknowledgements, has them of %v", m.acked))
	}
	return lines
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}
