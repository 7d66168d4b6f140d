package raft_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// stored returns storage in term 3, with entries to 5 after a snapshot of 3, and a log that begins after 2.
func stored(t *testing.T) *raft.Storage {
	t.Helper()
	s := &raft.Storage{}
	for _, r := range []machine.Record{
		raft.HardState{Term: 3},
		raft.Append{Entries: parseLog(t, "1:- 1:a 2:- 2:b 3:-")},
		raft.Compact{Snapshot: raft.SnapshotMeta{Index: 3, Term: 2, Size: 4, Handle: 1}, Base: 2},
		raft.Chunk{Snapshot: raft.SnapshotMeta{Index: 9, Term: 3, Size: 4}, Offset: 2},
	} {
		require.NoError(t, s.Add(r))
	}
	return s
}

func TestStorageIsTheFoldOfItsRecords(t *testing.T) {
	s := stored(t)
	base, term := s.Base()
	require.EqualValues(t, 2, base)
	require.Equal(t, raft.Term(1), term)
	require.Equal(t, parseLog(t, "2:- 2:b 3:-"), s.Entries())
	require.EqualValues(t, 3, s.Snapshot().Index)
	require.EqualValues(t, 2, s.Incoming().Offset)
	require.Equal(t, raft.Term(3), s.Term())
	require.Equal(t, raft.None, s.VotedFor())

	for _, c := range []struct {
		name, log string
		record    machine.Record
	}{
		{"a vote", "2:- 2:b 3:-", raft.HardState{Term: 3, VotedFor: 2}},
		{"a later term", "2:- 2:b 3:-", raft.HardState{Term: 9}},
		{"more entries", "2:- 2:b 3:- 3:c", raft.Append{PrevIndex: 5, Entries: parseLog(t, "3:c")}},
		{"other entries", "2:- 3:-", raft.Append{PrevIndex: 3, Entries: parseLog(t, "3:-")}},
		{"a newer snapshot", "", raft.Compact{Snapshot: raft.SnapshotMeta{Index: 5, Term: 3}, Base: 5}},
		{"the next chunk", "2:- 2:b 3:-", raft.Chunk{Snapshot: raft.SnapshotMeta{Index: 9, Term: 3, Size: 4}, Offset: 3}},
		{"a chunk of another snapshot", "2:- 2:b 3:-", raft.Chunk{Snapshot: raft.SnapshotMeta{Index: 9, Term: 3, Size: 4, Handle: 7}, Offset: 1}},
		{"a snapshot within the log", "3:-", raft.Install{Snapshot: raft.SnapshotMeta{Index: 4, Term: 2}}},
		{"a snapshot that conflicts", "", raft.Install{Snapshot: raft.SnapshotMeta{Index: 4, Term: 3}}},
		{"a snapshot beyond the log", "", raft.Install{Snapshot: raft.SnapshotMeta{Index: 9, Term: 3}}},
	} {
		s := stored(t)
		require.NoError(t, s.Add(c.record), c.name)
		require.Equal(t, parseLog(t, c.log), append([]raft.Entry(nil), s.Entries()...), c.name)
	}
}

