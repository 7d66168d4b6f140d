package raft_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/progress"
)

// checking has all nodes run pre-vote and check-quorum.
func checking(t *testing.T, nodes int) *stage {
	t.Helper()
	return start(t, stageOptions{nodes: nodes, config: func(_ machine.NodeID, c *raft.Config) { c.PreVote, c.CheckQuorum = true, true }})
}

// TestPaper_8_NoOpAtTheBeginningOfATerm: with it the leader learns what is committed.
func TestPaper_8_NoOpAtTheBeginningOfATerm(t *testing.T) {
	s := three(t, 1, "1:- 1:a", "1:- 1:a", "")
	s.elect(t, 1)
	require.Equal(t, []string{"1:-", "1:a", "2:-"}, s.log(1))
	require.EqualValues(t, 3, s.node(1).Start())
	require.EqualValues(t, 3, s.node(1).Commit())
}

// TestThesis_6_2_LeadersStepDownWithoutAQuorum within two election timeouts.
func TestThesis_6_2_LeadersStepDownWithoutAQuorum(t *testing.T) {
	s := checking(t, 5)
	s.elect(t, 1)
	s.must(t, ask(1, 1, raft.Propose{Data: "a"}))
	s.must(t, ask(1, 2, raft.Read{}))
	step := s.must(t, fire(1, raft.QuorumTimer))
	require.Equal(t, raft.Leader, s.node(1).Role())
	require.Contains(t, step.Timers, machine.TimerChange{Timer: raft.QuorumTimer})
	s.must(t, deliver(2, 1, raft.AppendResponse{Term: 1, Index: 1}))
	step = s.must(t, fire(1, raft.QuorumTimer))
	require.Equal(t, raft.Follower, s.node(1).Role())
	require.Equal(t, raft.Term(1), s.node(1).Term(), "the term goes on: another one may be begun by those who have a quorum")
	require.Contains(t, step.Timers, machine.TimerChange{Timer: raft.ElectionTimer})
	require.Contains(t, step.Timers, machine.TimerChange{Timer: raft.HeartbeatTimer, Stop: true})
	require.Equal(t, []string{"not applied"}, s.told[1])
	require.Equal(t, []string{"read failed"}, s.told[2])
}

func TestThesis_6_2_LeadersStayWithAQuorum(t *testing.T) {
	s := checking(t, 5)
	s.elect(t, 1)
	for range 3 {
		s.must(t, fire(1, raft.QuorumTimer))
		s.must(t, deliver(2, 1, raft.AppendResponse{Term: 1, Index: 1}))
		s.must(t, deliver(3, 1, raft.AppendResponse{Term: 1, Rejected: true, Index: 1}))
		require.Equal(t, raft.Leader, s.node(1).Role())
	}
}

// TestThesis_6_2_TransfersAreNoAnswers: a follower that is sent a snapshot counts when it answers, and not before (R11 in docs/scenarios.md).
func TestThesis_6_2_TransfersAreNoAnswers(t *testing.T) {
	n := leading(t, raft.Config{CheckQuorum: true})
	give(n, request(9, raft.TakeSnapshot{Index: 1, Size: 3}))
	give(n, machine.Fire{Timer: raft.HeartbeatTimer})
	for f := range n.Followers() {
		require.Equal(t, f.ID == 3, f.State == progress.Snapshot, "node %d", f.ID)
	}
	give(n, machine.Fire{Timer: raft.QuorumTimer})
	require.Equal(t, raft.Leader, n.Role(), "they have elected it")
	give(n, receive(3, raft.SnapshotResponse{Term: 1, Snapshot: n.Snapshot(), Offset: 1}))
	give(n, machine.Fire{Timer: raft.QuorumTimer})
	require.Equal(t, raft.Leader, n.Role(), "one of them has answered")
	give(n, machine.Fire{Timer: raft.QuorumTimer})
	require.Equal(t, raft.Follower, n.Role(), "nobody has answered, whatever is on its way to them")
}

