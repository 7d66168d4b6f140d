package machinetest_test

import (
	"encoding/binary"
	"slices"

	"github.com/tenet-go/tenet/internal/register"
	"github.com/tenet-go/tenet/machine"
)

// faults are what a faulty machine does differently.
type faults struct {
	step  func(m *faulty, in machine.Input, out *machine.Output)
	clone func(m, c *faulty)
	share bool // clones share the count
	hide  bool // the count is not in the encoding
	alias bool // clones share the memory of the list
}

// faultyProtocol makes faulty machines.
type faultyProtocol struct {
	register.Protocol
	faults *faults
}

func (p faultyProtocol) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	p.Backups = []machine.NodeID{2, 3}
	return &faulty{Machine: p.Protocol.Recover(id, storage, out), faults: p.faults, count: new(int)}
}

// faulty is a machine that does something differently, and may count.
type faulty struct {
	machine.Machine
	faults *faults
	count  *int
	extra  byte // always in the encoding
	list   []byte
	clones int // how many clones lie between this machine and the one that recovered
	twin   *int
	kept   *machine.Output
}

func (m *faulty) Step(in machine.Input, out *machine.Output) {
	if m.faults.step == nil {
		m.Machine.Step(in, out)
		return
	}
	m.faults.step(m, in, out)
}

func (m *faulty) Clone() machine.Machine {
	c := &faulty{Machine: m.Machine.Clone(), faults: m.faults, count: m.count, extra: m.extra, list: m.list, clones: m.clones + 1, kept: m.kept}
	if !m.faults.alias {
		c.list = slices.Clone(m.list)
	}
	if !m.faults.share {
		count := *m.count
		c.count = &count
	}
	if m.faults.clone != nil {
		m.faults.clone(m, c)
	}
	return c
}

func (m *faulty) AppendTo(b []byte) []byte {
	b = append(append(m.Machine.AppendTo(b), m.extra), m.list...)
	if m.kept != nil {
		b = append(b, m.kept.Action...)
	}
	if m.faults.hide {
		return b
	}
	return binary.AppendUvarint(b, uint64(*m.count))
}

// recovery is a protocol whose recovery is faulty.
type recovery struct {
	register.Protocol
	before  func(*register.Storage)
	after   func(*register.Storage, *machine.Output)
	keep    bool
	count   *int // all machines share it
	storage func() machine.Durable
}

func (p recovery) Empty(id machine.NodeID) machine.Durable {
	if p.storage != nil {
		return p.storage()
	}
	return p.Protocol.Empty(id)
}

func (p recovery) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	p.Backups = []machine.NodeID{2, 3}
	var s *register.Storage
	switch storage := storage.(type) {
	case *register.Storage:
		s = storage
	case *shared:
		s = storage.Storage
	case *growing:
		s = &storage.Storage
	case *hiding:
		s = &storage.Storage
	}
	if p.before != nil {
		p.before(s)
	}
	m := p.Protocol.Recover(id, s, out)
	if p.after != nil {
		p.after(s, out)
	}
	if p.keep {
		return &keeping{m, s}
	}
	if p.count != nil {
		*p.count++
		return &faulty{Machine: m, faults: &faults{share: true}, count: p.count}
	}
	return m
}

// keeping is a machine that keeps its storage.
type keeping struct {
	machine.Machine
	storage *register.Storage
}

func (m *keeping) Clone() machine.Machine   { return &keeping{m.Machine.Clone(), m.storage} }
func (m *keeping) AppendTo(b []byte) []byte { return m.storage.AppendTo(m.Machine.AppendTo(b)) }

// shared is a storage whose clones share its entry.
type shared struct{ *register.Storage }

func (s *shared) Clone() machine.Durable { return &shared{s.Storage} }

// growing is a storage whose clones have another encoding.
type growing struct {
	register.Storage
	clones uint8
}

func (s *growing) Clone() machine.Durable   { return &growing{s.Storage, s.clones + 1} }
func (s *growing) AppendTo(b []byte) []byte { return append(b, make([]byte, s.clones)...) }

// hiding is a storage with an empty encoding.
type hiding struct{ register.Storage }

func (s *hiding) Clone() machine.Durable   { c := *s; return &c }
func (s *hiding) AppendTo(b []byte) []byte { return b }

// listTimer is a timer that does not compare.
type listTimer struct{ list []int }

func (listTimer) String() string           { return "list" }
func (listTimer) AppendTo(b []byte) []byte { return append(b, 'l') }

// pointerTimer is a timer of which each is another one.
type pointerTimer struct{ _ int }

func (*pointerTimer) String() string           { return "pointer" }
func (*pointerTimer) AppendTo(b []byte) []byte { return append(b, 'p') }

// nameless is data without a name of its own.
type nameless struct{ machine.Data }

func (nameless) String() string { return "nameless" }

// manyNames is a command with two names.
type manyNames struct{ other bool }

func (m manyNames) String() string {
	if m.other {
		return "other"
	}
	return "one"
}

func (manyNames) AppendTo(b []byte) []byte { return append(b, 'x') }

// inPlace is a command that forgets what it is to be appended to.
type inPlace struct{}

func (inPlace) String() string         { return "in place" }
func (inPlace) AppendTo([]byte) []byte { return []byte{'x'} }
