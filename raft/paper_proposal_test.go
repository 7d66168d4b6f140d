package raft_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/rafttest"
)

func TestPaper_5_3_ProposalsAreForTheLeader(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	s.refuses(t, ask(2, 1, raft.Propose{Data: "a"}))
	err := s.node(2).Check(raft.Propose{Data: "a"})
	require.ErrorIs(t, err, raft.ErrNotLeader)
	var other *raft.NotLeaderError
	require.ErrorAs(t, err, &other)
	require.Equal(t, machine.NodeID(1), other.Leader)
}

// TestPaper_5_3_UncommittedIsBounded: a leader that can commit nothing refuses to take more and more.
func TestPaper_5_3_UncommittedIsBounded(t *testing.T) {
	s := start(t, stageOptions{nodes: 3, config: func(_ machine.NodeID, c *raft.Config) { c.MaxUncommittedBytes = 3 * entryBytes }})
	s.elect(t, 1)
	s.cut(1)
	for request := range machine.RequestID(3) {
		s.propose(t, 1, request+1, "x")
	}
	s.refuses(t, ask(1, 4, raft.Propose{Data: "x"}))
	require.ErrorIs(t, s.node(1).Check(raft.Propose{Data: "x"}), raft.ErrTooMuch)
	require.ErrorIs(t, s.node(1).Check(raft.ProposeAll{Data: []string{"x"}}), raft.ErrTooMuch)
	s.heal()
	s.must(t, fire(1, raft.HeartbeatTimer))
	s.settle(t)
	require.NoError(t, s.node(1).Check(raft.Propose{Data: strings.Repeat("x", 1_000)}), "one is taken however large it is")
}

// TestPaper_5_3_InheritedEntriesAreUncommittedToo: a new leader does not know that they are committed, and they take room.
func TestPaper_5_3_InheritedEntriesAreUncommittedToo(t *testing.T) {
	n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}, MaxUncommittedBytes: 5 * entryBytes}, storageOf(t, "1:- 1:a 1:b"))
	give(n, machine.Fire{Timer: raft.ElectionTimer})
	give(n, receive(2, raft.VoteResponse{Term: 2, Granted: true}))
	give(n, receive(3, raft.VoteResponse{Term: 2, Granted: true}))
	require.Equal(t, raft.Leader, n.Role())
	require.ErrorIs(t, n.Check(raft.Propose{Data: "xxxx"}), raft.ErrTooMuch, "50 bytes are inherited, and 16 are the no-op's")
	require.NoError(t, n.Check(raft.Propose{Data: "xxx"}))
}

// TestPaper_5_3_WhatASnapshotCoversIsNotInherited: entries that are kept for followers that lag are committed, and take no room.
func TestPaper_5_3_WhatASnapshotCoversIsNotInherited(t *testing.T) {
	storage := storageOf(t, "1:- 1:a 1:b 1:c 1:d")
	require.NoError(t, storage.Add(raft.Compact{Snapshot: raft.SnapshotMeta{Index: 4, Term: 1}, Base: 1}))
	n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}, MaxUncommittedBytes: 3 * entryBytes}, storage)
	give(n, machine.Fire{Timer: raft.ElectionTimer})
	give(n, receive(2, raft.VoteResponse{Term: 2, Granted: true}))
	give(n, receive(3, raft.VoteResponse{Term: 2, Granted: true}))
	require.Equal(t, raft.Leader, n.Role())
	require.ErrorIs(t, n.Check(raft.Propose{Data: "xxx"}), raft.ErrTooMuch, "17 bytes are inherited, and 16 are the no-op's")
	require.NoError(t, n.Check(raft.Propose{Data: "xx"}))
}

// TestPaper_5_3_BatchesCountAsTheirEntries against the bound, and a refusal says how much it is about.
func TestPaper_5_3_BatchesCountAsTheirEntries(t *testing.T) {
	n := leading(t, raft.Config{MaxUncommittedBytes: 3 * entryBytes})
	give(n, request(1, raft.Propose{Data: "x"}))
	require.NoError(t, n.Check(raft.ProposeAll{Data: []string{"x", "y"}}))
	err := n.Check(raft.ProposeAll{Data: []string{"x", "y", ""}})
	require.ErrorIs(t, err, raft.ErrTooMuch)
	require.EqualError(t, err, "raft: too much is uncommitted: 17 bytes, and 50 are to follow, expected at most 51")
	require.ErrorIs(t, n.Check(raft.ProposeAll{Data: []string{"x", "yy"}}), raft.ErrTooMuch)
}