// TestThesis_4_2_3_WhoHearsALeaderVotesForNobody: a node that comes back does not interrupt it.
func TestThesis_4_2_3_WhoHearsALeaderVotesForNobody(t *testing.T) {
	s := checking(t, 3)
	s.elect(t, 1)
	m := raft.VoteRequest{Term: 9, LastIndex: 1, LastTerm: 1}
	s.refuses(t, deliver(3, 2, m))
	s.refuses(t, deliver(3, 1, m))
	require.Equal(t, raft.Term(1), s.node(2).Term())
	s.must(t, fire(2, raft.LeaderTimer))
	require.Equal(t, raft.None, s.node(2).Leader())
	require.True(t, only[raft.VoteResponse](t, s.hears(t, 3, 2, m)).Granted, "the leader has been silent")

	s = start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	require.True(t, only[raft.VoteResponse](t, s.hears(t, 3, 2, m)).Granted, "without check-quorum all vote")
}

// TestThesis_9_6_PreVotesChangeNothing: neither who asks nor who answers comes to a new term, or writes anything.
func TestThesis_9_6_PreVotesChangeNothing(t *testing.T) {
	s := checking(t, 3)
	step := s.must(t, fire(1, raft.ElectionTimer))
	require.Empty(t, step.Records)
	m := raft.VoteRequest{Term: 1, Pre: true}
	require.Equal(t, []explore.Envelope{{From: 1, To: 2, Message: m}, {From: 1, To: 3, Message: m}}, step.Sends, "at once")
	require.Equal(t, raft.PreCandidate, s.node(1).Role())
	require.Zero(t, s.node(1).Term())
	before := s.node(2).AppendTo(nil)
	step = s.must(t, deliver(1, 2, m))
	require.Equal(t, raft.VoteResponse{Term: 1, Pre: true, Granted: true}, only[raft.VoteResponse](t, step.Sends))
	require.Empty(t, step.Records)
	require.Empty(t, step.Timers)
	require.Equal(t, before, s.node(2).AppendTo(nil))
	require.True(t, only[raft.VoteResponse](t, s.must(t, deliver(3, 2, m)).Sends).Granted, "it is no vote: others may have it, too")
}

func TestThesis_9_6_ElectionsBeginWithAMajorityOfPreVotes(t *testing.T) {
	s := checking(t, 5)
	s.must(t, fire(1, raft.ElectionTimer))
	yes := raft.VoteResponse{Term: 1, Pre: true, Granted: true}
	s.must(t, deliver(2, 1, yes))
	s.refuses(t, deliver(2, 1, yes))
	s.refuses(t, deliver(3, 1, raft.VoteResponse{Term: 0, Pre: true}))
	s.refuses(t, deliver(3, 1, raft.VoteResponse{Term: 2, Pre: true, Granted: true}))
	require.Equal(t, raft.PreCandidate, s.node(1).Role())
	step := s.must(t, deliver(3, 1, yes))
	require.Equal(t, raft.Candidate, s.node(1).Role())
	require.Equal(t, []machine.Record{raft.HardState{Term: 1, VotedFor: 1}}, step.Records)
	require.Empty(t, s.node(1).Votes(), "pre-votes are no votes")
	s.refuses(t, deliver(4, 1, yes))
}

func TestThesis_9_6_WhoHearsALeaderGivesNoPreVote(t *testing.T) {
	s := checking(t, 3)
	s.elect(t, 1)
	m := raft.VoteRequest{Term: 2, Pre: true, LastIndex: 1, LastTerm: 1}
	s.refuses(t, deliver(3, 2, m))
	s.refuses(t, deliver(3, 1, m))
	s.must(t, fire(2, raft.LeaderTimer))
	require.True(t, only[raft.VoteResponse](t, s.hears(t, 3, 2, m)).Granted)
}

