package walk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// The toy is a log that node 1 copies to the others: it writes an entry, sends it until all have acknowledged it, and
// then answers the client. Entries are numbered 1, 2, 3...

type bug uint8

const (
	sound       bug = iota
	earlyAck        // acknowledges before the entry is durable
	earlyReply      // answers when the others have the entry, without its own disk
	countsAcks      // counts acknowledgements, not the nodes that sent them
	reuses          // begins again at number 1 after recovery
	forgetTimer     // does not send again after recovery
	sendsOnce       // sends again once only
	panics          // does not expect an acknowledgement of what it does not know
	lastWins        // keeps the entry that came last as the newest one
)

type (
	copyOf struct{ number uint64 } // an entry, as message and record
	acked  struct{ number uint64 }
	put    struct{}
	done   struct{ number uint64 }
	resend struct{}
)

func (m copyOf) AppendTo(b []byte) []byte { return binary.AppendUvarint(append(b, 'c'), m.number) }
func (m acked) AppendTo(b []byte) []byte  { return binary.AppendUvarint(append(b, 'a'), m.number) }
func (put) AppendTo(b []byte) []byte      { return append(b, 'p') }
func (m done) AppendTo(b []byte) []byte   { return binary.AppendUvarint(append(b, 'd'), m.number) }
func (resend) AppendTo(b []byte) []byte   { return append(b, 'r') }

func (m copyOf) String() string { return fmt.Sprintf("copy of %d", m.number) }
func (m acked) String() string  { return fmt.Sprintf("acknowledgement of %d", m.number) }
func (put) String() string      { return "put" }
func (m done) String() string   { return fmt.Sprintf("done %d", m.number) }
func (resend) String() string   { return "resend" }

// disk is the set of entries that are durable, sorted.
type disk struct{ entries []uint64 }

