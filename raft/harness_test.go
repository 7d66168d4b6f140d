package raft_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/rafttest"
)

// stage is a cluster in which a test lets one thing happen after another. After each step, all safety properties are checked.
type stage struct {
	protocols map[machine.NodeID]*raft.Protocol
	nodes     []*explore.Node // in the order of their numbers, from 1 on
	mail      []explore.Envelope
	delayed   []explore.Envelope                 // on the way for longer than exchange lasts
	lost      func(from, to machine.NodeID) bool // what is sent so is lost
	told      map[machine.RequestID][]string
	system    *explore.System // for its properties
	ghost     explore.Ghost
}

// errImpossible is why an event does not happen.
var errImpossible = errors.New("not possible")

// stageOptions says what a stage begins with.
type stageOptions struct {
	nodes     int
	config    func(id machine.NodeID, c *raft.Config)
	disks     map[machine.NodeID][]machine.Record
	committed []raft.Entry
}

// newStage returns a stage whose nodes are down.
func newStage(t *testing.T, o stageOptions) *stage {
	t.Helper()
	ids := rafttest.First(o.nodes)
	s := &stage{
		protocols: map[machine.NodeID]*raft.Protocol{}, told: map[machine.RequestID][]string{},
		system: &explore.System{Properties: rafttest.Safety(ids)}, ghost: rafttest.NewWatch(o.nodes, o.committed...),
	}
	s.heal()
	for _, id := range ids {
		config := raft.Config{Voters: ids}
		if o.config != nil {
			o.config(id, &config)
		}
		protocol, err := raft.New(config)
		require.NoError(t, err)
		s.protocols[id] = protocol
		n := &explore.Node{ID: id, Durable: protocol.Empty(id)}
		for _, r := range o.disks[id] {
			require.NoError(t, n.Durable.Add(r), "the disk of node %d", id)
		}
		s.nodes = append(s.nodes, n)
	}
	return s
}

// start returns a stage whose nodes are up.
func start(t *testing.T, o stageOptions) *stage {
	t.Helper()
	s := newStage(t, o)
	for _, n := range s.nodes {
		s.must(t, explore.Event{Kind: explore.Recover, Node: n.ID})
	}
	return s
}

// alone has the test speak for the other nodes: what they have is not looked at. Memory and storage of each node are compared all the same.
func (s *stage) alone() *stage {
	s.system.Properties = slices.DeleteFunc(s.system.Properties, func(p explore.Property) bool { return p.Name != rafttest.MemoryIsDisk })
	return s
}

func (s *stage) at(id machine.NodeID) *explore.Node { return s.nodes[id-1] }

// node returns the machine of a node that is up.
func (s *stage) node(id machine.NodeID) *raft.Node { return s.at(id).Machine.(*raft.Node) }

func (s *stage) possible(e explore.Event) bool {
	n := s.at(e.Node)
	switch e.Kind {
	case explore.Recover:
		return !n.Up()
	case explore.Fire:
		return n.Up() && slices.Contains(n.Timers, e.Timer)
	case explore.Persist:
		return len(n.Unsynced) > 0
	case explore.Crash:
		return n.Up() && e.Kept <= n.UnsyncedRecords()
	case explore.Deliver, explore.Ask, explore.Flush, explore.Drop:
	}
	return n.Up()
}

// do lets an event happen. The step is nil if the node refuses it. The error is errImpossible, or says what is broken.
func (s *stage) do(e explore.Event) (*explore.Step, error) {
	if !s.possible(e) {
		return nil, errImpossible
	}
	step := s.at(e.Node).Step(s.protocols[e.Node], e)
	if step == nil {
		return nil, nil
	}
	if step.Err != nil {
		return nil, step.Err
	}
	s.nodes[e.Node-1] = step.After
	for _, m := range step.Sends {
		if !s.lost(m.From, m.To) {
			s.mail = append(s.mail, m)
		}
	}
	for _, r := range step.Replies {
		s.told[r.ID] = append(s.told[r.ID], r.Result.String())
	}
	for _, a := range step.Applies {
		if apply, ok := a.Command.(raft.ApplyEntries); ok {
			for _, p := range apply.Requests {
				s.told[p.ID] = append(s.told[p.ID], "applied")
			}
		}
	}
	s.ghost = s.ghost.Observe(step)
	if property, err := s.system.Broken(&explore.World{Nodes: s.nodes, Ghost: s.ghost}); err != nil {
		return nil, fmt.Errorf("%s: %w", property, err)
	}
	return step, nil
}

// must lets an event happen that the node must not refuse.
func (s *stage) must(t *testing.T, e explore.Event) *explore.Step {
	t.Helper()
	step, err := s.do(e)
	require.NoError(t, err, "%v", e)
	require.NotNil(t, step, "refused: %v", e)
	return step
}

// refuses lets an event happen that the node must refuse.
func (s *stage) refuses(t *testing.T, e explore.Event) {
	t.Helper()
	step, err := s.do(e)
	require.NoError(t, err, "%v", e)
	require.Nil(t, step, "not refused: %v", e)
}

func ask(id machine.NodeID, request machine.RequestID, op machine.Op) explore.Event {
	return explore.Event{Kind: explore.Ask, Node: id, Request: machine.Request{ID: request, Op: op}}
}

