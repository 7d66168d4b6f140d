package raft_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/rafttest"
)

// The tests TestPaper_... have the names of the rules in Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", by
// section, and those TestThesis_... of the sections of Ongaro's thesis.

// parseLog reads entries as transcripts have them: "1:- 1:a 2:b".
func parseLog(t *testing.T, log string) []raft.Entry {
	t.Helper()
	var all []raft.Entry
	for _, w := range strings.Fields(log) {
		var e raft.Entry
		_, err := fmt.Sscanf(w, "%d:%s", &e.Term, &e.Data)
		require.NoError(t, err, w)
		if e.Data == "-" {
			e.Kind, e.Data = raft.NoOp, ""
		}
		all = append(all, e)
	}
	return all
}

// three returns a cluster of three nodes, which has come to a term with these logs. What the logs of a quorum have is committed.
func three(t *testing.T, term raft.Term, logs ...string) *stage {
	t.Helper()
	disks := map[machine.NodeID][]machine.Record{}
	for i, log := range logs {
		disks[machine.NodeID(i+1)] = rafttest.Disk(term, raft.None, parseLog(t, log)...)
	}
	return start(t, stageOptions{nodes: 3, disks: disks})
}

// candidate has a node stand for election, its requests be on their way, and returns them.
func (s *stage) candidate(t *testing.T, id machine.NodeID) []raft.VoteRequest {
	t.Helper()
	s.must(t, fire(id, raft.ElectionTimer))
	return sent[raft.VoteRequest](s.must(t, persist(id)).Sends)
}

// hears has a node take a message, makes all that it writes durable, and returns what it has sent.
func (s *stage) hears(t *testing.T, from, to machine.NodeID, m machine.Message) []explore.Envelope {
	t.Helper()
	sends := s.must(t, deliver(from, to, m)).Sends
	for len(s.at(to).Unsynced) > 0 {
		sends = append(sends, s.must(t, persist(to)).Sends...)
	}
	return sends
}

// only returns the one message of its type.
func only[M machine.Message](t *testing.T, envelopes []explore.Envelope) M {
	t.Helper()
	all := sent[M](envelopes)
	require.Len(t, all, 1, "%v", envelopes)
	return all[0]
}

func TestPaper_5_1_LaterTermsAreTaken(t *testing.T) {
	snapshot := raft.SnapshotMeta{Index: 1, Term: 1, Size: 9}
	for _, m := range []machine.Message{
		raft.VoteRequest{Term: 7},
		raft.VoteResponse{Term: 7},
		raft.VoteResponse{Term: 7, Granted: true},
		raft.VoteResponse{Term: 7, Pre: true},
		raft.AppendRequest{Term: 7},
		raft.AppendResponse{Term: 7, Rejected: true},
		raft.AppendResponse{Term: 7, Index: 1},
		raft.SnapshotRequest{Term: 7, Snapshot: snapshot, Length: 1},
		raft.SnapshotResponse{Term: 7, Snapshot: snapshot},
	} {
		for role, prepare := range map[raft.Role]func(s *stage){
			raft.Follower:  func(*stage) {},
			raft.Candidate: func(s *stage) { s.candidate(t, 1) },
			raft.Leader:    func(s *stage) { s.elect(t, 1) },
		} {
			t.Run(fmt.Sprintf("%v hears %v", role, m), func(t *testing.T) {
				s := three(t, 1, "1:-", "1:-", "1:-")
				prepare(s)
				require.Equal(t, role, s.node(1).Role())
				step := s.must(t, deliver(2, 1, m))
				require.Equal(t, raft.Follower, s.node(1).Role())
				require.Equal(t, raft.Term(7), s.node(1).Term())
				require.Equal(t, raft.HardState{Term: 7}, step.Records[0], "it is durable before any answer")
				require.Equal(t, []machine.Timer{raft.ElectionTimer}, withoutLeaderTimer(s.at(1).Timers))
			})
		}
	}
}

func withoutLeaderTimer(timers []machine.Timer) []machine.Timer {
	return slices.DeleteFunc(slices.Clone(timers), func(t machine.Timer) bool { return t == raft.LeaderTimer })
}

