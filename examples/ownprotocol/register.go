// Package ownprotocol is the example of docs/how-to-verify-your-own-protocol.md: a register that a primary
// copies to its backups, and that answers its client when no crash can lose the value.
package ownprotocol

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// Fact is all data of this protocol: what is asked, sent, written and answered, and what a timer reminds of.
type Fact struct {
	What           string
	Version, Value uint64
}

func (f Fact) String() string {
	if f == (Fact{What: f.What}) {
		return f.What
	}
	return fmt.Sprintf("%s %d=%d", f.What, f.Version, f.Value)
}

// AppendTo appends the encoding of f to b: different facts have different bytes.
func (f Fact) AppendTo(b []byte) []byte {
	b = append(binary.AppendUvarint(b, uint64(len(f.What))), f.What...)
	return binary.AppendUvarint(binary.AppendUvarint(b, f.Version), f.Value)
}

// Storage is what a node keeps: the last fact that was written.
type Storage struct{ Kept Fact }

// Add adds a record. Versions only grow; else storage is damaged.
func (s *Storage) Add(r machine.Record) error {
	f, ok := r.(Fact)
	if !ok || f.Version <= s.Kept.Version {
		return fmt.Errorf("%v after %v", r, s.Kept)
	}
	s.Kept = f
	return nil
}

// Clone returns a copy.
func (s *Storage) Clone() machine.Durable { c := *s; return &c }

func (s *Storage) String() string { return s.Kept.String() }

// AppendTo appends the encoding of the storage to b.
func (s *Storage) AppendTo(b []byte) []byte { return s.Kept.AppendTo(b) }

// Primary is the node that clients write to.
const Primary machine.NodeID = 1

// Protocol makes nodes: the primary and these backups.
type Protocol struct{ Backups []machine.NodeID }

// Empty returns the storage of a node that has never written.
func (Protocol) Empty(machine.NodeID) machine.Durable { return &Storage{Fact{What: "nothing"}} }

// Recover makes a node from its storage. The primary copies what it has again: backups may not have it.
func (p Protocol) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	n := &Node{backups: p.Backups, id: id, last: storage.(*Storage).Kept}
	out.Action = "Recover"
	if id == Primary && n.last.Version > 0 {
		n.missing = slices.Clone(p.Backups)
		n.copy(out)
	}
	return n
}

// Node is the machine: its state and nothing else.
type Node struct {
	backups []machine.NodeID // never changes, so clones share it
	id      machine.NodeID
	journal machine.Journal
	last    Fact
	client  machine.RequestID // who waits for last, 0 for nobody
	missing []machine.NodeID  // of the primary: which backups may not have last
}

// Step gives the node an input. An input that no rule is for is refused: no action, no change.
func (n *Node) Step(in machine.Input, out *machine.Output) {
	switch in := in.(type) {
	case machine.Request:
		if n.id == Primary && n.journal.Outstanding() == 0 && len(n.missing) == 0 {
			out.Action = "Put"
			n.client = in.ID
			n.keep(Fact{"value", n.last.Version + 1, in.Op.(Fact).Value}, out)
		}
	case machine.Receive:
		switch f := in.Message.(Fact); f.What {
		case "value":
			n.handleValue(in.From, f, out)
		case "ack":
			n.handleAck(in.From, f, out)
		}
	case machine.Fire:
		if len(n.missing) > 0 {
			out.Action = "CopyAgain"
			n.copy(out)
		}
	case machine.Persisted:
		n.journal.Acknowledge(in.Seq)
		out.Action = "Persist"
		if n.id == Primary { // only what is durable here is sent
			n.missing = slices.Clone(n.backups)
			n.copy(out)
		}
	case machine.Flush:
	}
}

func (n *Node) keep(f Fact, out *machine.Output) {
	n.last = f
	out.Persist(n.journal.Next(), f)
}

// copy sends the last value to those that may not have it.
func (n *Node) copy(out *machine.Output) {
	for _, id := range n.missing {
		out.Send(id, n.last, 0)
	}
	out.SetTimer(Fact{What: "copy again"})
}

// handleValue keeps a value, and acknowledges it once it is durable. While it is not, its duplicates are refused.
func (n *Node) handleValue(from machine.NodeID, f Fact, out *machine.Output) {
	if f.Version < n.last.Version || n.journal.Outstanding() > 0 {
		return
	}
	out.Action = "HandleValue"
	if f.Version > n.last.Version {
		n.keep(f, out)
	}
	out.Send(from, Fact{"ack", f.Version, f.Value}, n.journal.Last())
}

// handleAck answers the client when all backups have its value.
func (n *Node) handleAck(from machine.NodeID, f Fact, out *machine.Output) {
	at := slices.Index(n.missing, from)
	if at < 0 || f.Version != n.last.Version {
		return
	}
	out.Action = "HandleAck"
	if n.missing = slices.Delete(n.missing, at, at+1); len(n.missing) > 0 {
		return
	}
	out.StopTimer(Fact{What: "copy again"})
	if n.client > 0 {
		out.Reply(n.client, Fact{"done", f.Version, f.Value}, 0)
		n.client = 0
	}
}

// Clone returns a copy that shares nothing that changes.
func (n *Node) Clone() machine.Machine {
	c := *n
	c.missing = slices.Clone(n.missing)
	return &c
}

// AppendTo appends the encoding of the state to b: nodes of equal bytes behave alike.
func (n *Node) AppendTo(b []byte) []byte {
	b = n.last.AppendTo(n.journal.AppendTo(b))
	b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(n.client)), uint64(len(n.missing)))
	for _, id := range n.missing {
		b = binary.AppendUvarint(b, uint64(id))
	}
	return b
}

// Describe is optional: transcripts show these lines when they change.
func (n *Node) Describe() []string {
	return []string{fmt.Sprintf("has %v", n.last), fmt.Sprintf("missing at %v", n.missing)}
}