func fire(id machine.NodeID, timer raft.Timer) explore.Event {
	return explore.Event{Kind: explore.Fire, Node: id, Timer: timer}
}

func deliver(from, to machine.NodeID, m machine.Message) explore.Event {
	return explore.Event{Kind: explore.Deliver, Node: to, Envelope: explore.Envelope{From: from, To: to, Message: m}}
}

func flush(id machine.NodeID) explore.Event { return explore.Event{Kind: explore.Flush, Node: id} }

func persist(id machine.NodeID) explore.Event { return explore.Event{Kind: explore.Persist, Node: id} }

func crash(id machine.NodeID, kept int) explore.Event {
	return explore.Event{Kind: explore.Crash, Node: id, Kept: kept}
}

func recovery(id machine.NodeID) explore.Event {
	return explore.Event{Kind: explore.Recover, Node: id}
}

// take removes the oldest message that is accepted, and returns it. Those that are delayed come last.
func (s *stage) take(accept func(e explore.Envelope) bool) (explore.Envelope, bool) {
	for _, mail := range []*[]explore.Envelope{&s.mail, &s.delayed} {
		if at := slices.IndexFunc(*mail, accept); at >= 0 {
			e := (*mail)[at]
			*mail = slices.Delete(*mail, at, at+1)
			return e, true
		}
	}
	return explore.Envelope{}, false
}

// exchange lets nodes do all that they can do without timers: write, send, and hear each other. What they send to others waits. seen is told of
// each step.
func (s *stage) exchange(t *testing.T, ids []machine.NodeID, seen func(step *explore.Step)) {
	t.Helper()
	for range 10_000 {
		step, err := s.oneOf(ids)
		require.NoError(t, err)
		if step == nil {
			return
		}
		seen(step)
	}
	require.Fail(t, "the nodes do not come to rest")
}

// oneOf returns the next step of nodes that run on their own, or nil: as a host does, they flush after each input, and the disks are slower than the
// network.
func (s *stage) oneOf(ids []machine.NodeID) (*explore.Step, error) {
	for {
		for _, id := range ids {
			if step, err := s.do(flush(id)); step != nil || err != nil && !errors.Is(err, errImpossible) {
				return step, err
			}
		}
		at := slices.IndexFunc(s.mail, func(e explore.Envelope) bool {
			return slices.Contains(ids, e.From) && slices.Contains(ids, e.To) && !s.lost(e.From, e.To)
		})
		if at < 0 {
			break
		}
		e := s.mail[at]
		s.mail = slices.Delete(s.mail, at, at+1)
		step, err := s.do(explore.Event{Kind: explore.Deliver, Node: e.To, Envelope: e})
		if step != nil || err != nil && !errors.Is(err, errImpossible) {
			return step, err
		}
	}
	for _, id := range ids {
		if step, err := s.do(persist(id)); step != nil || err != nil && !errors.Is(err, errImpossible) {
			return step, err
		}
	}
	return nil, nil
}

// settle lets nodes exchange until they are quiet: all of them if none are named.
func (s *stage) settle(t *testing.T, ids ...machine.NodeID) {
	t.Helper()
	if len(ids) == 0 {
		ids = rafttest.First(len(s.nodes))
	}
	s.exchange(t, ids, func(*explore.Step) {})
}

// elect has a node lead, with the help of these others, or of all.
func (s *stage) elect(t *testing.T, id machine.NodeID, ids ...machine.NodeID) {
	t.Helper()
	s.must(t, fire(id, raft.ElectionTimer))
	s.settle(t, ids...)
	require.Equal(t, raft.Leader, s.node(id).Role(), "node %d", id)
}

// propose has a command appended to a leader's log and flushed.
func (s *stage) propose(t *testing.T, id machine.NodeID, request machine.RequestID, data string) {
	t.Helper()
	s.must(t, ask(id, request, raft.Propose{Data: data}))
	s.must(t, flush(id))
}

// cut has all be lost between these nodes and the others.
func (s *stage) cut(ids ...machine.NodeID) {
	s.lost = func(from, to machine.NodeID) bool { return slices.Contains(ids, from) != slices.Contains(ids, to) }
}

// heal has nothing be lost.
func (s *stage) heal() { s.lost = func(machine.NodeID, machine.NodeID) bool { return false } }

// log returns the log of a node after its base, in words.
func (s *stage) log(id machine.NodeID) []string {
	words := []string{}
	for _, e := range s.node(id).Entries() {
		words = append(words, word(e))
	}
	return words
}

// word is an entry in a transcript: its term, and its data or "-".
func word(e raft.Entry) string {
	if e.Kind == raft.NoOp {
		return fmt.Sprintf("%d:-", e.Term)
	}
	return fmt.Sprintf("%d:%s", e.Term, e.Data)
}

// sent returns the messages of one type that a step has sent, or that are on the way.
func sent[M machine.Message](envelopes []explore.Envelope) []M {
	var all []M
	for _, e := range envelopes {
		if m, ok := e.Message.(M); ok {
			all = append(all, m)
		}
	}
	return all
}

// isChunk reports whether a message is a chunk of a snapshot.
func isChunk(e explore.Envelope) bool {
	_, ok := e.Message.(raft.SnapshotRequest)
	return ok
}
