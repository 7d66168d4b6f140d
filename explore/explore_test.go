package explore_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// run lets events happen one after the other.
func run(t *testing.T, s *explore.System, events ...explore.Event) (*explore.World, explore.Transition) {
	t.Helper()
	w, _ := s.Initial()
	var last explore.Transition
	for _, e := range events {
		var err error
		last, err = s.Do(w, e)
		require.NoError(t, err)
		w = last.World
	}
	return w, last
}

var (
	persist = explore.Event{Kind: explore.Persist}
	back    = explore.Event{Kind: explore.Recover}
)

func crash(kept int) explore.Event { return explore.Event{Kind: explore.Crash, Kept: kept} }

func deliver(m string) explore.Event {
	return explore.Event{Kind: explore.Deliver, Node: 1, Envelope: explore.Envelope{To: 1, Message: word(m)}}
}

// heard returns what a node has seen.
func heard(w *explore.World, node int) []word { return w.Nodes[node].Machine.(*toy).seen }

func TestEffectsWaitForTheirBatch(t *testing.T) {
	s := system(explore.Unreliable, "set x", "later y")
	w, step := run(t, s, ask(0, "set x"))
	require.Empty(t, step.Sends)
	require.Empty(t, step.Replies)
	require.Empty(t, step.Applies)
	require.Len(t, step.Records, 1)
	require.Zero(t, w.Inboxes[1].Len())
	require.Empty(t, w.Nodes[0].Durable.AppendTo(nil))

	w, step = run(t, s, ask(0, "set x"), ask(1, "later y"), persist)
	require.Equal(t, machine.Action("Persist"), step.Action)
	require.Len(t, step.Sends, 2, "what waited for the batch, and what waited for all before it")
	require.Len(t, step.Replies, 1)
	require.Len(t, step.Applies, 1)
	require.Equal(t, 2, w.Inboxes[1].Len())
	require.Equal(t, asking{[]string{"set x", "later y"}, 1}, w.Ghost)
	require.Empty(t, w.Nodes[0].Unsynced)

	_, step = run(t, s, ask(0, "set x"), persist, ask(1, "later y"))
	require.Len(t, step.Sends, 1, "nothing is in flight, so nothing waits")
}

func TestCrashKeepsAPrefixOfTheRecordsInFlight(t *testing.T) {
	s := system(explore.Unreliable, "two a", "set b")
	want := [][]word{nil, {"a1"}, {"a1", "a2"}, {"a1", "a2", "b"}}
	for kept, words := range want {
		w, step := run(t, s, ask(0, "two a"), ask(1, "set b"), crash(kept))
		require.False(t, w.Nodes[0].Up())
		require.Empty(t, step.Sends, "what waits for the disk is lost")
		require.Equal(t, 1, w.Crashes)
		w, _ = run(t, s, ask(0, "two a"), ask(1, "set b"), crash(kept), back)
		require.Equal(t, words, heard(w, 0))
	}
	w, _ := run(t, s, ask(0, "two a"), ask(1, "set b"))
	_, err := s.Do(w, crash(4))
	require.ErrorContains(t, err, "not possible here")
}

func TestCrashesAreBounded(t *testing.T) {
	s := system(explore.Unreliable)
	w, _ := run(t, s, crash(0), back, crash(0), back)
	_, err := s.Do(w, crash(0))
	require.ErrorContains(t, err, "not possible here")

	s.Faults.Crashing = []machine.NodeID{1}
	w, _ = run(t, s)
	_, err = s.Do(w, crash(0))
	require.ErrorContains(t, err, "not possible here")
	_, err = s.Do(w, explore.Event{Kind: explore.Crash, Node: 1})
	require.NoError(t, err)
}

func TestNodesThatAreDownOnlyRecover(t *testing.T) {
	s := system(explore.Unreliable, "tell x")
	w, _ := run(t, s, ask(0, "tell x"), explore.Event{Kind: explore.Crash, Node: 1})
	for _, e := range s.Candidates(w) {
		require.True(t, e.Node == 0 || e.Kind == explore.Recover, "%v", e)
	}
}

func TestUnreliableNetworksKeepWhatWasSent(t *testing.T) {
	s := system(explore.Unreliable, "tell x")
	w, _ := run(t, s, ask(0, "tell x"), ask(0, "tell x"), deliver("x"), deliver("x"))
	require.Equal(t, 1, w.Inboxes[1].Len())
	require.Equal(t, []word{"x", "x"}, heard(w, 1))
}

func TestNetworksThatDeliverOnce(t *testing.T) {
	s := system(explore.Once, "tell x")
	w, _ := run(t, s, ask(0, "tell x"), ask(0, "tell x"), deliver("x"))
	require.Equal(t, 1, w.Inboxes[1].Len())
	lost := deliver("x")
	lost.Kind = explore.Drop
	transition, err := s.Do(w, lost)
	require.NoError(t, err)
	require.Zero(t, transition.World.Inboxes[1].Len())
	_, err = s.Do(transition.World, deliver("x"))
	require.ErrorContains(t, err, "not possible here")
}

