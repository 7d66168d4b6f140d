package raft_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/progress"
)

// compacted returns a cluster in which node 1 leads, nodes 1 and 2 have four entries, and node 1 has a snapshot of them in the place of its log.
// Node 3 has nothing.
func compacted(t *testing.T, size uint64) *stage {
	t.Helper()
	s := start(t, stageOptions{nodes: 3, config: func(_ machine.NodeID, c *raft.Config) { c.ChunkBytes = 2 }})
	s.cut(3)
	s.elect(t, 1, 1, 2)
	s.must(t, ask(1, 1, raft.ProposeAll{Data: []string{"a", "b", "c"}}))
	s.settle(t)
	s.must(t, ask(1, 9, raft.TakeSnapshot{Index: 4, Size: size, Handle: 1}))
	s.settle(t)
	s.heal()
	return s
}

// follower returns what a leader knows of a follower.
func (s *stage) follower(leader, id machine.NodeID) progress.Follower {
	for f := range s.node(leader).Followers() {
		if f.ID == id {
			return f
		}
	}
	return progress.Follower{}
}

// TestPaper_7_SnapshotsTakeThePlaceOfTheLog: the index and term of the last entry stay known.
func TestPaper_7_SnapshotsTakeThePlaceOfTheLog(t *testing.T) {
	for trailing, log := range map[uint64][]string{0: {"1:b"}, 1: {"1:a", "1:b"}, 2: {"1:-", "1:a", "1:b"}, 9: {"1:-", "1:a", "1:b"}} {
		s := start(t, stageOptions{nodes: 3, config: func(_ machine.NodeID, c *raft.Config) { c.TrailingEntries = trailing }})
		s.elect(t, 1)
		s.must(t, ask(1, 1, raft.ProposeAll{Data: []string{"a", "b"}}))
		s.settle(t)
		step := s.must(t, ask(1, 9, raft.TakeSnapshot{Index: 2, Size: 5, Handle: 1}))
		meta := raft.SnapshotMeta{Index: 2, Term: 1, Size: 5, Handle: 1}
		base := 3 - raft.Index(len(log))
		require.Equal(t, []machine.Record{raft.Compact{Snapshot: meta, Base: base}}, step.Records)
		require.Equal(t, log, s.log(1))
		require.Empty(t, s.told[9], "not before it is durable")
		s.must(t, persist(1))
		require.Equal(t, []string{"snapshot taken at 2"}, s.told[9])

		s.must(t, crash(1, 0))
		step = s.must(t, recovery(1))
		require.Equal(t, []machine.Apply{{Command: raft.RestoreSnapshot{Snapshot: meta}}}, step.Applies)
		require.Equal(t, log, s.log(1))
		require.EqualValues(t, 2, s.node(1).Commit())
	}
}

func TestPaper_7_SnapshotsAreOfWhatIsCommitted(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	s.propose(t, 1, 1, "a")
	for _, index := range []raft.Index{0, 2, 3} {
		s.refuses(t, ask(1, 9, raft.TakeSnapshot{Index: index, Size: 1}))
		require.ErrorIs(t, s.node(1).Check(raft.TakeSnapshot{Index: index}), raft.ErrSnapshot)
	}
	s.must(t, ask(1, 9, raft.TakeSnapshot{Index: 1, Size: 1}))
	s.refuses(t, ask(1, 10, raft.TakeSnapshot{Index: 1, Size: 2, Handle: 2}))
}