// TestThesis_9_6_HalfASnapshotSilencesNobody: the leader that has sent it may be gone, and this vote may be needed (R08 in docs/scenarios.md).
func TestThesis_9_6_HalfASnapshotSilencesNobody(t *testing.T) {
	n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}, PreVote: true, CheckQuorum: true}, &raft.Storage{})
	meta := raft.SnapshotMeta{Index: 4, Term: 1, Size: 6, Handle: 2}
	give(n, receive(2, raft.SnapshotRequest{Term: 1, Snapshot: meta, Length: 2}))
	require.Equal(t, raft.Incoming{Snapshot: meta, Offset: 2}, n.Incoming())
	give(n, machine.Fire{Timer: raft.LeaderTimer})
	m := raft.VoteRequest{Term: 2, Pre: true, LastIndex: 4, LastTerm: 1}
	require.Equal(t, []machine.Send{{To: 3, Message: raft.VoteResponse{Term: 2, Pre: true, Granted: true}}}, give(n, receive(3, m)).Sends)
	m.Pre = false
	sends := give(n, receive(3, m)).Sends
	require.Len(t, sends, 1)
	require.Equal(t, raft.VoteResponse{Term: 2, Granted: true}, sends[0].Message)
	require.Equal(t, raft.Incoming{Snapshot: meta, Offset: 2}, n.Incoming(), "the next leader may go on with it")
}

// TestThesis_9_6_NodesThatWereCutOffDoNotDisrupt: their terms do not rise.
func TestThesis_9_6_NodesThatWereCutOffDoNotDisrupt(t *testing.T) {
	s := checking(t, 3)
	s.elect(t, 1)
	s.cut(3)
	for range 5 {
		s.must(t, fire(3, raft.ElectionTimer))
		s.settle(t)
	}
	s.heal()
	s.must(t, fire(3, raft.ElectionTimer))
	s.settle(t)
	s.must(t, fire(1, raft.HeartbeatTimer))
	s.settle(t)
	require.Equal(t, raft.Leader, s.node(1).Role())
	require.Equal(t, raft.Term(1), s.node(1).Term())
	require.Equal(t, machine.NodeID(1), s.node(3).Leader())
}

// TestThesis_6_4_ReadsTakeNoEntries: the leader notes the commit index, asks a majority whether it still leads, and answers.
func TestThesis_6_4_ReadsTakeNoEntries(t *testing.T) {
	s := start(t, stageOptions{nodes: 5})
	s.elect(t, 1)
	s.must(t, ask(1, 7, raft.Read{}))
	s.must(t, ask(1, 8, raft.Read{}))
	step := s.must(t, flush(1))
	require.Empty(t, step.Records)
	rounds := sent[raft.AppendRequest](step.Sends)
	require.Len(t, rounds, 4, "one round of messages for all reads that wait")
	for _, m := range rounds {
		require.EqualValues(t, 1, m.Round)
		require.Empty(t, m.Entries)
	}
	answer := raft.AppendResponse{Term: 1, Index: 1, Round: 1}
	require.Empty(t, s.must(t, deliver(2, 1, answer)).Replies)
	require.Empty(t, s.must(t, deliver(2, 1, answer)).Replies, "the same node again")
	require.Empty(t, s.must(t, deliver(3, 1, raft.AppendResponse{Term: 1, Index: 1})).Replies, "an answer from before")
	require.Len(t, s.must(t, deliver(3, 1, answer)).Replies, 2)
	require.Equal(t, []string{"read at 1"}, s.told[7])
	require.Equal(t, []string{"read at 1"}, s.told[8])
	require.Empty(t, s.must(t, deliver(4, 1, answer)).Replies, "each is answered once")
}

// TestThesis_6_4_ReadsAreOfTheirTime: what is committed after a read was asked need not be seen, and what was before must.
func TestThesis_6_4_ReadsAreOfTheirTime(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	s.propose(t, 1, 1, "a")
	s.must(t, ask(1, 7, raft.Read{}))
	s.settle(t)
	s.must(t, ask(1, 8, raft.Read{}))
	s.settle(t)
	require.Equal(t, []string{"read at 1"}, s.told[7])
	require.Equal(t, []string{"read at 2"}, s.told[8])
}

