package raft_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/progress"
	"github.com/tenet-go/tenet/raft/rafttest"
)

func TestPaper_5_3_LeadersAppendAndSendToAll(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	s.must(t, ask(1, 1, raft.Propose{Data: "a"}))
	s.must(t, ask(1, 2, raft.ProposeAll{Data: []string{"b", "c"}}))
	step := s.must(t, flush(1))
	entries := parseLog(t, "1:a 1:b 1:c")
	require.Equal(t, []machine.Record{raft.Append{PrevIndex: 1, Entries: entries}}, step.Records)
	want := raft.AppendRequest{Term: 1, PrevIndex: 1, PrevTerm: 1, Entries: entries, Commit: 1}
	require.Equal(t, []explore.Envelope{{From: 1, To: 2, Message: want}, {From: 1, To: 3, Message: want}}, step.Sends)
	s.refuses(t, flush(1))
}

// TestPaper_5_3_WhatAMajorityHasIsCommitted: the leader applies it, answers its client, and tells the followers with its next message.
func TestPaper_5_3_WhatAMajorityHasIsCommitted(t *testing.T) {
	s := start(t, stageOptions{nodes: 5}).alone()
	s.elect(t, 1)
	s.propose(t, 1, 7, "a")
	s.must(t, persist(1))
	s.must(t, deliver(2, 1, raft.AppendResponse{Term: 1, Index: 2}))
	require.EqualValues(t, 1, s.node(1).Commit(), "two of five")
	s.must(t, deliver(2, 1, raft.AppendResponse{Term: 1, Index: 2}))
	require.EqualValues(t, 1, s.node(1).Commit(), "one of them twice")
	step := s.must(t, deliver(3, 1, raft.AppendResponse{Term: 1, Index: 2}))
	require.EqualValues(t, 2, s.node(1).Commit())
	proposal := raft.Proposal{Index: 2, Term: 1, ID: 7}
	require.Equal(t, []machine.Apply{{
		Command: raft.ApplyEntries{First: 2, Entries: parseLog(t, "1:a"), Requests: []raft.Proposal{proposal}},
	}}, step.Applies)
	for _, m := range sent[raft.AppendRequest](s.must(t, flush(1)).Sends) {
		require.EqualValues(t, 2, m.Commit)
	}
}

func TestPaper_5_3_FollowersApplyWhatTheyAreTold(t *testing.T) {
	s := three(t, 1, "", "", "").alone()
	m := raft.AppendRequest{Term: 1, Entries: parseLog(t, "1:- 1:a 1:b"), Commit: 2}
	step := s.must(t, deliver(2, 1, m))
	require.Equal(t, []machine.Apply{{Command: raft.ApplyEntries{First: 1, Entries: m.Entries[:2]}}}, step.Applies)
	m.Commit = 1
	require.Empty(t, s.must(t, deliver(2, 1, m)).Applies, "never twice")
	m.Commit = 9
	step = s.must(t, deliver(2, 1, m))
	require.Equal(t, []machine.Apply{{Command: raft.ApplyEntries{First: 3, Entries: m.Entries[2:]}}}, step.Applies)
}

// TestPaper_Figure2_CommitIndexStaysWithinWhatMatches: what follows the entries of the message may not be the leader's.
func TestPaper_Figure2_CommitIndexStaysWithinWhatMatches(t *testing.T) {
	s := three(t, 1, "1:- 1:a 1:b", "", "").alone()
	s.must(t, deliver(2, 1, raft.AppendRequest{Term: 2, PrevIndex: 1, PrevTerm: 1, Commit: 3}))
	require.EqualValues(t, 1, s.node(1).Commit())
	require.Equal(t, []string{"1:-", "1:a", "1:b"}, s.log(1))
}