func TestPaper_5_1_RequestsOfEarlierTermsAreRejected(t *testing.T) {
	s := three(t, 5, "1:-", "1:-", "1:-")
	require.Equal(t, raft.VoteResponse{Term: 5}, only[raft.VoteResponse](t, s.hears(t, 2, 1, raft.VoteRequest{Term: 4, LastIndex: 9, LastTerm: 4})))
	rejected := raft.AppendResponse{Term: 5, Rejected: true}
	require.Equal(t, rejected, only[raft.AppendResponse](t, s.hears(t, 2, 1, raft.AppendRequest{Term: 4, PrevIndex: 1, PrevTerm: 1, Commit: 1})))
	chunk := raft.SnapshotRequest{Term: 4, Snapshot: raft.SnapshotMeta{Index: 3, Term: 4, Size: 1}, Length: 1}
	require.Equal(t, rejected, only[raft.AppendResponse](t, s.hears(t, 2, 1, chunk)))
	require.Equal(t, raft.None, s.node(1).Leader())
	require.Equal(t, raft.None, s.node(1).VotedFor())
	require.Zero(t, s.node(1).Commit())
}

func TestPaper_5_1_AnswersOfEarlierTermsAreRefused(t *testing.T) {
	s := three(t, 5, "1:-", "1:-", "1:-")
	s.candidate(t, 1)
	s.refuses(t, deliver(2, 1, raft.VoteResponse{Term: 5, Granted: true}))
	require.Equal(t, raft.Candidate, s.node(1).Role())
	s.elect(t, 1)
	s.refuses(t, deliver(2, 1, raft.VoteResponse{Term: 6, Granted: true}))
	s.refuses(t, deliver(2, 1, raft.AppendResponse{Term: 5, Index: 1}))
	s.refuses(t, deliver(2, 1, raft.AppendResponse{Term: 5, Rejected: true, Index: 1}))
	s.refuses(t, deliver(2, 1, raft.SnapshotResponse{Term: 5}))
}

func TestPaper_Figure2_TermVoteAndLogSurviveACrash(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	s.propose(t, 1, 1, "a")
	s.settle(t)
	for id := range machine.NodeID(3) {
		s.must(t, crash(id+1, 0))
		s.must(t, recovery(id+1))
		n := s.node(id + 1)
		require.Equal(t, raft.Follower, n.Role())
		require.Equal(t, raft.Term(1), n.Term())
		require.Equal(t, machine.NodeID(1), n.VotedFor())
		require.Equal(t, []string{"1:-", "1:a"}, s.log(id+1))
		require.Zero(t, n.Commit(), "what is committed it will be told")
	}
}

func TestPaper_5_2_NodesBeginAsFollowers(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	for id := range machine.NodeID(3) {
		require.Equal(t, raft.Follower, s.node(id+1).Role())
		require.Equal(t, []machine.Timer{raft.ElectionTimer}, s.at(id+1).Timers)
	}
}

func TestPaper_5_2_SilenceBeginsAnElection(t *testing.T) {
	s := three(t, 4, "1:- 2:a", "1:-", "1:-")
	step := s.must(t, fire(1, raft.ElectionTimer))
	require.Equal(t, []machine.Record{raft.HardState{Term: 5, VotedFor: 1}}, step.Records)
	require.Empty(t, step.Sends, "term and vote are durable first")
	require.Contains(t, step.Timers, machine.TimerChange{Timer: raft.ElectionTimer})
	step = s.must(t, persist(1))
	want := raft.VoteRequest{Term: 5, LastIndex: 2, LastTerm: 2}
	require.Equal(t, []explore.Envelope{{From: 1, To: 2, Message: want}, {From: 1, To: 3, Message: want}}, step.Sends)
	require.Equal(t, raft.Candidate, s.node(1).Role())
	require.Equal(t, []machine.NodeID{1}, s.node(1).Votes())
}

func TestPaper_5_2_MessagesOfTheLeaderKeepFollowersQuiet(t *testing.T) {
	s := three(t, 1, "1:-", "1:-", "1:-")
	again := machine.TimerChange{Timer: raft.ElectionTimer}
	require.Contains(t, s.must(t, deliver(2, 1, raft.AppendRequest{Term: 1, PrevIndex: 1, PrevTerm: 1})).Timers, again)
	require.Equal(t, machine.NodeID(2), s.node(1).Leader())
	require.Contains(t, s.must(t, deliver(2, 1, raft.AppendRequest{Term: 1, PrevIndex: 9, PrevTerm: 1})).Timers, again, "also if they are rejected")
	chunk := raft.SnapshotRequest{Term: 1, Snapshot: raft.SnapshotMeta{Index: 3, Term: 1, Size: 2}, Length: 1}
	require.Contains(t, s.must(t, deliver(2, 1, chunk)).Timers, again)
	require.NotContains(t, s.must(t, deliver(3, 1, raft.VoteRequest{Term: 1})).Timers, again, "a vote that is not given does not")
	require.Contains(t, s.must(t, deliver(3, 1, raft.VoteRequest{Term: 2, LastIndex: 1, LastTerm: 1})).Timers, again, "one that is given does")
}

