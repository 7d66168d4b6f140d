package machinetest

import (
	"bytes"
	"fmt"

	"github.com/tenet-go/tenet/machine"
)

// memory is what all machines of a system have done so far. It outlives schedules, so that what happens in different ones is compared.
type memory struct {
	protocol machine.Protocol
	codec    machine.Codec
	seen     map[string]bool           // what was checked before
	did      map[string]deed           // by node, state and input
	others   map[string]representative // by node and state
	inputs   map[machine.NodeID][]machine.Input
	texts    map[string]string        // the encoding by the role of data and its string
	encoded  map[string]string        // the string by the role of data and its encoding
	timers   map[string]machine.Timer // by encoding
}

// deed is what a machine did.
type deed struct {
	after, outcome []byte
	text           string
}

// representative is the first machine of a state.
type representative struct {
	machine machine.Machine
	durable machine.Seq
}

func newMemory(p machine.Protocol, codec machine.Codec) *memory {
	return &memory{
		protocol: p,
		codec:    codec,
		seen:     map[string]bool{},
		did:      map[string]deed{},
		others:   map[string]representative{},
		inputs:   map[machine.NodeID][]machine.Input{},
		texts:    map[string]string{},
		encoded:  map[string]string{},
		timers:   map[string]machine.Timer{},
	}
}

// once calls check, unless it was called before for the same key and nothing was wrong. What was wrong must be wrong again, when the
// schedule is run again to shrink it.
func (m *memory) once(key string, check func()) {
	if !m.seen[key] {
		check()
		m.seen[key] = true
	}
}

// maxInputs bounds how many inputs of a node are tried in each of its states.
const maxInputs = 48

// offer notes an input that a node may be given.
func (m *memory) offer(id machine.NodeID, in machine.Input) {
	m.once(fmt.Sprintf("input/%d/%s", id, name(in)), func() {
		if len(m.inputs[id]) < maxInputs {
			m.inputs[id] = append(m.inputs[id], in)
		}
	})
}

// recovered compares a recovery with an earlier one from storage of equal encoding.
func (m *memory) recovered(id machine.NodeID, storage, state []byte, out *machine.Output) {
	m.compare(fmt.Sprintf("recover/%d/%s", id, storage), deed{state, outcome(out, 0), describe(out)},
		func() string { return fmt.Sprintf("node %d recovers from storage of equal encoding %x", id, storage) })
}

// compare notes a deed, or compares it with the one noted.
func (m *memory) compare(key string, d deed, what func() string) {
	before, known := m.did[key]
	if !known {
		m.did[key] = d
		return
	}
	if !bytes.Equal(before.after, d.after) || !bytes.Equal(before.outcome, d.outcome) {
		difference := ""
		if bytes.Equal(before.outcome, d.outcome) {
			difference = fmt.Sprintf(", and comes to %x and %x", before.after, d.after)
		}
		breach("%s and does two things: %s and %s%s; the encoding leaves something out", what(), before.text, d.text, difference)
	}
}

// stepped compares a step with those from states of equal encoding. At the first meeting of two machines that came to a state
// on different ways, all inputs that the node might be given are tried on both. The machine after is another one after the step.
func (m *memory) stepped(c *checked, after machine.Machine, in machine.Input, before, state []byte, out *machine.Output) {
	if _, ok := in.(machine.Persisted); !ok {
		m.offer(c.id, in)
	}
	step := stepKey(c.id, before, in)
	m.compare("step/"+step, deed{state, outcome(out, c.disk.durable), describe(out)},
		func() string { return fmt.Sprintf("node %d gets %v in states of equal encoding %x", c.id, in, before) })
	durable := c.disk.durable
	if persisted, ok := in.(machine.Persisted); ok {
		durable = persisted.Seq
	}
	key := fmt.Sprintf("%d/%s", c.id, state)
	other, known := m.others[key]
	if !known {
		m.others[key] = representative{after.Clone(), durable}
		return
	}
	if !bytes.Equal(encode(other.machine), state) {
		breach("a clone of node %d that was set aside has changed from %x to %x", c.id, state, encode(other.machine))
	}
	m.once(fmt.Sprintf("meeting/%s/%s", key, step), func() { m.meet(c.id, other, representative{after, durable}) })
}

// tryAll gives clones of a machine all inputs that its node might be given, and has it looked at what they share after each.
func (m *memory) tryAll(c *checked, look func(machine.Input)) {
	for _, in := range m.inputs[c.id] {
		representative{c.inner, c.disk.durable}.try(in)
		look(in)
	}
}

// meet tries all inputs that a node might be given on two machines of equal encoding.
func (m *memory) meet(id machine.NodeID, first, second representative) {
	for _, in := range m.inputs[id] {
		a, b := first.try(in), second.try(in)
		if !bytes.Equal(a.after, b.after) || !bytes.Equal(a.outcome, b.outcome) {
			breach("node %d has two states of equal encoding %x, in which it does two things with %v: %s and %s; the encoding leaves something out",
				id, encode(first.machine), in, a.text, b.text)
		}
	}
}

// try steps a clone.
func (r representative) try(in machine.Input) (d deed) {
	defer func() {
		if cause := recover(); cause != nil { // the input may be one that cannot come in this state
			d = deed{text: fmt.Sprintf("panic: %v", cause)}
			d.outcome = []byte(d.text)
		}
	}()
	c := r.machine.Clone()
	var out machine.Output
	c.Step(in, &out)
	return deed{encode(c), outcome(&out, r.durable), describe(&out)}
}

// stepKey names a step: a node, its state, and an input.
func stepKey(id machine.NodeID, state []byte, in machine.Input) string {
	return fmt.Sprintf("%d/%d:%s/%s", id, len(state), state, name(in))
}

// name names an input. A batch that was acknowledged is always the oldest.
func name(in machine.Input) string {
	switch in := in.(type) {
	case machine.Persisted:
		return "persisted"
	case machine.Receive:
		return fmt.Sprintf("receive %d %s", in.From, encode(in.Message))
	case machine.Fire:
		return fmt.Sprintf("fire %s", encode(in.Timer))
	case machine.Request:
		return fmt.Sprintf("request %d %s", in.ID, encode(in.Op))
	case machine.Flush:
	}
	return in.String()
}