// TestThesis_6_4_FollowersAskTheLeader: they answer reads when they have applied so much.
func TestThesis_6_4_FollowersAskTheLeader(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.refuses(t, ask(2, 7, raft.Read{}))
	require.ErrorIs(t, s.node(2).Check(raft.Read{}), raft.ErrNoLeader)
	s.elect(t, 1)
	step := s.must(t, ask(2, 7, raft.Read{}))
	require.Equal(t, []explore.Envelope{{From: 2, To: 1, Message: raft.ReadRequest{ID: 7}}}, step.Sends)
	s.must(t, ask(1, 7, raft.Read{}))
	s.must(t, deliver(2, 1, raft.ReadRequest{ID: 7}))
	s.refuses(t, deliver(2, 1, raft.ReadRequest{ID: 7}))
	s.must(t, deliver(3, 1, raft.ReadRequest{ID: 7}))
	require.Len(t, s.node(1).Reads(), 3, "the same number from three nodes is three reads")
	s.must(t, flush(1))
	step = s.must(t, deliver(3, 1, raft.AppendResponse{Term: 1, Index: 1, Round: 1}))
	want := raft.ReadResponse{ID: 7, Index: 1}
	require.Equal(t, []explore.Envelope{{From: 1, To: 2, Message: want}, {From: 1, To: 3, Message: want}}, step.Sends)
	require.Equal(t, []machine.Reply{{ID: 7, Result: raft.ReadAt{Index: 1}}}, step.Replies)
	step = s.must(t, deliver(1, 2, want))
	require.Equal(t, []machine.Reply{{ID: 7, Result: raft.ReadAt{Index: 1}}}, step.Replies)
	s.refuses(t, deliver(3, 2, raft.ReadRequest{ID: 9}))
}

// TestThesis_6_4_SingleNodesAreSure: there is nobody to ask, but what is committed must be known.
func TestThesis_6_4_SingleNodesAreSure(t *testing.T) {
	s := start(t, stageOptions{nodes: 1})
	s.must(t, fire(1, raft.ElectionTimer))
	s.must(t, persist(1))
	s.must(t, ask(1, 7, raft.Read{}))
	s.must(t, flush(1))
	require.Empty(t, s.told[7], "its first entry is not durable")
	s.must(t, persist(1))
	require.Equal(t, []string{"read at 1"}, s.told[7])
	s.must(t, ask(1, 8, raft.Read{}))
	s.must(t, flush(1))
	require.Equal(t, []string{"read at 1"}, s.told[8])
}

// TestThesis_6_4_RoundsGoToThoseWhoAreProbed, though they have not answered.
func TestThesis_6_4_RoundsGoToThoseWhoAreProbed(t *testing.T) {
	n := leading(t, raft.Config{})
	give(n, request(7, raft.Read{}))
	give(n, machine.Flush{})
	give(n, request(8, raft.Read{}))
	out := give(n, machine.Flush{})
	require.Equal(t, []int{0}, sentTo(out, 2))
	require.Equal(t, []int{1}, sentTo(out, 3), "the probe again")
	require.Equal(t, []raft.PendingRead{{ID: 7, From: 1, Index: 1, Round: 1}, {ID: 8, From: 1, Index: 1, Round: 2}}, n.Reads(), "each waits for its own round")
}

// TestThesis_6_4_FollowersMayAskMore: they have several clients.
func TestThesis_6_4_FollowersMayAskMore(t *testing.T) {
	n := leading(t, raft.Config{})
	for _, id := range []machine.RequestID{7, 8, 7} {
		give(n, receive(2, raft.ReadRequest{ID: id}))
	}
	give(n, request(9, raft.Read{}))
	give(n, request(10, raft.Read{}))
	require.Equal(t, []raft.PendingRead{{ID: 7, From: 2, Index: 1}, {ID: 8, From: 2, Index: 1}, {ID: 9, From: 1, Index: 1}, {ID: 10, From: 1, Index: 1}}, n.Reads())
	out := give(n, receive(2, raft.VoteRequest{Term: 2}))
	require.Equal(t, []machine.Reply{{ID: 9, Result: raft.ReadFailed{}}, {ID: 10, Result: raft.ReadFailed{}}}, out.Replies, "those of others are theirs to tell")
}