func TestPaper_5_2_OneVoteInATerm(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	yes, no := raft.VoteResponse{Term: 1, Granted: true}, raft.VoteResponse{Term: 1}
	require.Equal(t, yes, only[raft.VoteResponse](t, s.hears(t, 2, 1, raft.VoteRequest{Term: 1})), "first come, first served")
	require.Equal(t, no, only[raft.VoteResponse](t, s.hears(t, 3, 1, raft.VoteRequest{Term: 1})))
	require.Equal(t, yes, only[raft.VoteResponse](t, s.hears(t, 2, 1, raft.VoteRequest{Term: 1})), "the answer may have been lost")
	yes.Term = 2
	require.Equal(t, yes, only[raft.VoteResponse](t, s.hears(t, 3, 1, raft.VoteRequest{Term: 2})), "the next term is another one")
	require.Equal(t, machine.NodeID(3), s.node(1).VotedFor())
}

func TestPaper_5_2_CandidatesVoteForNobodyElse(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.candidate(t, 1)
	require.Equal(t, raft.VoteResponse{Term: 1}, only[raft.VoteResponse](t, s.hears(t, 2, 1, raft.VoteRequest{Term: 1})))
	require.Equal(t, raft.Candidate, s.node(1).Role())
}

// TestPaper_5_2_MajorityWins: no fewer, no vote counted twice, and none of those that have none.
func TestPaper_5_2_MajorityWins(t *testing.T) {
	for nodes := 2; nodes <= 7; nodes++ {
		s := start(t, stageOptions{nodes: nodes})
		s.candidate(t, 1)
		votes := 1
		for id := machine.NodeID(2); int(id) <= nodes; id++ {
			require.Equal(t, votes > nodes/2, s.node(1).Role() == raft.Leader, "%d votes of %d", votes, nodes)
			if votes > nodes/2 {
				break
			}
			s.must(t, deliver(id, 1, raft.VoteResponse{Term: 1, Granted: true}))
			votes++
			if votes <= nodes/2 {
				s.refuses(t, deliver(id, 1, raft.VoteResponse{Term: 1, Granted: true}))
				s.refuses(t, deliver(99, 1, raft.VoteResponse{Term: 1, Granted: true}))
				s.refuses(t, deliver(machine.NodeID(nodes), 1, raft.VoteResponse{Term: 1}))
			}
		}
		require.Equal(t, raft.Leader, s.node(1).Role(), "%d votes of %d", votes, nodes)
	}
}

// TestPaper_5_2_VotesAreOfOneElection: what is left of one that is over does not count.
func TestPaper_5_2_VotesAreOfOneElection(t *testing.T) {
	s := start(t, stageOptions{nodes: 5})
	s.must(t, fire(1, raft.ElectionTimer))
	s.hears(t, 2, 1, raft.AppendRequest{Term: 1})
	require.Equal(t, raft.Follower, s.node(1).Role())
	require.Empty(t, s.node(1).Votes(), "the vote for itself has become durable after the election was lost")

	s = three(t, 1, "1:-", "1:-", "1:-").alone()
	s.must(t, fire(1, raft.ElectionTimer))
	s.must(t, deliver(2, 1, raft.VoteResponse{Term: 2, Granted: true}))
	s.must(t, deliver(3, 1, raft.VoteResponse{Term: 2, Granted: true}))
	require.Equal(t, raft.Leader, s.node(1).Role())
	s.must(t, persist(1))
	require.Empty(t, s.node(1).Votes(), "they have elected a leader")

	s = start(t, stageOptions{nodes: 3})
	s.candidate(t, 1)
	s.must(t, deliver(2, 1, raft.AppendRequest{Term: 1}))
	require.Empty(t, s.node(1).Votes(), "they have elected nobody")
}

// TestPaper_5_2_OwnVoteCountsOnce: what else a candidate writes is no vote.
func TestPaper_5_2_OwnVoteCountsOnce(t *testing.T) {
	s := three(t, 1, "1:-", "1:-", "1:-")
	s.elect(t, 2)
	s.must(t, fire(2, raft.HeartbeatTimer))
	s.settle(t)
	s.candidate(t, 1)
	require.Equal(t, []machine.NodeID{1}, s.node(1).Votes())
	s.must(t, ask(1, 9, raft.TakeSnapshot{Index: 1, Size: 1}))
	s.must(t, persist(1))
	require.Equal(t, []machine.NodeID{1}, s.node(1).Votes())
}

