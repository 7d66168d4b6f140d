package progress_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/raft/progress"
)

// replicating returns a follower that has accepted up to match, and was sent messages that end at each of the indexes.
func replicating(match uint64, sent ...uint64) progress.Follower {
	f := progress.New(2, match+1)
	f.Accept(match)
	for _, last := range sent {
		f.Inflight.Add(last, 1)
		f.Next = last + 1
	}
	return f
}

func inflight(f *progress.Follower) []uint64 {
	var indexes []uint64
	for i := range f.Inflight.Len() {
		indexes = append(indexes, f.Inflight.Last(i))
	}
	return indexes
}

func TestNewFollowersAreProbed(t *testing.T) {
	f := progress.New(2, 8)
	require.Equal(t, progress.Follower{ID: 2, State: progress.Probe, Next: 8}, f)
	require.Equal(t, []string{"probe", "replicate", "snapshot"}, []string{
		progress.Probe.String(), progress.Replicate.String(), progress.Snapshot.String(),
	})
}

func TestAcceptedProbeBeginsReplication(t *testing.T) {
	f := progress.New(2, 8)
	f.Paused = true
	f.Accept(7)
	require.Equal(t, progress.Replicate, f.State)
	require.EqualValues(t, 7, f.Match)
	require.EqualValues(t, 8, f.Next)
	require.False(t, f.Paused)
}

// TestLateAnswersDoNotEndAProbe: the follower has said more before, and was then found to have lost it or to be elsewhere.
func TestLateAnswersDoNotEndAProbe(t *testing.T) {
	f := replicating(7, 9)
	f.Probe(8)
	f.Accept(5)
	require.Equal(t, progress.Probe, f.State)
	require.EqualValues(t, 7, f.Match)
	require.EqualValues(t, 8, f.Next)
}

func TestReplicationIsPipelined(t *testing.T) {
	f := replicating(7, 9, 12, 13)
	f.Accept(12)
	require.EqualValues(t, 12, f.Match)
	require.EqualValues(t, 14, f.Next, "what is on its way is not sent again")
	require.Equal(t, []uint64{13}, inflight(&f))

	f.Accept(9)
	require.EqualValues(t, 12, f.Match, "answers that come out of order take nothing back")
	require.Equal(t, []uint64{13}, inflight(&f))

	f.Accept(20)
	require.EqualValues(t, 21, f.Next, "what the follower has from elsewhere is not sent")
	require.Empty(t, inflight(&f))
}

// TestWindowCountsEntriesAndBytes: one message may be on its way however large it is.
func TestWindowCountsEntriesAndBytes(t *testing.T) {
	f := replicating(7)
	require.False(t, f.Full(1, 1), "nothing is on its way")
	f.Inflight.Add(10, 100)
	f.Next = 11
	require.True(t, f.Full(3, 1_000), "three entries are not answered")
	require.False(t, f.Full(4, 101))
	require.True(t, f.Full(4, 100))
	f.Accept(8)
	require.False(t, f.Full(3, 101), "one of them is, though its message is not")
	require.True(t, f.Full(2, 101))
	f.Accept(10)
	require.False(t, f.Full(1, 1))
	require.False(t, f.Full(0, 0), "one message may always be on its way")
}

func TestRejectionGoesBackToProbing(t *testing.T) {
	f := replicating(7, 9, 12)
	require.True(t, f.Reject(9, 8))
	require.Equal(t, progress.Probe, f.State)
	require.EqualValues(t, 9, f.Next, "after the hint")
	require.Empty(t, inflight(&f))
	require.False(t, f.Paused)

	f = replicating(7, 9, 12)
	require.True(t, f.Reject(12, 3))
	require.EqualValues(t, 8, f.Next, "never before what matches")

	f = replicating(7, 9, 12)
	require.True(t, f.Reject(9, 30))
	require.EqualValues(t, 9, f.Next, "never after what was rejected")
}

// TestLateRejectionsCountForNothing: they are answers to what was sent before.
func TestLateRejectionsCountForNothing(t *testing.T) {
	f := replicating(7, 9, 12)
	require.False(t, f.Reject(7, 3), "it matches there")
	require.Equal(t, replicating(7, 9, 12), f)

	f = replicating(7)
	require.False(t, f.Reject(7, 3), "it matches there, and no probe is on its way")
	require.Equal(t, replicating(7), f)

	f = progress.New(2, 8)
	f.Paused = true
	before := f.Clone()
	require.False(t, f.Reject(8, 3), "that was not the probe")
	require.False(t, f.Reject(6, 3), "that was not the probe")
	require.Equal(t, before, f)
	require.True(t, f.Reject(7, 3))
	require.EqualValues(t, 4, f.Next)
	require.False(t, f.Paused)
	require.False(t, f.Reject(7, 3), "the same answer again")
}

