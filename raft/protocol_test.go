package raft_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// give steps a machine that no stage watches, and returns what it says.
func give(n *raft.Node, in machine.Input) *machine.Output {
	var out machine.Output
	n.Step(in, &out)
	return &out
}

// recovered returns node 1 of a cluster, as it is after its storage was read.
func recovered(t *testing.T, c raft.Config, storage machine.Durable) *raft.Node {
	t.Helper()
	protocol, err := raft.New(c)
	require.NoError(t, err)
	var out machine.Output
	return protocol.Recover(1, storage, &out).(*raft.Node)
}

// leading returns node 1 of three, which leads in term 1. Node 2 has its first entry, node 3 has not answered.
func leading(t *testing.T, c raft.Config) *raft.Node {
	t.Helper()
	c.Voters = []machine.NodeID{1, 2, 3}
	n := recovered(t, c, &raft.Storage{})
	give(n, machine.Fire{Timer: raft.ElectionTimer})
	give(n, machine.Persisted{Seq: 1})
	give(n, machine.Receive{From: 2, Message: raft.VoteResponse{Term: 1, Granted: true}})
	require.Equal(t, raft.Leader, n.Role())
	give(n, machine.Flush{})
	give(n, machine.Persisted{Seq: 2})
	give(n, machine.Receive{From: 2, Message: raft.AppendResponse{Term: 1, Index: 1}})
	return n
}

// sentTo returns the entries of each message to a node.
func sentTo(out *machine.Output, to machine.NodeID) (counts []int) {
	for _, s := range out.Sends {
		if m, ok := s.Message.(raft.AppendRequest); ok && s.To == to {
			counts = append(counts, len(m.Entries))
		}
	}
	return counts
}

func TestConfigurationsAreChecked(t *testing.T) {
	_, err := raft.New(raft.Config{})
	require.EqualError(t, err, "raft: configuration: there are no voters")
	_, err = raft.New(raft.Config{
		Voters: []machine.NodeID{2, 0, 3, 2, 0}, MaxMessageBytes: -1, MaxInflightBytes: -2, MaxUncommittedBytes: -3,
	})
	require.EqualError(t, err, strings.Join([]string{
		"raft: configuration: node 0 is a voter, expected other numbers: this one says that there is none",
		"node 0 is a voter, expected other numbers: this one says that there is none",
		"node 0 is named twice",
		"node 2 is named twice",
		"MaxMessageBytes is -1, expected 0 or more",
		"MaxInflightBytes is -2, expected 0 or more",
		"MaxUncommittedBytes is -3, expected 0 or more",
	}, "\n"), "all that is wrong")
}

func TestVotersAreInOrder(t *testing.T) {
	given := []machine.NodeID{3, 1, 2}
	protocol, err := raft.New(raft.Config{Voters: given})
	require.NoError(t, err)
	want := []machine.NodeID{1, 2, 3}
	require.Equal(t, want, protocol.Voters())
	require.Equal(t, []machine.NodeID{3, 1, 2}, given, "the caller's list stays")
	clear(given)
	clear(protocol.Voters())
	require.Equal(t, want, protocol.Voters(), "and is not shared")
}

func TestNodesAreOfTheCluster(t *testing.T) {
	protocol, err := raft.New(raft.Config{Voters: []machine.NodeID{1, 2}})
	require.NoError(t, err)
	require.PanicsWithValue(t, "raft: node 9 is none of [1 2]", func() { protocol.Empty(9) })
	require.PanicsWithValue(t, "raft: node 9 is none of [1 2]", func() { protocol.Recover(9, protocol.Empty(1), &machine.Output{}) })
	require.PanicsWithValue(t, "raft: node 1 cannot recover from a <nil>", func() { protocol.Recover(1, nil, &machine.Output{}) })
}

// The limits that Config has where nothing is said are those that its comments tell.
func TestLimitsByDefault(t *testing.T) {
	t.Run("MaxMessageBytes", func(t *testing.T) {
		n := leading(t, raft.Config{})
		quarter := strings.Repeat("x", 1<<18-16)
		give(n, machine.Request{ID: 1, Op: raft.ProposeAll{Data: []string{quarter, quarter, quarter, quarter, ""}}})
		require.Equal(t, []int{4, 1}, sentTo(give(n, machine.Flush{}), 2), "a message of exactly 1 MiB is sent")
	})
	t.Run("MaxInflightEntries", func(t *testing.T) {
		n := leading(t, raft.Config{MaxMessageBytes: 16 << 10})
		give(n, machine.Request{ID: 1, Op: raft.ProposeAll{Data: make([]string, 1<<18)}})
		require.Len(t, sentTo(give(n, machine.Flush{}), 2), 1<<16/1024)
	})
	t.Run("MaxInflightBytes", func(t *testing.T) {
		n := leading(t, raft.Config{})
		whole := strings.Repeat("x", 1<<20-16)
		for id := range machine.RequestID(150) {
			give(n, machine.Request{ID: id, Op: raft.Propose{Data: whole}})
		}
		require.Len(t, sentTo(give(n, machine.Flush{}), 2), 64)
	})
	t.Run("MaxUncommittedBytes", func(t *testing.T) {
		n := leading(t, raft.Config{})
		whole := strings.Repeat("x", 1<<20-16)
		for id := range machine.RequestID(256) {
			require.NoError(t, n.Check(raft.Propose{Data: whole}))
			give(n, machine.Request{ID: id, Op: raft.Propose{Data: whole}})
		}
		require.ErrorIs(t, n.Check(raft.Propose{}), raft.ErrTooMuch)
	})
	t.Run("ChunkBytes", func(t *testing.T) {
		n := leading(t, raft.Config{})
		give(n, machine.Request{ID: 1, Op: raft.TakeSnapshot{Index: 1, Size: 5 << 20}})
		for _, s := range give(n, machine.Fire{Timer: raft.HeartbeatTimer}).Sends {
			if m, ok := s.Message.(raft.SnapshotRequest); ok {
				require.EqualValues(t, 1<<20, m.Length)
				return
			}
		}
		require.Fail(t, "no chunk is sent")
	})
}

// TestOneEntryIsSentHoweverLargeItIs, and one message although it alone is more than may be on its way.
func TestOneEntryIsSentHoweverLargeItIs(t *testing.T) {
	n := leading(t, raft.Config{MaxMessageBytes: 1, MaxInflightEntries: 1, MaxInflightBytes: 1})
	give(n, machine.Request{ID: 1, Op: raft.ProposeAll{Data: []string{"a", "b"}}})
	require.Equal(t, []int{1}, sentTo(give(n, machine.Flush{}), 2))
	give(n, machine.Receive{From: 2, Message: raft.AppendResponse{Term: 1, Index: 2}})
	require.Equal(t, []int{1}, sentTo(give(n, machine.Flush{}), 2))
}
