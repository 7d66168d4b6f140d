package exhaustive_test

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"sync"

	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// token is all the data of a scramble.
type token uint8

func (t token) AppendTo(b []byte) []byte { return append(b, byte(t)) }
func (t token) String() string           { return fmt.Sprintf("token %d", t) }

// scramble is a protocol without sense, drawn from a seed: what it does is a hash of state and input. It does
// everything that a machine can do.
type scramble struct {
	seed   uint64
	nodes  int
	values int
	sends  int // how many messages each node may send between recoveries
}

type scrambled struct {
	p       *scramble
	id      machine.NodeID
	value   uint64
	sent    int
	journal machine.Journal
}

// attic is the storage of a scrambled machine: the last record.
type attic struct{ last token }

func (a *attic) Add(r machine.Record) error { a.last = r.(token); return nil }
func (a *attic) Clone() machine.Durable     { c := *a; return &c }
func (a *attic) AppendTo(b []byte) []byte   { return append(b, byte(a.last)) }

func (p *scramble) Empty(machine.NodeID) machine.Durable { return &attic{} }

func (p *scramble) Recover(id machine.NodeID, d machine.Durable, out *machine.Output) machine.Machine {
	m := &scrambled{p: p, id: id, value: uint64(d.(*attic).last)}
	m.act(p.draw(id, m.value, []byte("recover")), out)
	return m
}

func (p *scramble) draw(id machine.NodeID, v uint64, in []byte) uint64 {
	h := fnv.New64a()
	_, _ = h.Write(binary.LittleEndian.AppendUint64(nil, p.seed))
	_, _ = h.Write(binary.LittleEndian.AppendUint64(nil, v<<8|uint64(id)))
	_, _ = h.Write(in)
	x := h.Sum64()
	x = (x ^ x>>31) * 0xd6e8feb86659fd93
	return x ^ x>>29
}

func (m *scrambled) Clone() machine.Machine {
	c := *m
	return &c
}

func (m *scrambled) AppendTo(b []byte) []byte {
	return m.journal.AppendTo(append(b, byte(m.value), byte(m.sent)))
}

func (m *scrambled) Step(in machine.Input, out *machine.Output) {
	if in, ok := in.(machine.Persisted); ok {
		m.journal.Acknowledge(in.Seq)
		out.Action = "Persist"
		return
	}
	if drawn := m.p.draw(m.id, m.value, []byte(in.String())); drawn%5 > 1 {
		m.act(drawn>>3, out)
	}
}

// act does what the bits say.
func (m *scrambled) act(drawn uint64, out *machine.Output) {
	take := func(n int) uint64 {
		r := drawn % uint64(n)
		drawn /= uint64(n)
		return r
	}
	m.value = take(m.p.values)
	out.Action = machine.Action(fmt.Sprintf("Do%d", take(3)))
	after := machine.Seq(0)
	if take(2) == 0 && m.journal.Outstanding() < 2 {
		after = m.journal.Next()
		out.Persist(after, token(take(m.p.values)), token(take(m.p.values)))
	}
	for range take(3) {
		if m.sent < m.p.sends {
			m.sent++
			out.Send(machine.NodeID(take(m.p.nodes+1)), token(take(2)), after) // one of them is nowhere
		}
	}
	switch take(3) {
	case 0:
		out.SetTimer(token(take(2)))
	case 1:
		out.StopTimer(token(take(2)))
	}
	if take(2) == 0 {
		out.Reply(machine.RequestID(take(3)), token(take(2)), after)
	}
}

// memory is the ghost of scrambles: it remembers the last reply, and offers what that says.
type memory struct {
	nodes int
	last  token
}

func (g memory) Offers() []explore.Offer {
	offers := []explore.Offer{{Node: 0, Request: machine.Request{ID: 1, Op: g.last}}}
	if g.last == 1 {
		offers = append(offers, explore.Offer{Node: machine.NodeID(g.nodes - 1), Request: machine.Request{ID: 2, Op: g.last}})
	}
	return offers
}

func (g memory) Observe(s *explore.Step) explore.Ghost {
	for _, r := range s.Replies {
		g.last = r.Result.(token)
	}
	return g
}

func (g memory) AppendTo(b []byte) []byte { return append(b, byte(g.last)) }

// drawScramble draws a system.
func drawScramble(t *rapid.T) *explore.System {
	p := &scramble{
		seed:   rapid.Uint64().Draw(t, "seed"),
		nodes:  rapid.IntRange(1, 3).Draw(t, "nodes"),
		values: rapid.IntRange(1, 4).Draw(t, "values"),
		sends:  rapid.IntRange(0, 2).Draw(t, "sends"),
	}
	network := rapid.SampledFrom([]explore.Network{explore.Unreliable, explore.Once, explore.Ordered}).Draw(t, "network")
	crashes := rapid.IntRange(0, 2).Draw(t, "crashes")
	sys := scrambleSystem(p, network, crashes)
	if rapid.Bool().Draw(t, "only one crashes") {
		sys.Faults.Crashing = sys.Nodes[:1]
	}
	if rapid.Bool().Draw(t, "guarded") {
		sys.Guard = p.guard
	}
	return sys
}

// guard lets most events happen, of all kinds, depending on the state of the node.
func (p *scramble) guard(n *explore.Node, e explore.Event) bool {
	return p.draw(n.ID, uint64(len(n.Timers)+len(n.Unsynced)<<4), n.AppendTo([]byte(e.String())))%8 > 0
}

func scrambleSystem(p *scramble, network explore.Network, crashes int) *explore.System {
	sys := &explore.System{Name: "scramble", Protocol: p, Network: network, Ghost: memory{nodes: p.nodes}}
	sys.Faults.Crashes = crashes
	for id := range p.nodes {
		sys.Nodes = append(sys.Nodes, machine.NodeID(id))
	}
	sys.Abstraction = &explore.Abstraction{
		Node: func(n *explore.Node, inbox explore.Inbox) value.Value {
			if !n.Up() {
				return value.Tuple(value.String("down"), value.Int(int64(inbox.Len())))
			}
			return value.Tuple(value.Int(int64(n.Machine.(*scrambled).value)), value.Int(int64(inbox.Len())))
		},
		Ghost: func(g explore.Ghost, crashes int) value.Value {
			return value.Tuple(value.Int(int64(g.(memory).last)), value.Int(int64(crashes)))
		},
		Join: func(nodes []value.Value, ghost value.Value) value.State {
			return value.NewState(value.Field{Name: "nodes", Value: value.Tuple(nodes...)}, value.Field{Name: "ghost", Value: ghost})
		},
		Stutters: []machine.Action{"Do1", "Persist"},
	}
	return sys
}

// anything is a specification that allows everything, and counts what it was asked.
type anything struct {
	mu    sync.Mutex
	asked map[judged]int
}

type judged struct {
	before value.Value
	action machine.Action
	after  value.Value
}

func (a *anything) Initial(value.State) error { return nil }

func (a *anything) Step(action machine.Action, before, after value.State) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.asked == nil {
		a.asked = map[judged]int{}
	}
	a.asked[judged{before.Record(), action, after.Record()}]++
	return nil
}