func (d *disk) Add(r machine.Record) error {
	n := r.(copyOf).number
	if at, found := slices.BinarySearch(d.entries, n); !found {
		d.entries = slices.Insert(d.entries, at, n)
	}
	return nil
}
func (d *disk) Clone() machine.Durable { return &disk{slices.Clone(d.entries)} }
func (d *disk) AppendTo(b []byte) []byte {
	for _, n := range d.entries {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

type toy struct {
	nodes int
	bug   bug
}

func (toy) Empty(machine.NodeID) machine.Durable { return &disk{} }

func (t toy) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	m := &keeper{toy: t, id: id, entries: slices.Clone(storage.(*disk).entries)}
	if len(m.entries) > 0 {
		m.newest = slices.Max(m.entries)
	}
	if id == 1 {
		for _, n := range m.entries {
			if t.bug != reuses {
				m.next = max(m.next, n)
			}
			m.open = append(m.open, entry{number: n, durable: true})
		}
		if len(m.open) > 0 && t.bug != forgetTimer {
			out.SetTimer(resend{})
		}
	}
	return m
}

// entry is one that not all have acknowledged.
type entry struct {
	number  uint64
	request machine.RequestID
	durable bool
	acks    []machine.NodeID
}

type keeper struct {
	toy
	id      machine.NodeID
	journal machine.Journal
	entries []uint64
	next    uint64
	open    []entry
	written []uint64 // in flight
	newest  uint64
}

func (m *keeper) Clone() machine.Machine {
	c := *m
	c.entries = slices.Clone(m.entries)
	c.open = slices.Clone(m.open)
	for i := range c.open {
		c.open[i].acks = slices.Clone(c.open[i].acks)
	}
	c.written = slices.Clone(m.written)
	return &c
}

func (m *keeper) AppendTo(b []byte) []byte {
	return fmt.Appendf(b, "%v %v %v", m.entries, m.open, m.written)
}

func (m *keeper) Step(in machine.Input, out *machine.Output) {
	switch in := in.(type) {
	case machine.Request:
		m.put(in, out)
	case machine.Receive:
		if c, isCopy := in.Message.(copyOf); isCopy {
			m.copy(c, out)
		} else {
			m.ack(in.Message.(acked).number, in.From, out)
		}
	case machine.Fire:
		m.resend(out)
	case machine.Persisted:
		m.persisted(in.Seq, out)
	}
}

func (m *keeper) write(n uint64, out *machine.Output) machine.Seq {
	seq := m.journal.Next()
	m.written = append(m.written, n)
	out.Persist(seq, copyOf{n})
	return seq
}

func (m *keeper) put(in machine.Request, out *machine.Output) {
	out.Action = "Put"
	m.next++
	m.open = append(m.open, entry{number: m.next, request: in.ID})
	m.write(m.next, out)
	for to := 2; to <= m.nodes; to++ {
		out.Send(machine.NodeID(to), copyOf{m.next}, 0)
	}
	out.SetTimer(resend{})
}

func (m *keeper) copy(c copyOf, out *machine.Output) {
	out.Action = "Copy"
	if m.newest = max(m.newest, c.number); m.bug == lastWins {
		m.newest = c.number
	}
	var after machine.Seq
	if !slices.Contains(m.entries, c.number) {
		m.entries = append(m.entries, c.number)
		after = m.write(c.number, out)
	} else {
		after = m.journal.Last()
	}
	if m.bug == earlyAck {
		after = 0
	}
	out.Send(1, acked(c), after)
}

func (m *keeper) find(n uint64) *entry {
	for i := range m.open {
		if m.open[i].number == n {
			return &m.open[i]
		}
	}
	return nil
}

func (m *keeper) ack(n uint64, from machine.NodeID, out *machine.Output) {
	e := m.find(n)
	if e == nil && m.bug == panics {
		panic("who sent this?")
	}
	if e == nil || slices.Contains(e.acks, from) && m.bug != countsAcks {
		return
	}
	out.Action = "Ack"
	e.acks = append(e.acks, from)
	m.finish(n, out)
}

func (m *keeper) finish(n uint64, out *machine.Output) {
	e := m.find(n)
	if e == nil || len(e.acks) < m.nodes-1 || !e.durable && m.bug != earlyReply {
		return
	}
	if e.request != 0 {
		out.Reply(e.request, done{n}, 0)
	}
	m.open = slices.DeleteFunc(m.open, func(e entry) bool { return e.number == n })
	if len(m.open) == 0 {
		out.StopTimer(resend{})
	}
}

func (m *keeper) resend(out *machine.Output) {
	out.Action = "Resend"
	for _, e := range m.open {
		for to := machine.NodeID(2); int(to) <= m.nodes; to++ {
			if !slices.Contains(e.acks, to) {
				out.Send(to, copyOf{e.number}, 0)
			}
		}
	}
	if m.bug != sendsOnce {
		out.SetTimer(resend{})
	}
}

func (m *keeper) persisted(seq machine.Seq, out *machine.Output) {
	out.Action = "Persist"
	m.journal.Acknowledge(seq)
	n := m.written[0]
	m.written = m.written[1:]
	if e := m.find(n); e != nil && m.id == 1 {
		e.durable = true
		m.finish(n, out)
	}
}

// ghost remembers which entries clients were told of.
type ghost struct {
	asked, most machine.RequestID
	done        []uint64
}

func (g *ghost) Offers() []explore.Offer {
	if g.asked >= g.most {
		return nil
	}
	return []explore.Offer{{Node: 1, Request: machine.Request{ID: g.asked + 1, Op: put{}}}}
}

func (g *ghost) Observe(step *explore.Step) explore.Ghost {
	next := *g
	if step.Event.Kind == explore.Ask {
		next.asked++
	}
	for _, r := range step.Replies {
		next.done = append(slices.Clip(next.done), r.Result.(done).number)
	}
	return &next
}

func (g *ghost) AppendTo(b []byte) []byte { return fmt.Appendf(b, "%d %v", g.asked, g.done) }

// copies are those that are durable somewhere, once for each node.
func copies(w *explore.World, n uint64) int {
	count := 0
	for _, node := range w.Nodes {
		if _, found := slices.BinarySearch(node.Durable.(*disk).entries, n); found {
			count++
		}
	}
	return count
}

func toySystem(nodes, requests int, b bug) *explore.System {
	s := &explore.System{
		Name: "toy", Protocol: toy{nodes, b}, Ghost: &ghost{most: machine.RequestID(requests)},
		Properties: []explore.Property{
			{Name: "what is done is durable everywhere", Kind: explore.Always, Holds: func(w *explore.World) error {
				for _, n := range w.Ghost.(*ghost).done {
					if c := copies(w, n); c != nodes {
						return fmt.Errorf("entry %d is durable on %d nodes", n, c)
					}
				}
				return nil
			}},
			{Name: "numbers are used once", Kind: explore.Always, Holds: func(w *explore.World) error {
				numbers := slices.Clone(w.Ghost.(*ghost).done)
				slices.Sort(numbers)
				if len(slices.Compact(numbers)) != len(w.Ghost.(*ghost).done) {
					return errors.New("a number is used twice")
				}
				return nil
			}},
			{Name: "something is done", Kind: explore.Reachable, Holds: func(w *explore.World) error {
				if len(w.Ghost.(*ghost).done) == 0 {
					return errors.New("nothing is done")
				}
				return nil
			}},
			{Name: "the moon is blue", Kind: explore.Reachable, Holds: func(*explore.World) error {
				return errors.New("it is not")
			}},
			{Name: "what node 1 has all have", Kind: explore.Eventually, Holds: func(w *explore.World) error {
				for _, n := range w.Nodes[0].Durable.(*disk).entries {
					if c := copies(w, n); c != nodes {
						return fmt.Errorf("entry %d is durable on %d nodes", n, c)
					}
				}
				return nil
			}},
		},
	}
	for id := 1; id <= nodes; id++ {
		s.Nodes = append(s.Nodes, machine.NodeID(id))
	}
	if b == lastWins {
		s.Properties = append(s.Properties, explore.Property{Name: "the newest is the greatest", Kind: explore.Always,
			Holds: func(w *explore.World) error {
				for _, n := range w.Nodes {
					if k, up := n.Machine.(*keeper); up && len(k.entries) > 0 && k.newest < slices.Max(k.entries) {
						return fmt.Errorf("node %d takes %d for the newest of %v", n.ID, k.newest, k.entries)
					}
				}
				return nil
			}})
	}
	return s
}

// abstractToy maps worlds to how many entries are done.
var abstractToy = &explore.Abstraction{
	Spec: "Toy",
	Node: func(*explore.Node, explore.Inbox) value.Value { return value.Bool(true) },
	Ghost: func(g explore.Ghost, _ int) value.Value {
		return value.Int(int64(len(g.(*ghost).done)))
	},
	Join: func(_ []value.Value, g value.Value) value.State {
		return value.NewState(value.Field{Name: "done", Value: g})
	},
	Stutters: []machine.Action{"Put", "Copy", "Ack", "Persist", "Resend", "Crash", "Recover"},
}