// TestPaper_7_FollowersThatLagAreSentTheSnapshot: a chunk at a time, each of which is durable before the next one is asked for.
func TestPaper_7_FollowersThatLagAreSentTheSnapshot(t *testing.T) {
	s := compacted(t, 5)
	meta := s.node(1).Snapshot()
	s.must(t, fire(1, raft.HeartbeatTimer))
	for _, length := range []uint64{2, 2, 1} {
		f := s.follower(1, 3)
		require.Equal(t, progress.Snapshot, f.State)
		e, ok := s.take(isChunk)
		require.True(t, ok)
		chunk := e.Message.(raft.SnapshotRequest)
		require.Equal(t, raft.SnapshotRequest{Term: 1, Snapshot: meta, Offset: f.Offset, Length: length}, chunk)
		s.refuses(t, flush(1))
		step := s.must(t, deliver(1, 3, chunk))
		require.Empty(t, step.Sends, "the chunk is on its way to the disk")
		for len(s.at(3).Unsynced) > 0 {
			s.must(t, persist(3))
		}
		if length == 2 {
			answer := sent[raft.SnapshotResponse](s.mail)
			require.Equal(t, []raft.SnapshotResponse{{Term: 1, Snapshot: meta, Offset: f.Offset + 2}}, answer)
			require.Equal(t, f.Offset+2, s.node(3).Incoming().Offset)
			s.mail = nil
			s.must(t, deliver(3, 1, answer[0]))
			s.must(t, flush(1))
		}
	}
	require.Equal(t, meta, s.node(3).Snapshot())
	require.EqualValues(t, 4, s.node(3).Commit())
	require.Zero(t, s.node(3).Incoming().Offset)
	s.settle(t)
	require.Equal(t, progress.Replicate, s.follower(1, 3).State)
	require.EqualValues(t, 4, s.follower(1, 3).Match)
}

func TestPaper_7_ChunksAreJoinedInOrder(t *testing.T) {
	s := start(t, stageOptions{nodes: 3}).alone()
	first := raft.SnapshotMeta{Index: 4, Term: 1, Size: 6, Handle: 1}
	other := raft.SnapshotMeta{Index: 5, Term: 1, Size: 6, Handle: 2}
	chunk := func(meta raft.SnapshotMeta, offset uint64) uint64 {
		m := raft.SnapshotRequest{Term: 1, Snapshot: meta, Offset: offset, Length: 2}
		answer := only[raft.SnapshotResponse](t, s.hears(t, 2, 1, m))
		require.Equal(t, meta, answer.Snapshot)
		return answer.Offset
	}
	require.EqualValues(t, 0, chunk(first, 2), "the first one is missing")
	require.EqualValues(t, 2, chunk(first, 0))
	require.EqualValues(t, 2, chunk(first, 4), "one is missing")
	require.EqualValues(t, 2, chunk(first, 0), "it is there")
	require.EqualValues(t, 0, chunk(other, 2), "chunks of different snapshots are not joined")
	require.EqualValues(t, 4, chunk(first, 2))
	require.EqualValues(t, 2, chunk(other, 0), "another snapshot takes the place")
	require.EqualValues(t, 0, chunk(first, 4))
	s.must(t, crash(1, 0))
	s.must(t, recovery(1))
	require.EqualValues(t, 4, chunk(other, 2), "what is durable need not be sent again")
}

func TestPaper_7_SnapshotsThatCannotBeAreRefused(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	for name, m := range map[string]raft.SnapshotRequest{
		"of nothing":          {Term: 2, Snapshot: raft.SnapshotMeta{Size: 1}, Length: 1},
		"of no index":         {Term: 2, Snapshot: raft.SnapshotMeta{Term: 1, Size: 1}, Length: 1},
		"of no term":          {Term: 2, Snapshot: raft.SnapshotMeta{Index: 1, Size: 1}, Length: 1},
		"of a later term":     {Term: 2, Snapshot: raft.SnapshotMeta{Index: 1, Term: 3, Size: 1}, Length: 1},
		"an empty chunk":      {Term: 2, Snapshot: raft.SnapshotMeta{Index: 1, Term: 1, Size: 1}},
		"beyond the end":      {Term: 2, Snapshot: raft.SnapshotMeta{Index: 1, Term: 1, Size: 1}, Offset: 1, Length: 1},
		"an overflow":         {Term: 2, Snapshot: raft.SnapshotMeta{Index: 1, Term: 1, Size: 9}, Offset: 2, Length: 1<<64 - 1},
		"an offset too large": {Term: 2, Snapshot: raft.SnapshotMeta{Index: 1, Term: 1, Size: 9}, Offset: 1<<64 - 1, Length: 2},
	} {
		step, err := s.do(deliver(2, 1, m))
		require.NoError(t, err, name)
		require.Nil(t, step, name)
	}
	s.elect(t, 1)
	own := raft.SnapshotRequest{Term: 1, Snapshot: raft.SnapshotMeta{Index: 9, Term: 1, Size: 1}, Length: 1}
	s.refuses(t, deliver(2, 1, own))
}