// TestThesis_6_2_ReignsBeginWithAQuorum: those who have elected the leader have answered it.
func TestThesis_6_2_ReignsBeginWithAQuorum(t *testing.T) {
	s := checking(t, 3).alone()
	s.must(t, fire(1, raft.ElectionTimer))
	s.must(t, deliver(2, 1, raft.VoteResponse{Term: 1, Pre: true, Granted: true}))
	s.must(t, persist(1))
	s.must(t, deliver(2, 1, raft.VoteResponse{Term: 1, Granted: true}))
	s.must(t, fire(1, raft.QuorumTimer))
	require.Equal(t, raft.Leader, s.node(1).Role())
	s.must(t, fire(1, raft.QuorumTimer))
	require.Equal(t, raft.Follower, s.node(1).Role())
}

// TestThesis_9_6_NodesThatAreAloneAskNobody.
func TestThesis_9_6_NodesThatAreAloneAskNobody(t *testing.T) {
	s := checking(t, 1)
	s.must(t, fire(1, raft.ElectionTimer))
	require.Equal(t, raft.Candidate, s.node(1).Role())
	s.must(t, persist(1))
	require.Equal(t, raft.Leader, s.node(1).Role())
}

// TestThesis_9_6_PreVotesAreForTermsToCome: for the present one a vote may be given already.
func TestThesis_9_6_PreVotesAreForTermsToCome(t *testing.T) {
	n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}}, storageOf(t, "2:-"))
	for term, want := range map[raft.Term]raft.VoteResponse{1: {Term: 2, Pre: true}, 2: {Term: 2, Pre: true}, 3: {Term: 3, Pre: true, Granted: true}} {
		out := give(n, receive(2, raft.VoteRequest{Term: term, Pre: true, LastIndex: 1, LastTerm: 2}))
		require.Equal(t, []machine.Send{{To: 2, Message: want}}, out.Sends)
	}
}

// TestThesis_9_6_LatePreVotesCountForNothing: who has found a leader meanwhile does not begin an election.
func TestThesis_9_6_LatePreVotesCountForNothing(t *testing.T) {
	n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3, 4, 5}, PreVote: true}, storageOf(t, "2:-"))
	give(n, machine.Fire{Timer: raft.ElectionTimer})
	give(n, receive(2, raft.VoteResponse{Term: 3, Pre: true, Granted: true}))
	require.Equal(t, []machine.NodeID{1, 2}, n.Votes())
	give(n, receive(4, raft.AppendRequest{Term: 2, PrevIndex: 1, PrevTerm: 2}))
	require.Equal(t, raft.Follower, n.Role())
	for _, id := range []machine.NodeID{2, 3, 5} {
		require.Equal(t, &machine.Output{}, give(n, receive(id, raft.VoteResponse{Term: 3, Pre: true, Granted: true})))
	}
	require.Empty(t, n.Votes())
}

// TestThesis_6_4_EachReadNeedsItsRound: what was answered before it was asked, and what comes late, confirms nothing.
func TestThesis_6_4_EachReadNeedsItsRound(t *testing.T) {
	n := leading(t, raft.Config{})
	answer := func(from machine.NodeID, round uint64) []machine.Reply {
		return give(n, receive(from, raft.AppendResponse{Term: 1, Index: 1, Round: round})).Replies
	}
	give(n, request(7, raft.Read{}))
	give(n, machine.Flush{})
	require.Equal(t, []machine.Reply{{ID: 7, Result: raft.ReadAt{Index: 1}}}, answer(2, 1))
	give(n, request(8, raft.Read{}))
	require.Empty(t, answer(3, 1), "its round has not begun")
	give(n, machine.Flush{})
	require.Empty(t, answer(2, 1))
	require.Empty(t, answer(3, 1))
	require.Equal(t, []machine.Reply{{ID: 8, Result: raft.ReadAt{Index: 1}}}, answer(3, 2))
}