func TestPaper_5_3_ConsistencyCheck(t *testing.T) {
	for _, c := range []struct {
		name      string
		prevIndex raft.Index
		prevTerm  raft.Term
		accepted  bool
	}{
		{"the beginning always matches", 0, 0, true},
		{"the same entry", 2, 1, true},
		{"the last entry", 4, 3, true},
		{"another term", 3, 2, false},
		{"an entry that is not there", 5, 3, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := three(t, 3, "1:- 1:a 3:- 3:b", "", "")
			m := raft.AppendRequest{Term: 4, PrevIndex: c.prevIndex, PrevTerm: c.prevTerm, Round: 5}
			answer := only[raft.AppendResponse](t, s.hears(t, 2, 1, m))
			require.Equal(t, !c.accepted, answer.Rejected)
			require.Equal(t, c.prevIndex, answer.Index)
			require.EqualValues(t, 5, answer.Round)
			require.Equal(t, []string{"1:-", "1:a", "3:-", "3:b"}, s.log(1), "nothing is cut off before there is something else")
		})
	}
}

// TestPaper_5_3_RejectionsNameWhatIsThere also where no entry of so early a term is: the log begins with what is committed.
func TestPaper_5_3_RejectionsNameWhatIsThere(t *testing.T) {
	storage := storageOf(t, "3:- 3:a 3:b")
	require.NoError(t, storage.Add(raft.Compact{Snapshot: raft.SnapshotMeta{Index: 2, Term: 3}, Base: 2}))
	n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}}, storage)
	for prev, term := range map[raft.Index]raft.Term{2: 1, 3: 2, 4: 1, 9: 2} {
		m := raft.AppendRequest{Term: 4, PrevIndex: prev, PrevTerm: term}
		want := raft.AppendResponse{Term: 4, Rejected: true, Index: prev, HintIndex: 2, HintTerm: 3}
		require.Equal(t, want, give(n, receive(2, m)).Sends[0].Message)
	}
}

func TestPaper_5_3_ConflictsAreOverwritten(t *testing.T) {
	for _, c := range []struct {
		name, entries string
		prev          raft.Index
		log           string
		written       string // "" if nothing is
	}{
		{"new", "4:-", 4, "1:- 1:a 3:- 3:b 4:-", "4:-"},
		{"there already", "1:a 3:-", 1, "1:- 1:a 3:- 3:b", ""},
		{"there already, and new", "3:b 4:-", 3, "1:- 1:a 3:- 3:b 4:-", "4:-"},
		{"a conflict", "2:-", 2, "1:- 1:a 2:-", "2:-"},
		{"a conflict after what is there", "1:a 2:- 4:-", 1, "1:- 1:a 2:- 4:-", "2:- 4:-"},
		{"a heartbeat", "", 2, "1:- 1:a 3:- 3:b", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := three(t, 3, "1:- 1:a 3:- 3:b", "", "")
			before := s.node(1).Entries()[c.prev-1]
			m := raft.AppendRequest{Term: 4, PrevIndex: c.prev, PrevTerm: before.Term, Entries: parseLog(t, c.entries)}
			step := s.must(t, deliver(2, 1, m))
			require.Equal(t, strings.Fields(c.log), s.log(1))
			var written []raft.Entry
			for _, r := range step.Records {
				if a, ok := r.(raft.Append); ok {
					written = a.Entries
				}
			}
			require.Equal(t, parseLog(t, c.written), written)
		})
	}
}