// TestPaper_5_3_ProposalsAreNumbered: those of a batch have the numbers from the request's on.
func TestPaper_5_3_ProposalsAreNumbered(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	s.must(t, ask(1, 10, raft.ProposeAll{Data: []string{"a", "b", "c"}}))
	want := []raft.Proposal{{Index: 2, Term: 1, ID: 10}, {Index: 3, Term: 1, ID: 11}, {Index: 4, Term: 1, ID: 12}}
	require.Equal(t, want, s.node(1).Proposals())
	var applied []raft.Proposal
	s.exchange(t, rafttest.First(3), func(step *explore.Step) {
		for _, a := range step.Applies {
			applied = append(applied, a.Command.(raft.ApplyEntries).Requests...)
		}
	})
	require.Equal(t, want, applied)
	require.Empty(t, s.node(1).Proposals())
}

// TestPaper_5_3_RequestsWithoutSenseAreRefused, and the error says which.
func TestPaper_5_3_RequestsWithoutSenseAreRefused(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	require.EqualError(t, s.node(1).Check(raft.ProposeAll{}), "raft: unknown operation: no data")
	require.EqualError(t, s.node(1).Check(nil), "raft: unknown operation: <nil>")
	require.ErrorIs(t, s.node(1).Check(raft.ProposeAll{}), raft.ErrUnknownOp)
	s.refuses(t, ask(1, 1, raft.ProposeAll{}))
	s.refuses(t, ask(1, 1, nil))
	require.EqualError(t, s.node(2).Check(raft.Propose{}), "raft: node 2 is not the leader, but node 1 is")
}

// TestPaper_Figure2_FatesAreTold of what was cut off: not before something else is committed in its place.
func TestPaper_Figure2_FatesAreTold(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	s.cut(1)
	s.must(t, ask(1, 1, raft.ProposeAll{Data: []string{"a", "b", "c"}}))
	s.must(t, flush(1))
	s.settle(t, 1)
	s.elect(t, 2, 2, 3)
	s.heal()
	s.must(t, fire(2, raft.HeartbeatTimer))
	s.settle(t)
	require.Equal(t, []string{"1:-", "2:-"}, s.log(1))
	require.Equal(t, []string{"not applied"}, s.told[1], "another entry is committed in its place")
	require.Empty(t, s.told[2], "it may be in the log of a node that comes back")
	require.Empty(t, s.told[3])

	s.elect(t, 1)
	require.Equal(t, []string{"not applied"}, s.told[2])
	s.must(t, ask(1, 4, raft.ProposeAll{Data: []string{"d", "e"}}))
	s.must(t, ask(1, 6, raft.ProposeAll{Data: []string{"f"}}))
	s.settle(t)
	require.Equal(t, []string{"not applied"}, s.told[3])
	for request := machine.RequestID(4); request <= 6; request++ {
		require.Equal(t, []string{"applied"}, s.told[request])
	}
	require.Empty(t, s.node(1).Proposals())
}