// TestStorageRefusesWhatCannotFollow: only damage explains such records. The error says which one, and after what.
func TestStorageRefusesWhatCannotFollow(t *testing.T) {
	meta := func(index raft.Index, term raft.Term) raft.SnapshotMeta {
		return raft.SnapshotMeta{Index: index, Term: term, Size: 4}
	}
	for name, r := range map[string]machine.Record{
		"an earlier term":                 raft.HardState{Term: 2, VotedFor: 1},
		"entries after a gap":             raft.Append{PrevIndex: 6, Entries: parseLog(t, "3:c")},
		"entries before the log":          raft.Append{PrevIndex: 1, Entries: parseLog(t, "3:c")},
		"entries within the snapshot":     raft.Append{PrevIndex: 2, Entries: parseLog(t, "3:c")},
		"no entries":                      raft.Append{PrevIndex: 5},
		"entries of later terms":          raft.Append{PrevIndex: 5, Entries: parseLog(t, "4:-")},
		"terms that go down":              raft.Append{PrevIndex: 5, Entries: parseLog(t, "2:x")},
		"an older snapshot":               raft.Compact{Snapshot: meta(3, 2), Base: 3},
		"a snapshot of another term":      raft.Compact{Snapshot: meta(4, 3), Base: 4},
		"a snapshot of what is not there": raft.Compact{Snapshot: meta(6, 3), Base: 5},
		"a log from behind its snapshot":  raft.Compact{Snapshot: meta(4, 2), Base: 5},
		"a log from before its base":      raft.Compact{Snapshot: meta(4, 2), Base: 1},
		"a chunk that was there":          raft.Chunk{Snapshot: raft.SnapshotMeta{Index: 9, Term: 3, Size: 4}, Offset: 2},
		"the last chunk":                  raft.Chunk{Snapshot: raft.SnapshotMeta{Index: 9, Term: 3, Size: 4}, Offset: 4},
		"installing an older snapshot":    raft.Install{Snapshot: meta(3, 2)},
		"installing one of a later term":  raft.Install{Snapshot: meta(9, 4)},
		"no record of this package":       raft.ReadRequest{},
	} {
		s := stored(t)
		before := s.AppendTo(nil)
		err := s.Add(r)
		require.Error(t, err, name)
		require.ErrorContains(t, err, r.String(), name)
		require.Equal(t, before, s.AppendTo(nil), name)
	}
	s := stored(t)
	require.NoError(t, s.Add(raft.HardState{Term: 3, VotedFor: 2}))
	require.ErrorContains(t, s.Add(raft.HardState{Term: 3, VotedFor: 1}), "raft: storage: term 3, vote 1 cannot follow term 3, vote 2,", "a second vote")
}

// TestStorageRefusesWhatIsNoRecord, and entries of no term. The error says what it is.
func TestStorageRefusesWhatIsNoRecord(t *testing.T) {
	s := &raft.Storage{}
	require.EqualError(t, s.Add(raft.ReadRequest{ID: 4}), "raft: storage: a record of type raft.ReadRequest (read request 4)")
	require.NoError(t, s.Add(raft.HardState{Term: 1}))
	require.Error(t, s.Add(raft.Append{Entries: parseLog(t, "0:x")}))
}

// TestDifferentStorageDiffers: the explorer tells it apart by its bytes.
func TestDifferentStorageDiffers(t *testing.T) {
	meta := raft.SnapshotMeta{Index: 1, Term: 1, Size: 2, Handle: 1}
	seen := map[string]int{}
	for i, records := range [][]machine.Record{
		{}, {raft.HardState{Term: 1}}, {raft.HardState{Term: 2}}, {raft.HardState{Term: 2, VotedFor: 1}}, {raft.HardState{Term: 2, VotedFor: 2}},
		{raft.HardState{Term: 2}, raft.Append{Entries: parseLog(t, "1:a")}},
		{raft.HardState{Term: 2}, raft.Append{Entries: parseLog(t, "2:a")}},
		{raft.HardState{Term: 2}, raft.Append{Entries: parseLog(t, "1:a")}, raft.Compact{Snapshot: meta}},
		{raft.HardState{Term: 2}, raft.Append{Entries: parseLog(t, "1:a")}, raft.Compact{Snapshot: meta, Base: 1}},
		{raft.HardState{Term: 2}, raft.Chunk{Snapshot: meta, Offset: 1}},
	} {
		s := &raft.Storage{}
		for _, r := range records {
			require.NoError(t, s.Add(r))
		}
		b := string(s.AppendTo(nil))
		require.NotContains(t, seen, b, "%d is as %d", i, seen[b])
		seen[b] = i
	}
}

func TestStorageClonesShareNothing(t *testing.T) {
	s := stored(t)
	c := s.Clone()
	require.Equal(t, s.AppendTo(nil), c.AppendTo(nil))
	before := c.AppendTo(nil)
	require.NoError(t, s.Add(raft.Append{PrevIndex: 5, Entries: parseLog(t, "3:c")}))
	require.NoError(t, c.Add(raft.Append{PrevIndex: 5, Entries: parseLog(t, "3:d 3:e")}))
	require.Equal(t, parseLog(t, "2:- 2:b 3:- 3:c"), s.Entries())
	require.Equal(t, parseLog(t, "2:- 2:b 3:- 3:d 3:e"), c.(*raft.Storage).Entries())
	require.NotEqual(t, before, c.AppendTo(nil))
	require.NoError(t, s.Add(raft.Append{PrevIndex: 3, Entries: parseLog(t, "3:-")}))
	require.Equal(t, parseLog(t, "2:- 2:b 3:- 3:d 3:e"), c.(*raft.Storage).Entries())
}