func TestPaper_7_EmptySnapshotsAreSentToo(t *testing.T) {
	s := compacted(t, 0)
	s.must(t, fire(1, raft.HeartbeatTimer))
	s.settle(t)
	require.EqualValues(t, 4, s.node(3).Snapshot().Index)
	require.EqualValues(t, 4, s.node(3).Commit())
}

// TestPaper_7_LateSnapshotsAreNotInstalled: the follower has all that, and says so.
func TestPaper_7_LateSnapshotsAreNotInstalled(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	s.propose(t, 1, 1, "a")
	s.settle(t)
	m := raft.SnapshotRequest{Term: 1, Snapshot: raft.SnapshotMeta{Index: 2, Term: 1, Size: 1}, Length: 1, Round: 3}
	step := s.must(t, deliver(1, 2, m))
	require.Empty(t, step.Records)
	require.Empty(t, step.Applies)
	require.Equal(t, raft.AppendResponse{Term: 1, Index: 2, Round: 3}, only[raft.AppendResponse](t, step.Sends))
}

// TestPaper_7_NewerSnapshotsBeginAnew: the leader may take one while it sends another, and it may be shorter.
func TestPaper_7_NewerSnapshotsBeginAnew(t *testing.T) {
	s := compacted(t, 7)
	s.must(t, fire(1, raft.HeartbeatTimer))
	for range 2 {
		e, ok := s.take(isChunk)
		require.True(t, ok)
		s.hears(t, 1, 3, e.Message)
		s.mail = nil
		s.must(t, deliver(3, 1, raft.SnapshotResponse{Term: 1, Snapshot: s.node(1).Snapshot(), Offset: s.node(3).Incoming().Offset}))
		s.must(t, flush(1))
	}
	older := s.node(1).Snapshot()
	require.EqualValues(t, 4, s.follower(1, 3).Offset)
	s.mail = nil
	s.propose(t, 1, 5, "d")
	s.settle(t, 1, 2)
	s.must(t, ask(1, 10, raft.TakeSnapshot{Index: 5, Size: 3, Handle: 2}))
	require.Zero(t, s.follower(1, 3).Offset)
	s.must(t, deliver(3, 1, raft.SnapshotResponse{Term: 1, Snapshot: older, Offset: 2}))
	require.Zero(t, s.follower(1, 3).Offset, "an answer about the older one says nothing")
	s.settle(t)
	require.EqualValues(t, 5, s.node(3).Snapshot().Index)
	require.EqualValues(t, 5, s.node(3).Commit())
}

// TestPaper_7_InstallingDropsWhatHasArrivedOfOthers: also of a newer one, in memory as in storage, which has no place for two. A later leader may have an
// older snapshot.
func TestPaper_7_InstallingDropsWhatHasArrivedOfOthers(t *testing.T) {
	s := start(t, stageOptions{nodes: 3}).alone()
	newer := raft.SnapshotMeta{Index: 5, Term: 1, Size: 6, Handle: 1}
	older := raft.SnapshotMeta{Index: 4, Term: 1, Size: 3, Handle: 2}
	s.hears(t, 2, 1, raft.SnapshotRequest{Term: 1, Snapshot: newer, Length: 2})
	require.Equal(t, raft.Incoming{Snapshot: newer, Offset: 2}, s.node(1).Incoming())
	s.hears(t, 3, 1, raft.SnapshotRequest{Term: 2, Snapshot: older, Length: 3})
	require.Equal(t, older, s.node(1).Snapshot())
	require.Equal(t, raft.Incoming{}, s.node(1).Incoming())
	require.Equal(t, raft.Incoming{}, s.at(1).Durable.(*raft.Storage).Incoming())
	m := raft.SnapshotRequest{Term: 2, Snapshot: newer, Offset: 2, Length: 2}
	require.Zero(t, only[raft.SnapshotResponse](t, s.hears(t, 3, 1, m)).Offset, "its beginning is to be sent again")
}