// TestPaper_5_3_MessagesThatCannotBeAreRefused: no leader can have sent them.
func TestPaper_5_3_MessagesThatCannotBeAreRefused(t *testing.T) {
	s := three(t, 3, "1:- 1:a", "", "").alone()
	s.must(t, deliver(2, 1, raft.AppendRequest{Term: 3, PrevIndex: 2, PrevTerm: 1, Commit: 2}))
	for name, m := range map[string]raft.AppendRequest{
		"an entry of a later term":          {Term: 3, PrevIndex: 2, PrevTerm: 1, Entries: parseLog(t, "4:-")},
		"an entry of no term":               {Term: 3, PrevIndex: 2, PrevTerm: 1, Entries: parseLog(t, "0:x")},
		"terms that go down":                {Term: 3, PrevIndex: 2, PrevTerm: 1, Entries: parseLog(t, "3:- 2:-")},
		"terms below that before":           {Term: 3, PrevIndex: 2, PrevTerm: 2, Entries: parseLog(t, "1:x")},
		"another entry in committed place":  {Term: 3, PrevIndex: 1, PrevTerm: 1, Entries: parseLog(t, "3:-")},
		"the second one in committed place": {Term: 3, Entries: parseLog(t, "1:- 2:x")},
	} {
		step, err := s.do(deliver(2, 1, m))
		require.NoError(t, err, name)
		require.Nil(t, step, name)
	}
	s.elect(t, 1)
	s.refuses(t, deliver(2, 1, raft.AppendRequest{Term: s.node(1).Term()}))
	s.refuses(t, deliver(2, 1, raft.AppendResponse{Term: s.node(1).Term(), Index: 99}))
	s.refuses(t, deliver(9, 1, raft.AppendResponse{Term: s.node(1).Term(), Index: 1}))
}

// TestPaper_Figure7_AllLogsBecomeTheLeaders: the leader of term 8 finds each of the logs of the figure.
func TestPaper_Figure7_AllLogsBecomeTheLeaders(t *testing.T) {
	leader := []raft.Term{1, 1, 1, 4, 4, 5, 5, 6, 6, 6}
	for name, terms := range map[string][]raft.Term{
		"a": {1, 1, 1, 4, 4, 5, 5, 6, 6},
		"b": {1, 1, 1, 4},
		"c": {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6},
		"d": {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7},
		"e": {1, 1, 1, 4, 4, 4, 4},
		"f": {1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3},
	} {
		t.Run(name, func(t *testing.T) {
			disk := func(terms []raft.Term) []machine.Record { return rafttest.Disk(7, raft.None, entriesOf(terms)...) }
			s := start(t, stageOptions{nodes: 3, disks: map[machine.NodeID][]machine.Record{1: disk(leader), 2: disk(terms), 3: disk(leader)}})
			s.elect(t, 1, 1, 3)
			rejections := 0
			s.exchange(t, rafttest.First(3), func(step *explore.Step) {
				for _, m := range sent[raft.AppendResponse](step.Sends) {
					if m.Rejected {
						rejections++
					}
				}
			})
			require.Equal(t, s.log(1), s.log(2))
			require.Equal(t, s.node(1).Commit(), s.node(2).Commit())
			require.LessOrEqual(t, rejections, 3, "one for each term in which they differ, at most")
		})
	}
}

// entriesOf returns entries of these terms, equal where index and term are.
func entriesOf(terms []raft.Term) []raft.Entry {
	all := make([]raft.Entry, len(terms))
	for i, term := range terms {
		all[i] = raft.Entry{Term: term, Data: fmt.Sprint(i + 1)}
	}
	return all
}

// TestPaper_5_3_BackOffSkipsTerms: a follower that is far behind, or far astray, is found with one rejection for each term.
func TestPaper_5_3_BackOffSkipsTerms(t *testing.T) {
	own, other := make([]raft.Term, 300), make([]raft.Term, 320)
	for i := range own {
		own[i] = raft.Term(1 + i/100*2) // 1, 3, 5
	}
	for i := range other {
		other[i] = raft.Term(max(1, i/80*2)) // 1, 2, 4, 6
	}
	disk := func(terms []raft.Term) []machine.Record { return rafttest.Disk(6, raft.None, entriesOf(terms)...) }
	s := start(t, stageOptions{nodes: 3, disks: map[machine.NodeID][]machine.Record{1: disk(own), 2: disk(other), 3: disk(own)}})
	s.elect(t, 1, 1, 3)
	rejections := 0
	s.exchange(t, rafttest.First(3), func(step *explore.Step) {
		for _, m := range sent[raft.AppendResponse](step.Sends) {
			if m.Rejected {
				rejections++
			}
		}
	})
	require.Equal(t, s.log(1), s.log(2))
	require.LessOrEqual(t, rejections, 5)
}

