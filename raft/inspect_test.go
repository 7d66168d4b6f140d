package raft_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// TestOnlyLeadersHaveAReign: what a reign needs is gone with it.
func TestOnlyLeadersHaveAReign(t *testing.T) {
	requireNone := func(n *raft.Node) {
		require.Zero(t, n.Start())
		require.Zero(t, n.Stable())
		require.Zero(t, n.Round())
		require.Empty(t, n.Reads())
		require.Empty(t, slices.Collect(n.Followers()))
	}
	n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}}, &raft.Storage{})
	requireNone(n)
	n = leading(t, raft.Config{})
	give(n, machine.Request{ID: 7, Op: raft.Read{}})
	give(n, machine.Request{ID: 8, Op: raft.Read{}})
	give(n, machine.Flush{})
	require.EqualValues(t, 1, n.ID())
	require.EqualValues(t, 1, n.Start())
	require.EqualValues(t, 1, n.Stable())
	require.EqualValues(t, 1, n.Written())
	require.EqualValues(t, 1, n.Round())
	require.Equal(t, []raft.PendingRead{{ID: 7, From: 1, Index: 1, Round: 1}, {ID: 8, From: 1, Index: 1, Round: 1}}, n.Reads())
	require.Len(t, slices.Collect(n.Followers()), 2)
	for range n.Followers() {
		break // that is allowed
	}
	give(n, machine.Receive{From: 2, Message: raft.VoteRequest{Term: 2}})
	require.Equal(t, raft.Follower, n.Role())
	requireNone(n)
}

// TestWhatIsShownIsACopy: whoever looks at a node may do with it what it likes.
func TestWhatIsShownIsACopy(t *testing.T) {
	n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}}, &raft.Storage{})
	give(n, machine.Fire{Timer: raft.ElectionTimer})
	give(n, machine.Persisted{Seq: 1})
	clear(n.Votes())
	require.Equal(t, []machine.NodeID{1}, n.Votes())

	n = leading(t, raft.Config{})
	give(n, machine.Request{ID: 7, Op: raft.Propose{Data: "a"}})
	give(n, machine.Flush{})
	clear(n.Proposals())
	require.Equal(t, []raft.Proposal{{Index: 2, Term: 1, ID: 7}}, n.Proposals())
	for f := range n.Followers() {
		f.Snapshot()
		f.Inflight.Add(9, 9)
	}
	for f := range n.Followers() {
		if f.ID == 2 {
			require.Equal(t, 1, f.Inflight.Len())
			require.EqualValues(t, 2, f.Inflight.Last(0))
		}
	}
}

// TestWhatIsHandedOutMayBeAppendedTo: the log goes on elsewhere.
func TestWhatIsHandedOutMayBeAppendedTo(t *testing.T) {
	n := leading(t, raft.Config{})
	give(n, request(7, raft.ProposeAll{Data: []string{"a", "b", "c"}}))
	give(n, request(10, raft.Propose{Data: "d"}))
	step := give(n, machine.Flush{})
	give(n, request(11, raft.Propose{Data: "e"}))
	other := raft.Entry{Term: 1, Data: "z"}
	_ = append(n.Entries(), other)
	_ = append(step.Records[0].(raft.Append).Entries, other)
	for _, s := range step.Sends {
		if m, ok := s.Message.(raft.AppendRequest); ok {
			_ = append(m.Entries, other)
		}
	}
	require.Equal(t, parseLog(t, "1:- 1:a 1:b 1:c 1:d 1:e"), n.Entries())
}