func TestRefusedEnvelopesAreConsumedWhereEnvelopesAre(t *testing.T) {
	w, step := run(t, system(explore.Once, "tell dull"), ask(0, "tell dull"), deliver("dull"))
	require.Equal(t, machine.Action("Refuse"), step.Action)
	require.Zero(t, w.Inboxes[1].Len())

	s := system(explore.Unreliable, "tell dull")
	w, _ = run(t, s, ask(0, "tell dull"))
	_, err := s.Do(w, deliver("dull"))
	require.ErrorContains(t, err, "node 1 refuses it")
}

func TestOrderedNetworks(t *testing.T) {
	s := system(explore.Ordered, "tell b", "tell a", "tell b")
	w, _ := run(t, s, ask(0, "tell b"), ask(1, "tell a"), ask(2, "tell b"))
	_, err := s.Do(w, deliver("a"))
	require.ErrorContains(t, err, "not possible here")
	w, _ = run(t, s, ask(0, "tell b"), ask(1, "tell a"), ask(2, "tell b"), deliver("b"), deliver("a"), deliver("b"))
	require.Equal(t, []word{"b", "a", "b"}, heard(w, 1))
	require.Zero(t, w.Inboxes[1].Len())
}

func TestTimers(t *testing.T) {
	s := system(explore.Unreliable, "timer b", "timer a", "stop b")
	w, _ := run(t, s, ask(0, "timer b"), ask(1, "timer a"), ask(0, "timer b"))
	require.Equal(t, []machine.Timer{word("a"), word("b")}, w.Nodes[0].Timers)
	w, _ = run(t, s, ask(0, "timer b"), ask(1, "timer a"), ask(2, "stop b"), ask(2, "stop b"))
	require.Equal(t, []machine.Timer{word("a")}, w.Nodes[0].Timers)
	fire := explore.Event{Kind: explore.Fire, Timer: word("b")}
	w, _ = run(t, s, ask(0, "timer b"), fire)
	require.Empty(t, w.Nodes[0].Timers)
	_, err := s.Do(w, fire)
	require.ErrorContains(t, err, "not possible here")
}

func TestRefusedTimersArePendingNoMore(t *testing.T) {
	s := system(explore.Unreliable, "timer dull")
	w, step := run(t, s, ask(0, "timer dull"), explore.Event{Kind: explore.Fire, Timer: word("dull")})
	require.Equal(t, explore.Refuse, step.Action)
	require.Empty(t, w.Nodes[0].Timers)
	require.True(t, (&explore.Abstraction{}).MayStutter(explore.Refuse))
}

func TestBrokenContracts(t *testing.T) {
	for op, want := range map[string]string{
		"panic x": "panic: a bug", "mute x": "names no action", "ahead x": "waits for batch 2, which was not issued",
		"sneak x": "but changes its state",
	} {
		_, step := run(t, system(explore.Unreliable, op), ask(0, op))
		require.ErrorContains(t, step.Err, want)
	}
	_, step := run(t, system(explore.Unreliable, "set x", "gap y"), ask(0, "set x"), ask(1, "gap y"))
	require.ErrorContains(t, step.Err, "batch 3 was issued after batch 1")
	_, step = run(t, system(explore.Unreliable, "gap y"), ask(0, "gap y"))
	require.ErrorContains(t, step.Err, "batch 2 was issued after batch 0", "nothing is in flight")
	s := system(explore.Unreliable, "damage")
	_, step = run(t, s, ask(0, "damage"), persist)
	require.ErrorContains(t, step.Err, "the storage of node 0 refuses damage: damaged")
	_, step = run(t, s, ask(0, "damage"), crash(1))
	require.ErrorContains(t, step.Err, "damaged")
}

func TestGuardsBoundWhatHappens(t *testing.T) {
	s := system(explore.Once, "timer a", "set x", "tell y")
	s.Guard = func(n *explore.Node, e explore.Event) bool {
		return e.Kind != explore.Deliver && e.Kind != explore.Crash && (e.Kind != explore.Fire || len(n.Unsynced) == 0)
	}
	fire := explore.Event{Kind: explore.Fire, Timer: word("a")}
	w, _ := run(t, s, ask(0, "timer a"), ask(1, "set x"), ask(2, "tell y"))
	for _, e := range []explore.Event{fire, deliver("y"), crash(0)} {
		_, err := s.Do(w, e)
		require.ErrorContains(t, err, "not possible here")
	}
	for _, possible := range s.Transitions(w) {
		require.True(t, s.Allows(possible.Before, possible.Event))
	}
	require.Equal(t, 1, w.Inboxes[1].Len(), "what may not arrive is not lost either")
	_, _ = run(t, s, ask(0, "timer a"), fire)
	_, _ = run(t, s, ask(0, "timer a"), ask(1, "set x"), persist, fire)

	s.Guard = func(*explore.Node, explore.Event) bool { return false }
	w, steps := s.Initial()
	require.Len(t, steps, 2, "nodes begin without being asked for")
	require.Empty(t, s.Candidates(w))
}