// TestPaper_5_3_LostMessagesAreSentAgain: the leader asks for ever.
func TestPaper_5_3_LostMessagesAreSentAgain(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	s.cut(3)
	for request, data := range []string{"a", "b", "c"} {
		s.propose(t, 1, machine.RequestID(request+1), data)
		s.settle(t)
	}
	require.Equal(t, []string{"1:-"}, s.log(3))
	s.heal()
	s.must(t, fire(1, raft.HeartbeatTimer))
	s.settle(t)
	require.Equal(t, []string{"1:-", "1:a", "1:b", "1:c"}, s.log(3))
	require.EqualValues(t, 4, s.node(3).Commit())
}

// TestThesis_10_2_1_MessagesFollowEachOther: the leader does not wait for answers, up to the limits, nor for its own disk.
func TestThesis_10_2_1_MessagesFollowEachOther(t *testing.T) {
	s := start(t, stageOptions{nodes: 3, config: func(_ machine.NodeID, c *raft.Config) {
		c.MaxMessageBytes, c.MaxInflightEntries = 2*entryBytes, 5
	}}).alone()
	s.elect(t, 1)
	s.must(t, ask(1, 1, raft.ProposeAll{Data: strings.Split("abcdefghi", "")}))
	step := s.must(t, flush(1))
	require.Len(t, step.Records, 1, "one write of all entries, which has not ended when the messages leave")
	var sizes []int
	for _, e := range step.Sends {
		if e.To == 2 {
			sizes = append(sizes, len(e.Message.(raft.AppendRequest).Entries))
		}
	}
	require.Equal(t, []int{2, 2, 2}, sizes, "two entries in a message; then five or more are on their way")
	s.refuses(t, flush(1))
	s.must(t, deliver(2, 1, raft.AppendResponse{Term: 1, Index: 3}))
	step = s.must(t, flush(1))
	require.Len(t, step.Sends, 1)
	require.EqualValues(t, 7, step.Sends[0].Message.(raft.AppendRequest).PrevIndex)
	s.settle(t)
	require.Equal(t, s.log(1), s.log(2))
	require.EqualValues(t, 10, s.node(3).Commit())
}

// TestThesis_10_2_1_WindowsAreOfEachFollower: one that has not answered is sent no entries, though another one is.
func TestThesis_10_2_1_WindowsAreOfEachFollower(t *testing.T) {
	n := leading(t, raft.Config{MaxInflightEntries: 1})
	give(n, receive(3, raft.AppendResponse{Term: 1, Index: 1}))
	give(n, request(1, raft.Propose{Data: "a"}))
	out := give(n, machine.Flush{})
	require.Equal(t, []int{1}, sentTo(out, 2))
	require.Equal(t, []int{1}, sentTo(out, 3))
	for f := range n.Followers() {
		require.Equal(t, 1, f.Inflight.Len())
		require.EqualValues(t, 2, f.Inflight.Last(0), "until it has acknowledged that")
		require.Equal(t, entryBytes, f.Inflight.Bytes(0))
	}
	give(n, receive(2, raft.AppendResponse{Term: 1, Index: 2}))
	give(n, machine.Flush{})
	give(n, request(2, raft.Propose{Data: "b"}))
	give(n, request(3, raft.Read{}))
	out = give(n, machine.Flush{})
	require.Equal(t, []int{1}, sentTo(out, 2), "with the round, and nothing for the round alone")
	require.Equal(t, []int{0}, sentTo(out, 3), "the round only")
}

