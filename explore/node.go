package explore

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// Node is a machine and what its host holds for it. It is an immutable value.
type Node struct {
	ID machine.NodeID
	// Network is the system's: it says whether the order of what waits to be sent matters, and how often it does.
	Network Network
	// Machine is nil while the node is down.
	Machine machine.Machine
	// Durable is what storage holds for certain.
	Durable machine.Durable
	// Unsynced are the batches in flight, oldest first.
	Unsynced []Batch
	// Timers are pending, in the order of their encodings.
	Timers []machine.Timer

	// issued is the last batch since recovery. The encoding leaves it out: batches are counted from the oldest in flight.
	issued machine.Seq
}

// Batch is a batch in flight, with the effects that wait for it.
type Batch struct {
	Seq     machine.Seq
	Records []machine.Record
	Sends   []machine.Send
	Replies []machine.Reply
	Applies []machine.Apply
}

// Up reports whether the node runs.
func (n *Node) Up() bool { return n.Machine != nil }

// UnsyncedRecords counts the records in flight.
func (n *Node) UnsyncedRecords() int {
	count := 0
	for i := range n.Unsynced {
		count += len(n.Unsynced[i].Records)
	}
	return count
}

// AppendTo appends the canonical encoding to b. Batches are counted from the oldest one.
func (n *Node) AppendTo(b []byte) []byte {
	if !n.Up() {
		return appendBytes(append(b, 0), n.Durable)
	}
	b = appendBytes(append(b, 1), n.Machine)
	b = appendBytes(b, n.Durable)
	b = binary.AppendUvarint(b, uint64(len(n.Unsynced)))
	for i := range n.Unsynced {
		b = n.Unsynced[i].appendTo(b, n.Network)
	}
	b = binary.AppendUvarint(b, uint64(len(n.Timers)))
	for _, t := range n.Timers {
		b = appendBytes(b, t)
	}
	return b
}

func (u *Batch) appendTo(b []byte, network Network) []byte {
	b = binary.AppendUvarint(b, uint64(len(u.Records)))
	for _, r := range u.Records {
		b = appendBytes(b, r)
	}
	b = appendSends(b, u.Sends, network)
	b = binary.AppendUvarint(b, uint64(len(u.Replies)))
	for _, r := range u.Replies {
		b = appendBytes(binary.AppendUvarint(b, uint64(r.ID)), r.Result)
	}
	b = binary.AppendUvarint(b, uint64(len(u.Applies)))
	for _, a := range u.Applies {
		b = appendBytes(b, a.Command)
	}
	return b
}

// appendSends appends what waits to be sent: on Unreliable networks as a set, as what was sent is. There an answer that is given again and
// again while the disk writes makes no difference.
func appendSends(b []byte, sends []machine.Send, network Network) []byte {
	encoded := make([]string, len(sends))
	for i, s := range sends {
		encoded[i] = string(appendBytes(binary.AppendUvarint(nil, uint64(s.To)), s.Message))
	}
	if network == Unreliable {
		slices.Sort(encoded)
		encoded = slices.Compact(encoded)
	}
	b = binary.AppendUvarint(b, uint64(len(encoded)))
	for _, s := range encoded {
		b = append(b, s...)
	}
	return b
}

// Candidates appends to events those that may happen at the node itself, given its inbox: all but requests and
// crashes. The machine may refuse some of them.
func (n *Node) Candidates(inbox Inbox, events []Event) []Event {
	if !n.Up() {
		return append(events, Event{Kind: Recover, Node: n.ID})
	}
	for _, i := range inbox.deliverable() {
		events = append(events, Event{Kind: Deliver, Node: n.ID, Envelope: inbox.At(i)})
		if inbox.network == Once {
			events = append(events, Event{Kind: Drop, Node: n.ID, Envelope: inbox.At(i)})
		}
	}
	for _, t := range n.Timers {
		events = append(events, Event{Kind: Fire, Node: n.ID, Timer: t})
	}
	if len(n.Unsynced) > 0 {
		events = append(events, Event{Kind: Persist, Node: n.ID})
	}
	return append(events, Event{Kind: Flush, Node: n.ID})
}

// Crashes appends to events the ways in which the node may crash.
func (n *Node) Crashes(events []Event) []Event {
	if !n.Up() {
		return events
	}
	for kept := range n.UnsyncedRecords() + 1 {
		events = append(events, Event{Kind: Crash, Node: n.ID, Kept: kept})
	}
	return events
}

// Step lets an event happen at the node. It is nil if the machine has refused it and nothing has changed; a timer that is refused
// is pending no more all the same. The event must be possible: the timer pending, a batch in flight, the node up or down. The step
// depends on nothing but node and event.
func (n *Node) Step(p machine.Protocol, e Event) (step *Step) {
	step = &Step{Event: e, Before: n}
	defer func() {
		if cause := recover(); cause != nil {
			step = &Step{Event: e, Before: n, After: n, Action: "Panic", Err: fmt.Errorf("panic: %v\n%s", cause, debug.Stack())}
		}
	}()
	switch e.Kind {
	case Drop:
		step.Action, step.After = "Drop", n
		return step
	case Crash:
		step.Action = "Crash"
		step.After, step.Err = n.crash(e.Kept)
		return step
	case Recover:
		return n.recover(p, step)
	case Deliver, Fire, Flush, Ask, Persist:
	}
	after := &Node{ID: n.ID, Network: n.Network, Machine: n.Machine.Clone(), Durable: n.Durable, Unsynced: n.Unsynced, Timers: n.Timers, issued: n.issued}
	var out machine.Output
	after.Machine.Step(e.input(n), &out)
	if out.Action == "" {
		return n.refuse(after, &out, step)
	}
	step.After, step.Action = after, out.Action
	switch e.Kind {
	case Fire:
		after.setTimer(machine.TimerChange{Timer: e.Timer, Stop: true})
	case Persist:
		step.Err = after.sync(step)
	case Deliver, Drop, Flush, Ask, Crash, Recover:
	}
	after.carryOut(&out, step)
	return step
}

