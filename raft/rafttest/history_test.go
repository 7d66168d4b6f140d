package rafttest

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/raft"
)

// TestSteppingDownIsNoCrash: a leader that has crashed follows in its term, too, but has not stepped down.
func TestSteppingDownIsNoCrash(t *testing.T) {
	s := built(t, Config{Nodes: 2, MaxTerm: 1, Campaigning: ids(1), CheckQuorum: ids(1), Crashes: 1, Crashing: ids(1)})
	stepped := func(w *explore.World) bool { return situations[SteppedDownSeen](&World{w}) }
	w, _ := s.Initial()
	heard := func(e explore.Event) bool { return e.Kind == explore.Deliver }
	w = do(t, s, do(t, s, w, "fire election timer at 1"), "persist 1")
	w = first(t, s, do(t, s, first(t, s, w, heard), "persist 2"), func(e explore.Event) bool { return heard(e) && e.Node == 1 })
	require.True(t, leads(w.Nodes[0]))
	crash := func(e explore.Event) bool { return e.Kind == explore.Crash }
	recovery := func(e explore.Event) bool { return e.Kind == explore.Recover }
	silence := func(e explore.Event) bool { return e.Kind == explore.Fire && e.Timer == raft.QuorumTimer }

	crashed := first(t, s, first(t, s, w, crash), recovery)
	require.Equal(t, raft.Follower, nodeOf(crashed.Nodes[0]).Role())
	require.Equal(t, raft.Term(1), nodeOf(crashed.Nodes[0]).Term())
	require.False(t, stepped(crashed))

	for leads(w.Nodes[0]) {
		require.False(t, stepped(w))
		w = first(t, s, w, silence)
	}
	require.True(t, stepped(w))
	require.False(t, stepped(first(t, s, w, crash)))
}

// first lets the first event happen that is accepted.
func first(t *testing.T, s *explore.System, w *explore.World, accept func(e explore.Event) bool) *explore.World {
	t.Helper()
	next := s.Transitions(w)
	at := slices.IndexFunc(next, func(n explore.Transition) bool { return accept(n.Event) })
	require.GreaterOrEqual(t, at, 0, "no such event")
	return next[at].World
}