// TestPaper_7_LostChunksAreSentAgain with each heartbeat.
func TestPaper_7_LostChunksAreSentAgain(t *testing.T) {
	s := compacted(t, 3)
	s.must(t, fire(1, raft.HeartbeatTimer))
	first, ok := s.take(isChunk)
	require.True(t, ok)
	s.must(t, fire(1, raft.HeartbeatTimer))
	second, ok := s.take(isChunk)
	require.True(t, ok)
	require.Equal(t, first, second)
}

// TestPaper_7_AnswersEchoTermAndRound, wherever a chunk leads to.
func TestPaper_7_AnswersEchoTermAndRound(t *testing.T) {
	n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}}, &raft.Storage{})
	meta := raft.SnapshotMeta{Index: 4, Term: 1, Size: 3, Handle: 1}
	for _, c := range []struct {
		name           string
		offset, length uint64
		want           machine.Message
	}{
		{"too early", 1, 1, raft.SnapshotResponse{Term: 2, Snapshot: meta, Round: 5}},
		{"the first one", 0, 1, raft.SnapshotResponse{Term: 2, Snapshot: meta, Offset: 1, Round: 5}},
		{"the last one", 1, 2, raft.AppendResponse{Term: 2, Index: 4, Round: 5}},
		{"late", 1, 2, raft.AppendResponse{Term: 2, Index: 4, Round: 5}},
	} {
		out := give(n, receive(2, raft.SnapshotRequest{Term: 2, Snapshot: meta, Offset: c.offset, Length: c.length, Round: 5}))
		require.Equal(t, c.want, out.Sends[0].Message, c.name)
	}
}

// TestPaper_7_ProposalsUnderASnapshot: what was in their place is not known any more. Those beyond it go on waiting.
func TestPaper_7_ProposalsUnderASnapshot(t *testing.T) {
	n := leading(t, raft.Config{})
	give(n, request(1, raft.ProposeAll{Data: []string{"a", "b", "c", "d"}}))
	give(n, machine.Flush{})
	m := raft.SnapshotRequest{Term: 2, Snapshot: raft.SnapshotMeta{Index: 3, Term: 2, Size: 1}, Length: 1}
	require.Equal(t, []machine.Reply{{ID: 1, Result: raft.Unknown{}}, {ID: 2, Result: raft.Unknown{}}}, give(n, receive(2, m)).Replies)
	require.Equal(t, []raft.Proposal{{Index: 4, Term: 1, ID: 3}, {Index: 5, Term: 1, ID: 4}}, n.Proposals())
	m.Snapshot.Index = 9
	require.Len(t, give(n, receive(2, m)).Replies, 2)
	require.Empty(t, n.Proposals())
}

// TestPaper_7_AppendsFromBeforeTheSnapshot: what it covers is left out, and the rest follows it (R18 in docs/scenarios.md).
func TestPaper_7_AppendsFromBeforeTheSnapshot(t *testing.T) {
	for prev := range raft.Index(4) {
		storage := storageOf(t, "1:- 1:a 1:b")
		require.NoError(t, storage.Add(raft.Compact{Snapshot: raft.SnapshotMeta{Index: 3, Term: 1}, Base: 3}))
		n := recovered(t, raft.Config{Voters: []machine.NodeID{1, 2, 3}}, storage)
		m := raft.AppendRequest{Term: 1, PrevIndex: prev, PrevTerm: min(1, raft.Term(prev)), Entries: parseLog(t, "1:- 1:a 1:b 1:c 1:d")[prev:]}
		out := give(n, receive(2, m))
		require.Equal(t, raft.AppendResponse{Term: 1, Index: 5}, out.Sends[0].Message)
		require.Equal(t, parseLog(t, "1:c 1:d"), n.Entries())
	}
}

