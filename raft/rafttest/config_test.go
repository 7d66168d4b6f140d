package rafttest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

func TestConfigurationErrors(t *testing.T) {
	for want, c := range map[string]Config{
		"rafttest: x: there are no nodes":            {Name: "x"},
		"rafttest: raft: Commands is -1":             {Nodes: 1, Commands: -1},
		"there are 10 commands, expected less":       {Nodes: 1, Commands: 10},
		"there are 1 sessions, expected one for":     {Nodes: 1, Commands: 2, Sessions: []int{1}},
		"Crashing has node 7, which is not there":    {Nodes: 3, Crashing: ids(1, 7)},
		"Readers has node 0, which is not there":     {Nodes: 3, Readers: ids(0)},
		"Disks has node 4, which is not there":       {Nodes: 3, Disks: disks{4: nil}},
		"the disk of node 2: raft: storage: entries": {Nodes: 3, Disks: disks{2: {raft.Append{PrevIndex: 1}}}},
	} {
		_, err := System(c)
		require.ErrorContains(t, err, want)
	}
	_, err := Workload{}.System()
	require.ErrorContains(t, err, "expected at least 1 of each")
}

func TestModelsAreSystems(t *testing.T) {
	names := map[string]bool{}
	for _, m := range Models {
		s := built(t, m.Config)
		require.Equal(t, m.Name, s.Name)
		require.NotNil(t, s.Abstraction)
		require.False(t, names[m.Name], "%s is there twice", m.Name)
		names[m.Name] = true
	}
}

// TestOnlySpecifiedSystemsHaveAnAbstraction: the map would lie about others.
func TestOnlySpecifiedSystemsHaveAnAbstraction(t *testing.T) {
	require.NotNil(t, built(t, Config{Nodes: 1}).Abstraction)
	require.Nil(t, built(t, Config{Nodes: 1, Network: explore.Once}).Abstraction)
}

func TestConfigSaysWhatItIs(t *testing.T) {
	require.Equal(t, "1 node, terms to 0, no crashes, unreliable network", Config{Nodes: 1}.String())
	text := Config{
		Nodes: 3, MaxTerm: 2, Campaigning: ids(1), PreVote: ids(1, 2), CheckQuorum: all, Heartbeats: true, LeaderTimeouts: true,
		Commands: 2, Attempts: 3, Reads: 1, Readers: ids(2), Snapshotting: ids(3), Disks: lagging(), Crashes: 2, Crashing: ids(3),
	}.String()
	for _, part := range []string{
		"3 nodes, terms to 2, campaigning [1], pre-vote at [1 2], check-quorum at [1 2 3], heartbeats, leader timeouts", "2 commands, 3 attempts each",
		"1 read, asked at [2]", "snapshots at [3]", "3 disks that are not empty, 2 crashes of [3], unreliable network",
	} {
		require.Contains(t, text, part)
	}
	require.Contains(t, Config{Nodes: 1, Crashes: 1}.String(), "1 crash of any node")
}

// TestGuards: what is beyond the bounds does not happen.
func TestGuards(t *testing.T) {
	c := Config{Nodes: 2, MaxTerm: 1, Campaigning: ids(1), Reads: 2, Readers: ids(1)}
	s := built(t, c)
	w, _ := s.Initial()
	names := func() []string {
		var all []string
		for _, next := range s.Transitions(w) {
			all = append(all, next.Event.String())
		}
		return all
	}
	require.Contains(t, names(), "fire election timer at 1")
	require.NotContains(t, names(), "fire election timer at 2", "it does not campaign")
	w = do(t, s, w, "fire election timer at 1")
	require.NotContains(t, names(), "fire election timer at 1", "the terms have run out")
	for _, name := range []string{"persist 1", "deliver vote request, term 1, log to 0:0 at 2 from 1", "persist 2", "deliver vote yes, term 1 at 1 from 2"} {
		w = do(t, s, w, name)
	}
	require.True(t, leads(w.Nodes[0]))
	require.NotContains(t, names(), "fire heartbeat timer at 1")
	require.NotContains(t, names(), "ask read at 1, request 1", "the rounds have run out")
}

// TestDisks: nodes begin with what is on their disks, and each time anew.
func TestDisks(t *testing.T) {
	s := built(t, Config{Nodes: 3, Disks: lagging(), Committed: []raft.Entry{NoOpEntry(1), NoOpEntry(2)}})
	for range 2 {
		w, _ := s.Initial()
		first := nodeOf(w.Nodes[0])
		require.EqualValues(t, 2, first.Commit(), "of the snapshot")
		require.EqualValues(t, 2, w.Ghost.(*Ghost).Applied[0])
		require.EqualValues(t, 2, w.Ghost.(*Ghost).Committed.Len())
		storage := storageOf(w.Nodes[0])
		require.NoError(t, storage.Add(raft.HardState{Term: 9, VotedFor: machine.NodeID(1)}))
	}
	w, _ := s.Initial()
	require.EqualValues(t, 2, storageOf(w.Nodes[0]).Term())
	property, why := s.Broken(w)
	require.NoError(t, why, property)
}
