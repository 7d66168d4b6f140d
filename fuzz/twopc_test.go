package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/internal/wire"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// FuzzDecodeTwoPhaseCommit takes the bytes of a message or record of two-phase commit. What is accepted must be what would have been written.
func FuzzDecodeTwoPhaseCommit(f *testing.F) {
	t := twopc.Txn{Coordinator: 3, Epoch: 1, Number: 300}
	nodes := twopc.NewNodeSet(1, 2, 4_000_000_000)
	for _, seed := range []machine.Data{
		twopc.Prepare{Txn: t, Participants: nodes},
		twopc.Vote{Txn: t, Choice: twopc.ReadOnly},
		twopc.Decision{Txn: t, Outcome: twopc.Committed},
		twopc.Ack{Txn: t},
		twopc.Inquiry{Txn: t},
		twopc.EpochRecord{Epoch: 1 << 40},
		twopc.CommitRecord{Txn: t, Yes: nodes},
		twopc.EndRecord{Txn: t},
		twopc.PreparedRecord{Txn: t, Peers: nodes, Work: "work"},
		twopc.CommittedRecord{Txn: t},
		twopc.AbortedRecord{Txn: t},
		twopc.ForgottenRecord{Txn: t},
	} {
		f.Add(seed.AppendTo(nil))
	}
	f.Add([]byte{})
	f.Add([]byte{1, 0, 1, 1, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := (twopc.Codec{}).DecodeMessage(b); err != nil {
			require.ErrorIs(t, err, wire.ErrMalformed)
		} else {
			require.Equal(t, b, m.AppendTo(nil), "%v", m)
		}
		if r, err := (twopc.Codec{}).DecodeRecord(b); err != nil {
			require.ErrorIs(t, err, wire.ErrMalformed)
		} else {
			require.Equal(t, b, r.AppendTo(nil), "%v", r)
		}
	})
}