func TestEqualWorldsHaveEqualBytes(t *testing.T) {
	s := system(explore.Unreliable, "timer a", "set x")
	encode := func(events ...explore.Event) string {
		w, _ := run(t, s, events...)
		return string(w.AppendTo(nil))
	}
	written := encode(ask(1, "set x"), persist)
	require.Equal(t, encode(ask(0, "timer a"), ask(1, "set x")), encode(ask(1, "set x"), ask(0, "timer a")))
	require.NotEqual(t, encode(ask(1, "set x")), written)
	require.NotEqual(t, encode(ask(1, "set x")), encode(ask(1, "set x"), ask(1, "set x")))
	require.NotEqual(t, encode(), encode(ask(0, "timer a")))
	require.NotEqual(t, encode(ask(1, "set x"), crash(0)), encode(ask(1, "set x"), crash(1)))

	// A batch is a batch, whatever its number: nodes that differ in how much they have written are equal.
	one, _ := run(t, s, ask(1, "set x"))
	two, _ := run(t, s, ask(1, "set x"), persist, ask(1, "set x"))
	require.Equal(t, machine.Seq(1), one.Nodes[0].Unsynced[0].Seq)
	require.Equal(t, machine.Seq(2), two.Nodes[0].Unsynced[0].Seq)
	require.Equal(t, one.Nodes[0].Machine.AppendTo(nil), two.Nodes[0].Machine.AppendTo(nil))
}

// TestWhatWaitsIsASetWhereWhatWasSentIs: an answer that is given again and again while the disk writes does not make a world of its own.
func TestWhatWaitsIsASetWhereWhatWasSentIs(t *testing.T) {
	encode := func(network explore.Network, events ...explore.Event) string {
		w, _ := run(t, system(network, "set x", "later y", "later z"), append([]explore.Event{ask(0, "set x")}, events...)...)
		return string(w.AppendTo(nil))
	}
	y, z := ask(1, "later y"), ask(2, "later z")
	require.Equal(t, encode(explore.Unreliable, y, z), encode(explore.Unreliable, z, y, z, y))
	require.NotEqual(t, encode(explore.Unreliable, y), encode(explore.Unreliable, y, z))
	require.Equal(t, encode(explore.Unreliable, y, z, persist), encode(explore.Unreliable, z, y, z, persist))
	for _, network := range []explore.Network{explore.Once, explore.Ordered} {
		require.NotEqual(t, encode(network, y, z), encode(network, z, y))
		require.NotEqual(t, encode(network, y), encode(network, y, y))
	}
}

func TestWorldsAreValues(t *testing.T) {
	s := system(explore.Unreliable, "set x", "timer a", "tell y", "two z")
	w, _ := run(t, s, ask(0, "set x"), ask(1, "timer a"), ask(2, "tell y"))
	before := string(w.AppendTo(nil))
	for range 3 {
		for _, transition := range s.Transitions(w) {
			s.Transitions(transition.World)
		}
	}
	require.Equal(t, before, string(w.AppendTo(nil)))
}

func TestTransitionsAreWhatDoDoes(t *testing.T) {
	s := system(explore.Unreliable, "set x", "refuse", "tell y")
	w, _ := run(t, s, ask(0, "set x"))
	all := s.Transitions(w)
	names := map[string]bool{}
	for _, transition := range all {
		names[transition.Event.String()] = true
		again, err := s.Do(w, transition.Event)
		require.NoError(t, err)
		require.Equal(t, transition.World.AppendTo(nil), again.World.AppendTo(nil))
	}
	require.Len(t, names, len(all), "events have different names")
	require.NotContains(t, names, ask(1, "refuse").String())
	require.Contains(t, names, "ask tell y at 0, request 2")
	require.Contains(t, names, "crash 0, keeping 1 records in flight")
}

func TestBroken(t *testing.T) {
	s := system(explore.Unreliable)
	never := errors.New("never")
	s.Properties = []explore.Property{
		{Name: "seen", Kind: explore.Reachable, Holds: func(*explore.World) error { return never }},
		{Name: "fine", Holds: func(*explore.World) error { return nil }},
		{Name: "bad", Holds: func(w *explore.World) error {
			if w.Crashes > 0 {
				return never
			}
			return nil
		}},
	}
	w, _ := run(t, s)
	name, err := s.Broken(w)
	require.NoError(t, err)
	require.Empty(t, name)
	w, _ = run(t, s, crash(0))
	name, err = s.Broken(w)
	require.Equal(t, "bad", name)
	require.ErrorIs(t, err, never)
	v := &explore.Violation{Property: name, Why: err, Run: explore.Run{Initial: w}}
	require.EqualError(t, v, "bad is violated after 0 events: never")
	require.ErrorIs(t, v, never)
	require.Same(t, w, v.Run.Last())
}
