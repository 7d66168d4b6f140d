package raft_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// TestDecoderUsesItsMemoryAgain: that of messages, not that of entries.
func TestDecoderUsesItsMemoryAgain(t *testing.T) {
	var d raft.Decoder
	for _, decode := range []func([]byte) (machine.Message, error){d.DecodeMessage, d.DecodeInPlace} {
		first, err := decode(manyEntries(3, 16).AppendTo(nil))
		require.NoError(t, err)
		require.IsType(t, new(raft.AppendRequest), first)
		entries := first.(*raft.AppendRequest).Entries
		answer, err := decode(raft.AppendResponse{Term: 7, Index: 3}.AppendTo(nil))
		require.NoError(t, err)
		second, err := decode(manyEntries(2, 99).AppendTo(nil))
		require.NoError(t, err)
		require.Same(t, first, second)
		require.Equal(t, manyEntries(3, 16).Entries, entries)
		require.Equal(t, &raft.AppendResponse{Term: 7, Index: 3}, answer, "the other kind has memory of its own")
	}
}

// TestInPlaceCopiesNoData: what is decoded changes with the bytes.
func TestInPlaceCopiesNoData(t *testing.T) {
	b := raft.AppendRequest{Term: 1, Entries: []raft.Entry{{Term: 1, Data: "data"}}}.AppendTo(nil)
	var d raft.Decoder
	m, err := d.DecodeInPlace(b)
	require.NoError(t, err)
	copy(b[len(b)-4:], "tada")
	require.Equal(t, "tada", m.(*raft.AppendRequest).Entries[0].Data)
}

// TestDecoderCostsFewAllocations: one for the entries, and one for their data unless it is in place.
func TestDecoderCostsFewAllocations(t *testing.T) {
	for _, entries := range []int{0, 1, 64} {
		b, some := manyEntries(entries, 16).AppendTo(nil), float64(min(entries, 1))
		var d raft.Decoder
		require.LessOrEqual(t, testing.AllocsPerRun(100, func() { sink, _ = d.DecodeMessage(b) }), 2*some)
		require.LessOrEqual(t, testing.AllocsPerRun(100, func() { sink, _ = d.DecodeInPlace(b) }), some)
	}
	b := raft.AppendResponse{Term: 7, Index: 1_000_000}.AppendTo(nil)
	var d raft.Decoder
	require.Zero(t, testing.AllocsPerRun(100, func() { sink, _ = d.DecodeMessage(b) }))
}

// TestNodesKeepNothingOfADecoder plays schedules with two copies of each node: one is given values, the other what a Decoder returns, which is
// spoiled after each step. Both stay equal, and so does what they have asked for.
func TestNodesKeepNothingOfADecoder(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		c := newTwins(t)
		steps := []func(*rapid.T){c.fire, c.request, c.request, c.flush, c.flush}
		for range rapid.IntRange(100, 300).Draw(t, "steps") {
			if len(c.mail) > 0 && rapid.IntRange(0, 9).Draw(t, "which") > 3 {
				c.deliver(t, seen)
				continue
			}
			rapid.SampledFrom(steps).Draw(t, "step")(t)
		}
		c.compare(t)
	})
	for _, what := range []string{"entries", "acknowledged", "rejected", "committed"} {
		require.Positive(t, seen[what], "%v", seen)
	}
}

// twins is a cluster in which each node is there twice.
type twins struct {
	nodes []*twin
	mail  []letter
}

type letter struct {
	from, to machine.NodeID
	bytes    []byte
}

type twin struct {
	cluster        *twins
	id             machine.NodeID
	plain, spoiled machine.Machine
	decoder        raft.Decoder
	want, got      machine.Output
	wanted, asked  []machine.Output // all that was asked for so far
	timers         []machine.Timer  // pending
	requests       machine.RequestID
}

func newTwins(t *rapid.T) *twins {
	config := raft.Config{Voters: []machine.NodeID{1, 2, 3}, TrailingEntries: 1}
	protocol, err := raft.New(config)
	require.NoError(t, err)
	c := &twins{}
	for _, id := range config.Voters {
		w := &twin{cluster: c, id: id}
		w.plain = protocol.Recover(id, protocol.Empty(id), &w.want)
		w.spoiled = protocol.Recover(id, protocol.Empty(id), &w.got)
		w.carryOut(t)
		c.nodes = append(c.nodes, w)
	}
	return c
}

// draw draws a node: often one that leads, and so has much to do.
func (c *twins) draw(t *rapid.T) *twin {
	leads := func(w *twin) bool { return w.plain.(*raft.Node).Role() == raft.Leader }
	if i := slices.IndexFunc(c.nodes, leads); i >= 0 && rapid.Bool().Draw(t, "leader") {
		return c.nodes[i]
	}
	return rapid.SampledFrom(c.nodes).Draw(t, "node")
}