// refuse ends a step in which the machine has fired no rule: then it must not have done anything.
func (n *Node) refuse(after *Node, out *machine.Output, step *Step) *Step {
	step.After = n
	switch {
	case !out.Empty() || step.Event.Kind == Persist:
		step.Err = fmt.Errorf("the machine names no action for %v", step.Event)
	case !bytes.Equal(n.Machine.AppendTo(nil), after.Machine.AppendTo(nil)):
		step.Err = fmt.Errorf("the machine refuses %v, but changes its state", step.Event)
	case step.Event.Kind == Fire:
		step.Action, step.After = Refuse, after
		after.setTimer(machine.TimerChange{Timer: step.Event.Timer, Stop: true})
	default:
		return nil
	}
	return step
}

// crash returns the node down, with so many of the records in flight in its storage.
func (n *Node) crash(kept int) (*Node, error) {
	down := &Node{ID: n.ID, Network: n.Network, Durable: n.Durable}
	for i := range n.Unsynced {
		records := n.Unsynced[i].Records
		records = records[:min(kept, len(records))]
		kept -= len(records)
		if err := down.write(records); err != nil {
			return down, err
		}
	}
	return down, nil
}

func (n *Node) recover(p machine.Protocol, step *Step) *Step {
	after := &Node{ID: n.ID, Network: n.Network, Durable: n.Durable}
	var out machine.Output
	after.Machine = p.Recover(n.ID, n.Durable.Clone(), &out)
	step.After, step.Action = after, out.Action
	if step.Action == "" {
		step.Action = "Recover"
	}
	after.carryOut(&out, step)
	return step
}

// write adds records to storage.
func (n *Node) write(records []machine.Record) error {
	if len(records) == 0 {
		return nil
	}
	n.Durable = n.Durable.Clone()
	for _, r := range records {
		if err := n.Durable.Add(r); err != nil {
			return fmt.Errorf("the storage of node %d refuses %v: %w", n.ID, r, err)
		}
	}
	return nil
}

// sync makes the oldest batch durable and lets out what waited for it.
func (n *Node) sync(step *Step) error {
	oldest := n.Unsynced[0]
	n.Unsynced = n.Unsynced[1:]
	step.release(n.ID, oldest.Sends, oldest.Replies, oldest.Applies)
	return n.write(oldest.Records)
}

func (s *Step) release(from machine.NodeID, sends []machine.Send, replies []machine.Reply, applies []machine.Apply) {
	for _, m := range sends {
		s.Sends = append(s.Sends, Envelope{from, m.To, m.Message})
	}
	s.Replies = append(s.Replies, replies...)
	s.Applies = append(s.Applies, applies...)
}

// carryOut does what a step asks of the host. What need not wait leaves at once.
func (n *Node) carryOut(out *machine.Output, step *Step) {
	n.Unsynced = slices.Clone(n.Unsynced)
	if len(out.Records) > 0 {
		step.Records = slices.Clone(out.Records)
		if out.Seq != n.issued+1 {
			panic(fmt.Sprintf("batch %d was issued after batch %d", out.Seq, n.issued))
		}
		n.issued = out.Seq
		n.Unsynced = append(n.Unsynced, Batch{Seq: out.Seq, Records: step.Records})
	}
	for _, s := range out.Sends {
		if b := n.waiting(s.After); b != nil {
			b.Sends = append(slices.Clip(b.Sends), s)
		} else {
			step.Sends = append(step.Sends, Envelope{n.ID, s.To, s.Message})
		}
	}
	for _, r := range out.Replies {
		if b := n.waiting(r.After); b != nil {
			b.Replies = append(slices.Clip(b.Replies), r)
		} else {
			step.Replies = append(step.Replies, r)
		}
	}
	for _, a := range out.Applies {
		if b := n.waiting(a.After); b != nil {
			b.Applies = append(slices.Clip(b.Applies), a)
		} else {
			step.Applies = append(step.Applies, a)
		}
	}
	if len(out.Timers) > 0 {
		n.Timers = slices.Clone(n.Timers)
		step.Timers = slices.Clone(out.Timers)
	}
	for _, t := range out.Timers {
		n.setTimer(t)
	}
}

// waiting returns the batch in flight of that number, or nil if it is durable.
func (n *Node) waiting(after machine.Seq) *Batch {
	if after == 0 {
		return nil
	}
	for i := range n.Unsynced {
		if n.Unsynced[i].Seq == after {
			return &n.Unsynced[i]
		}
	}
	if after > n.issued {
		panic(fmt.Sprintf("an effect waits for batch %d, which was not issued", after))
	}
	return nil
}

func (n *Node) setTimer(c machine.TimerChange) {
	at, found := slices.BinarySearchFunc(n.Timers, c.Timer, func(a, b machine.Timer) int {
		return bytes.Compare(a.AppendTo(nil), b.AppendTo(nil))
	})
	switch {
	case c.Stop && found:
		n.Timers = slices.Delete(slices.Clone(n.Timers), at, at+1)
	case !c.Stop && !found:
		n.Timers = slices.Insert(slices.Clone(n.Timers), at, c.Timer)
	}
}