// TestThesis_10_2_1_LeadersCountWhatTheirDiskHas: they need not be among the quorum.
func TestThesis_10_2_1_LeadersCountWhatTheirDiskHas(t *testing.T) {
	s := start(t, stageOptions{nodes: 3}).alone()
	s.elect(t, 1)
	s.propose(t, 1, 1, "a")
	s.must(t, deliver(2, 1, raft.AppendResponse{Term: 1, Index: 2}))
	require.EqualValues(t, 1, s.node(1).Commit())
	s.must(t, persist(1))
	require.EqualValues(t, 2, s.node(1).Commit())
}

// TestPaper_7_HintsFromBeforeTheLog: the follower is sent the snapshot. One whose log ends where the leader's begins needs none.
func TestPaper_7_HintsFromBeforeTheLog(t *testing.T) {
	for hint, want := range map[raft.Index]progress.State{1: progress.Snapshot, 2: progress.Probe, 3: progress.Probe} {
		storage := storageOf(t, "1:- 1:a 1:b 1:c")
		require.NoError(t, storage.Add(raft.Compact{Snapshot: raft.SnapshotMeta{Index: 2, Term: 1, Size: 1}, Base: 2}))
		n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}}, storage)
		give(n, machine.Fire{Timer: raft.ElectionTimer})
		give(n, machine.Persisted{Seq: 1})
		give(n, receive(3, raft.VoteResponse{Term: 2, Granted: true}))
		give(n, machine.Flush{})
		give(n, receive(2, raft.AppendResponse{Term: 2, Rejected: true, Index: 4, HintIndex: hint, HintTerm: 1}))
		give(n, machine.Flush{})
		for f := range n.Followers() {
			if f.ID == 2 {
				require.Equal(t, want, f.State, "the hint is %d", hint)
				require.True(t, f.State == progress.Snapshot || f.Next == hint+1)
			}
		}
	}
}

func TestPaper_5_4_2_OlderTermsAreCommittedWithTheOwn(t *testing.T) {
	s := three(t, 2, "1:- 2:-", "1:- 2:-", "1:-").alone()
	s.candidate(t, 1)
	s.must(t, deliver(2, 1, raft.VoteResponse{Term: 3, Granted: true}))
	s.must(t, flush(1))
	s.must(t, persist(1))
	s.must(t, deliver(2, 1, raft.AppendResponse{Term: 3, Index: 2}))
	require.Zero(t, s.node(1).Commit(), "a quorum has the entry of term 2, but it is not of this term")
	step := s.must(t, deliver(2, 1, raft.AppendResponse{Term: 3, Index: 3}))
	require.EqualValues(t, 3, s.node(1).Commit())
	require.Equal(t, parseLog(t, "1:- 2:- 3:-"), step.Applies[0].Command.(raft.ApplyEntries).Entries)
}

// storageOf returns storage in the term of the last of these entries.
func storageOf(t *testing.T, log string) *raft.Storage {
	t.Helper()
	entries := parseLog(t, log)
	s := &raft.Storage{}
	for _, r := range rafttest.Disk(entries[len(entries)-1].Term, raft.None, entries...) {
		require.NoError(t, s.Add(r))
	}
	return s
}

func TestPaper_Figure2_ProgressOfFollowers(t *testing.T) {
	s := three(t, 1, "1:- 1:a", "1:- 1:a", "1:-")
	s.candidate(t, 1)
	s.must(t, deliver(2, 1, raft.VoteResponse{Term: 2, Granted: true}))
	for f := range s.node(1).Followers() {
		require.Equal(t, progress.New(f.ID, 3), f, "nextIndex begins after the leader's last entry, matchIndex at 0")
	}
	s.settle(t)
	for f := range s.node(1).Followers() {
		require.Equal(t, progress.Replicate, f.State)
		require.EqualValues(t, 3, f.Match)
		require.EqualValues(t, 4, f.Next)
	}
}
