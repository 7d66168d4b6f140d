package exhaustive_test

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/tla/value"
)

// puppet is a protocol of machines with one number each, which do what a test says.
type puppet struct {
	start func(id machine.NodeID, out *machine.Output)
	step  func(n int, in machine.Input, out *machine.Output) int
}

// doll is a puppet's machine.
type doll struct {
	p       *puppet
	n       int
	journal machine.Journal
}

func (p *puppet) Empty(machine.NodeID) machine.Durable { return picky{} }
func (p *puppet) Recover(id machine.NodeID, _ machine.Durable, out *machine.Output) machine.Machine {
	if p.start != nil {
		p.start(id, out)
	}
	return &doll{p: p}
}

func (d *doll) Step(in machine.Input, out *machine.Output) {
	if in, ok := in.(machine.Persisted); ok {
		d.journal.Acknowledge(in.Seq)
		out.Action = "Persist"
		return
	}
	d.n = d.p.step(d.n, in, out)
	if len(out.Records) > 0 {
		out.Seq = d.journal.Next()
	}
}

func (d *doll) Clone() machine.Machine {
	c := *d
	return &c
}
func (d *doll) AppendTo(b []byte) []byte {
	return d.journal.AppendTo(binary.AppendVarint(b, int64(d.n)))
}

// picky is storage that takes no token 13.
type picky struct{}

func (picky) Add(r machine.Record) error {
	if r == token(13) {
		return errors.New("unlucky")
	}
	return nil
}
func (p picky) Clone() machine.Durable { return p }
func (picky) AppendTo(b []byte) []byte { return b }

// wishes is a ghost that offers the same requests for ever.
type wishes []explore.Offer

func (w wishes) Offers() []explore.Offer             { return w }
func (w wishes) Observe(*explore.Step) explore.Ghost { return w }
func (wishes) AppendTo(b []byte) []byte              { return b }

// wish offers requests with these tokens to node 0.
func wish(tokens ...token) wishes {
	var w wishes
	for _, t := range tokens {
		w = append(w, explore.Offer{Request: machine.Request{ID: machine.RequestID(t), Op: t}})
	}
	return w
}

// counter is a system of one node that adds to its number what it is asked, from 0 to most.
func counter(most int, action func(n, add int) machine.Action, adds ...token) *explore.System {
	return &explore.System{
		Name: "counter", Nodes: []machine.NodeID{0}, Ghost: wish(adds...),
		Protocol: &puppet{step: func(n int, in machine.Input, out *machine.Output) int {
			request, ok := in.(machine.Request)
			if !ok {
				return n
			}
			add := int(request.Op.(token))
			if n+add > most {
				return n
			}
			out.Action = action(n, add)
			return n + add
		}},
		Abstraction: &explore.Abstraction{
			Node:  func(n *explore.Node, _ explore.Inbox) value.Value { return value.Int(int64(n.Machine.(*doll).n)) },
			Ghost: func(explore.Ghost, int) value.Value { return value.Bool(true) },
			Join: func(nodes []value.Value, _ value.Value) value.State {
				return value.NewState(value.Field{Name: "x", Value: nodes[0]})
			},
		},
	}
}

func add(int, int) machine.Action { return "Add" }

// is holds where node 0 has that number.
func is(n int) func(w *explore.World) error {
	return func(w *explore.World) error {
		if have := number(w); have != n {
			return fmt.Errorf("the number is %d", have)
		}
		return nil
	}
}

// less holds where node 0 has a lesser number.
func less(n int) func(w *explore.World) error {
	return func(w *explore.World) error {
		if have := number(w); have >= n {
			return fmt.Errorf("the number is %d", have)
		}
		return nil
	}
}

func number(w *explore.World) int {
	if !w.Nodes[0].Up() {
		return -1
	}
	return w.Nodes[0].Machine.(*doll).n
}

// byOne is the specification x' = x + 1 from x = 0, with the action Add.
type byOne struct{ start int64 }

func (s byOne) Initial(state value.State) error {
	if state.Value("x") != value.Int(s.start) {
		return errors.New("x is not 0")
	}
	return nil
}

func (byOne) Step(action machine.Action, before, after value.State) error {
	if action != "Add" {
		return fmt.Errorf("there is no action %s", action)
	}
	for n := range int64(100) {
		if before.Value("x") == value.Int(n) && after.Value("x") == value.Int(n+1) {
			return nil
		}
	}
	return fmt.Errorf("x goes from %v to %v", before.Value("x"), after.Value("x"))
}