// TestPaper_Figure2_FatesOfSeveralReigns: one step commits an entry in whose place another was proposed before, and one of the present reign;
// a third still waits.
func TestPaper_Figure2_FatesOfSeveralReigns(t *testing.T) {
	n := leading(t, raft.Config{})
	give(n, request(1, raft.Propose{Data: "a"}))
	give(n, machine.Flush{})
	give(n, receive(2, raft.AppendRequest{Term: 2, PrevIndex: 1, PrevTerm: 1, Entries: parseLog(t, "2:-")}))
	for seq := machine.Seq(3); seq <= 4; seq++ {
		give(n, machine.Persisted{Seq: seq})
	}
	give(n, machine.Fire{Timer: raft.ElectionTimer})
	give(n, machine.Persisted{Seq: 5})
	give(n, receive(2, raft.VoteResponse{Term: 3, Granted: true}))
	require.Equal(t, raft.Leader, n.Role())
	give(n, request(2, raft.ProposeAll{Data: []string{"b", "c", "d"}}))
	give(n, machine.Flush{})
	give(n, machine.Persisted{Seq: 6})
	require.Len(t, n.Proposals(), 4)
	out := give(n, receive(2, raft.AppendResponse{Term: 3, Index: 5}))
	require.EqualValues(t, 5, n.Commit())
	require.Equal(t, []machine.Reply{{ID: 1, Result: raft.NotApplied{}}}, out.Replies)
	require.Equal(t, []raft.Proposal{{Index: 4, Term: 3, ID: 2}, {Index: 5, Term: 3, ID: 3}}, out.Applies[0].Command.(raft.ApplyEntries).Requests)
	require.Equal(t, []raft.Proposal{{Index: 6, Term: 3, ID: 4}}, n.Proposals())
}

// TestPaper_Figure2_FatesInAnyOrder: a proposal of an earlier reign may wait for a later place than one of the present reign.
func TestPaper_Figure2_FatesInAnyOrder(t *testing.T) {
	n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}}, storageOf(t, "1:- 1:a 1:b"))
	lead := func(seq machine.Seq, term raft.Term) {
		give(n, machine.Fire{Timer: raft.ElectionTimer})
		give(n, machine.Persisted{Seq: seq})
		give(n, receive(2, raft.VoteResponse{Term: term, Granted: true}))
		require.Equal(t, raft.Leader, n.Role())
	}
	lead(1, 2)
	give(n, request(1, raft.Propose{Data: "c"}))
	give(n, machine.Flush{})
	give(n, machine.Persisted{Seq: 2})
	give(n, receive(3, raft.AppendRequest{Term: 3, PrevIndex: 1, PrevTerm: 1, Entries: parseLog(t, "3:-")}))
	give(n, machine.Persisted{Seq: 3})
	lead(4, 4)
	give(n, request(2, raft.Propose{Data: "d"}))
	give(n, machine.Flush{})
	give(n, machine.Persisted{Seq: 5})
	require.Equal(t, []raft.Proposal{{Index: 5, Term: 2, ID: 1}, {Index: 4, Term: 4, ID: 2}}, n.Proposals())
	out := give(n, receive(2, raft.AppendResponse{Term: 4, Index: 4}))
	require.Equal(t, []raft.Proposal{{Index: 4, Term: 4, ID: 2}}, out.Applies[0].Command.(raft.ApplyEntries).Requests)
	require.Equal(t, []raft.Proposal{{Index: 5, Term: 2, ID: 1}}, n.Proposals())
}

// TestPaper_Figure2_OlderReignsAreNotAnsweredFor: a leader that steps down knows of the entries that it has not sent. Those of an earlier reign
// were sent, though its log does not reach as far any more.
func TestPaper_Figure2_OlderReignsAreNotAnsweredFor(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	s.cut(1)
	s.must(t, ask(1, 1, raft.ProposeAll{Data: []string{"a", "b", "c", "d"}}))
	s.must(t, flush(1))
	s.settle(t, 1)
	s.elect(t, 2, 2, 3)
	s.heal()
	s.must(t, fire(2, raft.HeartbeatTimer))
	s.settle(t)
	s.must(t, fire(1, raft.ElectionTimer))
	s.must(t, persist(1))
	s.must(t, deliver(3, 1, raft.VoteResponse{Term: 3, Granted: true}))
	require.Equal(t, raft.Leader, s.node(1).Role())
	s.must(t, ask(1, 9, raft.ProposeAll{Data: []string{"x", "y"}}))
	s.must(t, deliver(2, 1, raft.VoteRequest{Term: 4, LastIndex: 2, LastTerm: 2}))
	require.Equal(t, raft.Follower, s.node(1).Role())
	require.Equal(t, []string{"not applied"}, s.told[9])
	require.Equal(t, []string{"not applied"}, s.told[10])
	require.Empty(t, s.told[3], "it was sent")
	require.Empty(t, s.told[4])
	require.Equal(t, []string{"1:-", "2:-"}, s.log(1))
}