// TestProbesGetShorter: each rejection moves the probe back by at least one entry, whatever the hint.
func TestProbesGetShorter(t *testing.T) {
	f := progress.New(2, 8)
	for f.Next > 1 {
		before := f.Next
		require.True(t, f.Reject(f.Next-1, 1_000))
		require.Equal(t, before-1, f.Next)
	}
	f.Reject(0, 0)
	require.EqualValues(t, 1, f.Next, "there is nothing before the first entry")
}

func TestSnapshotsAreLeftByTheLeaderOnly(t *testing.T) {
	f := replicating(7, 9)
	f.CommitSent = true
	f.Snapshot()
	require.Equal(t, progress.Follower{ID: 2, State: progress.Snapshot, Match: 7}, emptied(f))
	f.Offset, f.Paused = 100, true

	require.False(t, f.Reject(9, 8), "rejections say nothing of a snapshot")
	f.Accept(8)
	require.Equal(t, progress.Snapshot, f.State)
	require.EqualValues(t, 8, f.Match)
	require.EqualValues(t, 100, f.Offset)
	require.True(t, f.Paused)

	f.Replicate()
	require.Equal(t, progress.Follower{ID: 2, State: progress.Replicate, Match: 8, Next: 9}, emptied(f))
}

// emptied returns the follower without what is left of the memory of its messages.
func emptied(f progress.Follower) progress.Follower {
	if f.Inflight.Len() == 0 {
		f.Inflight = progress.Inflight{}
	}
	return f
}

// TestEachStateBeginsAnew: nothing is left of the one before.
func TestEachStateBeginsAnew(t *testing.T) {
	f := replicating(7, 9, 12)
	f.Replicate()
	require.Equal(t, progress.Follower{ID: 2, State: progress.Replicate, Match: 7, Next: 8}, emptied(f))
	f = replicating(7, 9)
	f.Snapshot()
	f.Offset, f.Paused = 100, true
	f.Probe(8)
	require.Equal(t, progress.Follower{ID: 2, State: progress.Probe, Match: 7, Next: 8}, emptied(f))
}

func TestClonesShareNothing(t *testing.T) {
	f := replicating(7, 9, 12)
	c := f.Clone()
	require.Equal(t, f, c)
	f.Accept(9)
	f.Inflight.Add(13, 1)
	require.Equal(t, replicating(7, 9, 12), c)
}

// TestProgressInvariants gives a follower any answers in any order, as a network does that loses, repeats and reorders.
func TestProgressInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := progress.New(2, rapid.Uint64Range(1, 9).Draw(t, "next"))
		index := func(t *rapid.T) uint64 { return rapid.Uint64Range(0, 20).Draw(t, "index") }
		before := f.Clone()
		t.Repeat(map[string]func(*rapid.T){
			"send": func(t *rapid.T) {
				switch f.State {
				case progress.Replicate:
					f.Next += rapid.Uint64Range(1, 3).Draw(t, "entries")
					f.Inflight.Add(f.Next-1, 1)
				case progress.Probe, progress.Snapshot:
					f.Paused = true
				}
			},
			"accept":   func(t *rapid.T) { f.Accept(index(t)) },
			"reject":   func(t *rapid.T) { f.Reject(index(t), index(t)) },
			"snapshot": func(*rapid.T) { f.Snapshot() },
			"installed": func(*rapid.T) {
				if f.State == progress.Snapshot {
					f.Replicate()
				}
			},
			"": func(t *rapid.T) {
				require.GreaterOrEqual(t, f.Match, before.Match, "what matches stays so")
				if f.State == progress.Snapshot {
					require.Zero(t, f.Next)
				} else {
					require.Greater(t, f.Next, f.Match)
					require.Zero(t, f.Offset)
				}
				if f.State != progress.Replicate {
					require.Zero(t, f.Inflight.Len())
				}
				last := f.Match
				for _, i := range inflight(&f) {
					require.Greater(t, i, last, "in flight are messages in order that are not answered")
					require.Less(t, i, f.Next)
					last = i
				}
				before = f.Clone()
			},
		})
	})
}
