package explore_test

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// word is all the data of the toy protocol.
type word string

func (w word) AppendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(w)))
	return append(b, w...)
}
func (w word) String() string { return string(w) }

// toy answers "set x" by writing x and then telling the other node, and does odd things when asked to.
type toy struct {
	id      machine.NodeID
	journal machine.Journal
	seen    []word
}

// shelf is the storage of a toy: what it wrote.
type shelf struct{ words []word }

func (s *shelf) Add(r machine.Record) error {
	if r.String() == "damage" {
		return errors.New("damaged")
	}
	s.words = append(s.words, r.(word))
	return nil
}
func (s *shelf) Clone() machine.Durable { return &shelf{append([]word(nil), s.words...)} }
func (s *shelf) AppendTo(b []byte) []byte {
	for _, w := range s.words {
		b = w.AppendTo(b)
	}
	return b
}

type toys struct{}

func (toys) Empty(machine.NodeID) machine.Durable { return &shelf{} }
func (toys) Recover(id machine.NodeID, d machine.Durable, _ *machine.Output) machine.Machine {
	return &toy{id: id, seen: d.(*shelf).words}
}

func (t *toy) Clone() machine.Machine {
	c := *t
	c.seen = append([]word(nil), t.seen...)
	return &c
}

func (t *toy) AppendTo(b []byte) []byte {
	b = t.journal.AppendTo(binary.AppendUvarint(b, uint64(t.id)))
	for _, w := range t.seen {
		b = w.AppendTo(b)
	}
	return b
}

func (t *toy) Step(in machine.Input, out *machine.Output) {
	switch in := in.(type) {
	case machine.Request:
		t.request(in, out)
	case machine.Receive:
		if in.Message.String() != "dull" {
			out.Action = "Hear"
			t.seen = append(t.seen, in.Message.(word))
		}
	case machine.Fire:
		if in.Timer.String() != "dull" {
			out.Action = "Wake"
		}
	case machine.Persisted:
		out.Action = "Persist"
		t.journal.Acknowledge(in.Seq)
	case machine.Flush:
	}
}

func (t *toy) request(in machine.Request, out *machine.Output) {
	var verb string
	var what word
	_, _ = fmt.Sscan(in.Op.String(), &verb, &what)
	out.Action = machine.Action(verb)
	switch other := 1 - t.id; verb {
	case "set", "damage":
		seq := t.journal.Next()
		if verb == "damage" {
			what = "damage"
		}
		out.Persist(seq, what)
		out.Send(other, what, seq)
		out.Reply(in.ID, word("done"), seq)
		out.Apply(what, seq)
	case "two":
		out.Persist(t.journal.Next(), what+"1", what+"2")
	case "tell":
		out.Send(other, what, 0)
	case "later":
		out.Send(other, what, t.journal.Last())
	case "timer":
		out.SetTimer(what)
	case "stop":
		out.StopTimer(what)
	case "panic":
		panic("a bug")
	case "mute":
		out.Action = ""
		out.Send(other, what, 0)
	case "gap":
		t.journal.Next()
		out.Persist(t.journal.Next(), what)
	case "ahead":
		out.Persist(t.journal.Next(), what)
		out.Send(other, what, t.journal.Last()+1)
	case "refuse":
		out.Action = ""
	case "sneak":
		out.Action = ""
		t.seen = append(t.seen, what)
	}
}

// asking is a ghost that offers the same requests for ever and remembers what was answered.
type asking struct {
	ops     []string
	replies int
}

func (a asking) Offers() []explore.Offer {
	var offers []explore.Offer
	for i, op := range a.ops {
		offers = append(offers, explore.Offer{Request: machine.Request{ID: machine.RequestID(i), Op: word(op)}})
	}
	return offers
}

func (a asking) Observe(step *explore.Step) explore.Ghost {
	a.replies += len(step.Replies)
	return a
}
func (a asking) AppendTo(b []byte) []byte { return binary.AppendUvarint(b, uint64(a.replies)) }

// ask returns the event of the request that node 0 is offered.
func ask(i int, op string) explore.Event {
	return explore.Event{Kind: explore.Ask, Request: machine.Request{ID: machine.RequestID(i), Op: word(op)}}
}

func system(network explore.Network, ops ...string) *explore.System {
	return &explore.System{
		Name: "toys", Protocol: toys{}, Nodes: []machine.NodeID{0, 1}, Network: network,
		Ghost: asking{ops: ops}, Faults: explore.Faults{Crashes: 2},
	}
}