// deliver gives a node one of the messages on the way: often the oldest, which is never lost.
func (c *twins) deliver(t *rapid.T, seen map[string]int) {
	at := rapid.OneOf(rapid.Just(0), rapid.IntRange(0, len(c.mail)-1)).Draw(t, "message")
	l := c.mail[at]
	c.mail = slices.Delete(c.mail, at, at+1)
	w := c.nodes[l.to-1]
	plain, err := raft.Codec{}.DecodeMessage(l.bytes)
	require.NoError(t, err)
	decode := w.decoder.DecodeMessage
	inPlace := rapid.Bool().Draw(t, "in place")
	if inPlace {
		decode = w.decoder.DecodeInPlace
	}
	m, err := decode(l.bytes)
	require.NoError(t, err)
	before := w.spoiled.(*raft.Node).Commit()
	w.step(t, machine.Receive{From: l.from, Message: plain}, machine.Receive{From: l.from, Message: m})
	spoil(m)
	if !inPlace {
		clear(l.bytes)
	}
	note(seen, plain, w.spoiled.(*raft.Node).Commit() > before)
}

// spoil writes other values where a decoder will.
func spoil(m machine.Message) {
	switch m := m.(type) {
	case *raft.AppendRequest:
		*m = raft.AppendRequest{Term: 99, PrevIndex: 99, PrevTerm: 99, Entries: []raft.Entry{{Term: 99, Data: "spoiled"}}, Commit: 99, Round: 99}
	case *raft.AppendResponse:
		*m = raft.AppendResponse{Term: 99, Rejected: true, Index: 99, HintIndex: 99, HintTerm: 99, Round: 99}
	}
}

func note(seen map[string]int, m machine.Message, committed bool) {
	switch m := m.(type) {
	case raft.AppendRequest:
		seen["entries"] += len(m.Entries)
		if committed {
			seen["committed"]++
		}
	case raft.AppendResponse:
		if m.Rejected {
			seen["rejected"]++
		} else {
			seen["acknowledged"]++
		}
	}
}

func (c *twins) fire(t *rapid.T) {
	w := c.draw(t)
	if len(w.timers) == 0 {
		return
	}
	at := rapid.IntRange(0, len(w.timers)-1).Draw(t, "timer")
	timer := w.timers[at]
	w.timers = slices.Delete(w.timers, at, at+1)
	w.step(t, machine.Fire{Timer: timer}, machine.Fire{Timer: timer})
}

func (c *twins) flush(t *rapid.T) { c.draw(t).step(t, machine.Flush{}, machine.Flush{}) }

func (c *twins) request(t *rapid.T) {
	w := c.draw(t)
	op := rapid.SampledFrom([]machine.Op{
		raft.Propose{Data: "one"}, raft.ProposeAll{Data: []string{"two", "three"}}, raft.Read{},
		raft.TakeSnapshot{Index: w.plain.(*raft.Node).Commit(), Size: 1, Handle: 1},
	}).Draw(t, "request")
	in := machine.Request{ID: w.requests + 1, Op: op}
	w.requests += 2
	w.step(t, in, in)
}

// step gives both nodes an input, and acknowledges what they write.
func (w *twin) step(t *rapid.T, want, got machine.Input) {
	w.plain.Step(want, &w.want)
	w.spoiled.Step(got, &w.got)
	w.carryOut(t)
}

func (w *twin) carryOut(t *rapid.T) {
	require.Equal(t, w.want.Action, w.got.Action)
	for _, change := range w.want.Timers {
		w.timers = slices.DeleteFunc(w.timers, func(timer machine.Timer) bool { return timer == change.Timer })
		if !change.Stop {
			w.timers = append(w.timers, change.Timer)
		}
	}
	for _, s := range w.want.Sends {
		w.cluster.mail = append(w.cluster.mail, letter{w.id, s.To, s.Message.AppendTo(nil)})
	}
	seq := w.want.Seq
	w.wanted, w.asked = append(w.wanted, w.want), append(w.asked, w.got)
	w.want, w.got = machine.Output{}, machine.Output{}
	if seq > 0 {
		w.step(t, machine.Persisted{Seq: seq}, machine.Persisted{Seq: seq})
	}
}

// compare looks at all that the nodes have ever asked for: it may be carried out much later.
func (c *twins) compare(t *rapid.T) {
	for _, w := range c.nodes {
		require.Equal(t, w.plain.AppendTo(nil), w.spoiled.AppendTo(nil))
		require.Equal(t, fmt.Sprint(w.wanted), fmt.Sprint(w.asked))
	}
}