func TestPaper_5_2_WinnerTellsTheOthers(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.candidate(t, 1)
	step := s.must(t, deliver(2, 1, raft.VoteResponse{Term: 1, Granted: true}))
	require.Contains(t, step.Timers, machine.TimerChange{Timer: raft.HeartbeatTimer})
	require.Contains(t, step.Timers, machine.TimerChange{Timer: raft.ElectionTimer, Stop: true})
	require.Len(t, sent[raft.AppendRequest](s.must(t, flush(1)).Sends), 2)
	step = s.must(t, fire(1, raft.HeartbeatTimer))
	require.Len(t, sent[raft.AppendRequest](step.Sends), 2, "and again and again")
	require.Contains(t, step.Timers, machine.TimerChange{Timer: raft.HeartbeatTimer})
}

func TestPaper_5_2_CandidatesFollowTheLeaderOfTheirTerm(t *testing.T) {
	s := three(t, 1, "1:-", "1:-", "1:-")
	s.candidate(t, 1)
	s.hears(t, 2, 1, raft.AppendRequest{Term: 1, PrevIndex: 1, PrevTerm: 1})
	require.Equal(t, raft.Candidate, s.node(1).Role(), "a leader of an earlier term is none")
	s.hears(t, 2, 1, raft.AppendRequest{Term: 2, PrevIndex: 1, PrevTerm: 1})
	require.Equal(t, raft.Follower, s.node(1).Role())
	require.Equal(t, machine.NodeID(2), s.node(1).Leader())
	require.Equal(t, machine.NodeID(1), s.node(1).VotedFor(), "the vote of the term is given")
	s.refuses(t, deliver(3, 1, raft.VoteResponse{Term: 2, Granted: true}))
}

func TestPaper_5_2_SplitVotesAreTriedAgain(t *testing.T) {
	s := start(t, stageOptions{nodes: 4})
	for _, id := range []machine.NodeID{1, 2} {
		s.must(t, fire(id, raft.ElectionTimer))
		s.must(t, persist(id))
	}
	for from, to := range map[machine.NodeID]machine.NodeID{1: 3, 2: 4} {
		s.hears(t, from, to, raft.VoteRequest{Term: 1})
	}
	s.settle(t)
	require.Equal(t, raft.Candidate, s.node(1).Role())
	require.Equal(t, raft.Candidate, s.node(2).Role())
	s.elect(t, 2)
	require.Equal(t, raft.Term(2), s.node(2).Term())
}

func TestPaper_5_4_1_LogsAreComparedByTermAndThenByLength(t *testing.T) {
	for _, c := range []struct {
		own, candidate string
		granted        bool
	}{
		{"", "", true},
		{"1:-", "", false},
		{"", "1:-", true},
		{"1:- 1:a", "1:- 1:a", true},
		{"1:- 1:a", "1:-", false},
		{"1:-", "1:- 1:a", true},
		{"1:- 2:-", "1:- 1:a 1:b", false},
		{"1:- 1:a 1:b", "1:- 2:-", true},
		{"2:-", "1:- 3:-", true},
		{"3:-", "1:- 2:-", false},
	} {
		t.Run(c.candidate+" asks "+c.own, func(t *testing.T) {
			for _, pre := range []bool{false, true} {
				s := three(t, 5, c.own, c.candidate, "")
				index, term := s.node(2).Last()
				m := raft.VoteRequest{Term: 6, Pre: pre, LastIndex: index, LastTerm: term}
				require.Equal(t, c.granted, only[raft.VoteResponse](t, s.hears(t, 2, 1, m)).Granted)
			}
		})
	}
}

// TestPaper_5_5_RequestsMayBeRepeated: who crashes or is not heard is asked again, and says the same.
func TestPaper_5_5_RequestsMayBeRepeated(t *testing.T) {
	s := three(t, 1, "1:-", "1:-", "1:-")
	for _, m := range []machine.Message{
		raft.VoteRequest{Term: 2, LastIndex: 1, LastTerm: 1},
		raft.AppendRequest{Term: 2, PrevIndex: 1, PrevTerm: 1, Entries: parseLog(t, "2:- 2:a"), Round: 3},
		raft.AppendRequest{Term: 2, PrevIndex: 7, PrevTerm: 2},
	} {
		first := s.hears(t, 2, 1, m)
		before := s.node(1).AppendTo(nil)
		require.Equal(t, first, s.hears(t, 2, 1, m))
		require.Equal(t, before, s.node(1).AppendTo(nil))
		require.Empty(t, s.must(t, deliver(2, 1, m)).Records, "nothing is written twice")
	}
}
