package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/internal/wire"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// FuzzDecodeRaft takes the bytes of a message or record of Raft. What is accepted must be what would have been written.
func FuzzDecodeRaft(f *testing.F) {
	entries := []raft.Entry{{Term: 2, Kind: raft.NoOp}, {Term: 3, Data: "x"}, {Term: 300}}
	snapshot := raft.SnapshotMeta{Index: 300, Term: 2, Size: 1 << 40, Handle: 1 << 63}
	for _, seed := range []machine.Data{
		raft.VoteRequest{Term: 2, Pre: true, LastIndex: 300, LastTerm: 1},
		raft.VoteResponse{Term: 2, Granted: true},
		raft.AppendRequest{Term: 300, PrevIndex: 128, PrevTerm: 2, Entries: entries, Commit: 127, Round: 1},
		raft.AppendRequest{Term: 300},
		raft.AppendResponse{Term: 300, Index: 131, Round: 1},
		raft.AppendResponse{Term: 300, Rejected: true, Index: 128, HintIndex: 7, HintTerm: 1},
		raft.SnapshotRequest{Term: 3, Snapshot: snapshot, Offset: 1 << 20, Length: 1 << 20},
		raft.SnapshotResponse{Term: 3, Snapshot: snapshot, Offset: 1 << 21},
		raft.ReadRequest{ID: 300},
		raft.ReadResponse{ID: 300, Index: 7},
		raft.HardState{Term: 300, VotedFor: 4_000_000_000},
		raft.Append{PrevIndex: 128, Entries: entries},
		raft.Compact{Snapshot: snapshot, Base: 299},
		raft.Chunk{Snapshot: snapshot, Offset: 1 << 20},
		raft.Install{Snapshot: snapshot},
	} {
		f.Add(seed.AppendTo(nil))
	}
	f.Add([]byte{})
	f.Add([]byte{3, 1, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f})
	before := raft.AppendRequest{Term: 9, PrevIndex: 9, PrevTerm: 9, Entries: entries, Commit: 9, Round: 9}.AppendTo(nil)
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := (raft.Codec{}).DecodeMessage(b)
		if err != nil {
			require.ErrorIs(t, err, wire.ErrMalformed)
		} else {
			require.Equal(t, b, m.AppendTo(nil), "%v", m)
		}
		// A decoder that has decoded another message says the same.
		var d raft.Decoder
		for _, decode := range []func([]byte) (machine.Message, error){d.DecodeMessage, d.DecodeInPlace} {
			_, first := decode(before)
			require.NoError(t, first)
			again, second := decode(b)
			if err != nil {
				require.EqualError(t, second, err.Error())
				continue
			}
			require.NoError(t, second)
			require.Equal(t, b, again.AppendTo(nil), "%v", again)
			require.Equal(t, m.String(), again.String())
		}
		if r, err := (raft.Codec{}).DecodeRecord(b); err != nil {
			require.ErrorIs(t, err, wire.ErrMalformed)
		} else {
			require.Equal(t, b, r.AppendTo(nil), "%v", r)
		}
	})
}