// TestPaper_7_TrailingEntriesBeginAtASnapshot: the log is not longer than it is.
func TestPaper_7_TrailingEntriesBeginAtASnapshot(t *testing.T) {
	s := start(t, stageOptions{nodes: 3, config: func(_ machine.NodeID, c *raft.Config) { c.TrailingEntries = 2 }}).alone()
	s.hears(t, 2, 1, raft.SnapshotRequest{Term: 1, Snapshot: raft.SnapshotMeta{Index: 4, Term: 1, Size: 1}, Length: 1})
	s.hears(t, 2, 1, raft.AppendRequest{Term: 1, PrevIndex: 4, PrevTerm: 1, Entries: parseLog(t, "1:a 1:b 1:c"), Commit: 7})
	for index, base := range map[raft.Index]raft.Index{5: 4, 6: 4, 7: 5} {
		n := s.node(1).Clone().(*raft.Node)
		require.Equal(t, []machine.Record{raft.Compact{Snapshot: raft.SnapshotMeta{Index: index, Term: 1}, Base: base}}, give(n, request(1, raft.TakeSnapshot{Index: index})).Records)
	}
}

// TestPaper_7_ApplicationsRecoverFromTheFirstSnapshot also if it is of one entry.
func TestPaper_7_ApplicationsRecoverFromTheFirstSnapshot(t *testing.T) {
	s := start(t, stageOptions{nodes: 3})
	s.elect(t, 1)
	s.must(t, ask(1, 9, raft.TakeSnapshot{Index: 1, Size: 1}))
	s.must(t, persist(1))
	s.must(t, crash(1, 0))
	require.Len(t, s.must(t, recovery(1)).Applies, 1)
}

// TestPaper_7_AnswersOfStrangers: only followers that are sent this snapshot have a say in the transfer.
func TestPaper_7_AnswersOfStrangers(t *testing.T) {
	s := compacted(t, 3).alone()
	meta := s.node(1).Snapshot()
	s.refuses(t, deliver(9, 1, raft.SnapshotResponse{Term: 1, Snapshot: meta, Offset: 1}))
	s.refuses(t, deliver(1, 2, raft.SnapshotResponse{Term: 1, Snapshot: meta, Offset: 1}))
	before := s.follower(1, 2)
	s.must(t, deliver(2, 1, raft.SnapshotResponse{Term: 1, Snapshot: meta, Offset: 1}))
	require.Equal(t, before, s.follower(1, 2), "it needs none")
	s.must(t, fire(1, raft.HeartbeatTimer))
	before = s.follower(1, 3)
	require.True(t, before.Paused)
	other := meta
	other.Handle++
	s.must(t, deliver(3, 1, raft.SnapshotResponse{Term: 1, Snapshot: other, Offset: 1}))
	require.Equal(t, before, s.follower(1, 3), "that is another snapshot")
	s.must(t, deliver(3, 1, raft.SnapshotResponse{Term: 1, Snapshot: meta, Offset: 3}))
	require.Equal(t, before, s.follower(1, 3), "there is no such byte")
	s.must(t, deliver(3, 1, raft.SnapshotResponse{Term: 1, Snapshot: meta, Offset: 2}))
	require.EqualValues(t, 2, s.follower(1, 3).Offset)
	require.False(t, s.follower(1, 3).Paused)
}

// TestThesis_6_4_TransfersConfirmReads: chunks carry the round, and who answers them is there.
func TestThesis_6_4_TransfersConfirmReads(t *testing.T) {
	n := leading(t, raft.Config{CheckQuorum: true})
	give(n, request(9, raft.TakeSnapshot{Index: 1, Size: 3}))
	give(n, machine.Fire{Timer: raft.HeartbeatTimer})
	give(n, machine.Fire{Timer: raft.QuorumTimer})
	give(n, request(7, raft.Read{}))
	meta := n.Snapshot()
	chunk := raft.SnapshotRequest{Term: 1, Snapshot: meta, Length: 3, Round: 1}
	require.Contains(t, give(n, machine.Flush{}).Sends, machine.Send{To: 3, Message: chunk}, "the round goes to those who have not answered, too")
	require.Empty(t, give(n, receive(3, raft.SnapshotResponse{Term: 1, Snapshot: meta, Offset: 1})).Replies)
	out := give(n, receive(3, raft.SnapshotResponse{Term: 1, Snapshot: meta, Offset: 1, Round: 1}))
	require.Equal(t, []machine.Reply{{ID: 7, Result: raft.ReadAt{Index: 1}}}, out.Replies)
	give(n, machine.Fire{Timer: raft.QuorumTimer})
	require.Equal(t, raft.Leader, n.Role())
}