// rewritten returns the few records that add up to a storage, as the comment of Storage lists them.
func rewritten(s *raft.Storage) []machine.Record {
	records := []machine.Record{raft.HardState{Term: s.Term(), VotedFor: s.VotedFor()}}
	base, term := s.Base()
	switch {
	case base == s.Snapshot().Index && base > 0:
		records = append(records, raft.Install{Snapshot: s.Snapshot()})
	case base > 0:
		records = append(records, raft.Install{Snapshot: raft.SnapshotMeta{Index: base, Term: term}})
	}
	if len(s.Entries()) > 0 {
		records = append(records, raft.Append{PrevIndex: base, Entries: s.Entries()})
	}
	if s.Snapshot().Index > base {
		records = append(records, raft.Compact{Snapshot: s.Snapshot(), Base: base})
	}
	if s.Incoming().Offset > 0 {
		records = append(records, raft.Chunk(s.Incoming()))
	}
	return records
}

// TestStorageIsRebuiltFromFewRecords: what they add up to is the same storage, to the byte, and a node that recovers from it is the same node.
func TestStorageIsRebuiltFromFewRecords(t *testing.T) {
	meta := func(index raft.Index, term raft.Term) raft.SnapshotMeta {
		return raft.SnapshotMeta{Index: index, Term: term, Size: 4, Handle: 5}
	}
	protocol, err := raft.New(raft.Config{Voters: []machine.NodeID{1, 2, 3}})
	require.NoError(t, err)
	written := func(records ...machine.Record) *raft.Storage {
		s := &raft.Storage{}
		for _, r := range records {
			require.NoError(t, s.Add(r))
		}
		return s
	}
	log := raft.Append{Entries: parseLog(t, "1:- 1:a 2:- 2:b 3:-")}
	for name, s := range map[string]*raft.Storage{
		"nothing":                     written(),
		"a vote":                      written(raft.HardState{Term: 2}, raft.HardState{Term: 4, VotedFor: 2}),
		"a log":                       written(raft.HardState{Term: 3}, log, raft.Append{PrevIndex: 3, Entries: parseLog(t, "3:c")}),
		"trailing entries":            stored(t),
		"all entries are trailing":    written(raft.HardState{Term: 3}, log, raft.Compact{Snapshot: meta(3, 2)}),
		"no trailing entries":         written(raft.HardState{Term: 3, VotedFor: 1}, log, raft.Compact{Snapshot: meta(3, 2), Base: 3}),
		"no entries":                  written(raft.HardState{Term: 3}, log, raft.Compact{Snapshot: meta(5, 3), Base: 5}),
		"an installed snapshot":       written(raft.HardState{Term: 9}, log, raft.Install{Snapshot: meta(8, 7)}),
		"one within the log":          written(raft.HardState{Term: 3}, log, raft.Install{Snapshot: meta(4, 2)}),
		"a part, and nothing else":    written(raft.HardState{Term: 3}, raft.Chunk{Snapshot: meta(9, 3), Offset: 1}),
		"a snapshot and part of more": written(raft.HardState{Term: 3}, log, raft.Install{Snapshot: meta(4, 2)}, raft.Chunk{Snapshot: meta(9, 3), Offset: 3}),
	} {
		t.Run(name, func(t *testing.T) {
			again := written(rewritten(s)...)
			require.Equal(t, s.AppendTo(nil), again.AppendTo(nil))
			require.LessOrEqual(t, len(rewritten(s)), 5)
			var was, is machine.Output
			require.Equal(t, protocol.Recover(1, s, &was).AppendTo(nil), protocol.Recover(1, again, &is).AppendTo(nil))
			require.Equal(t, was, is)
		})
	}
}
