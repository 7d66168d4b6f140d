package twopc_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/internal/wire"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

var _ machine.Codec = twopc.Codec{}

func genTxn() *rapid.Generator[twopc.Txn] {
	return rapid.Custom(func(t *rapid.T) twopc.Txn {
		return twopc.Txn{
			Coordinator: machine.NodeID(rapid.Uint32().Draw(t, "coordinator")),
			Epoch:       rapid.Uint64().Draw(t, "epoch"),
			Number:      rapid.Uint64().Draw(t, "number"),
		}
	})
}

func genNodes() *rapid.Generator[twopc.NodeSet] {
	return rapid.Custom(func(t *rapid.T) twopc.NodeSet {
		return twopc.NewNodeSet(rapid.SliceOf(rapid.Custom(func(t *rapid.T) machine.NodeID {
			return machine.NodeID(rapid.Uint32().Draw(t, "node"))
		})).Draw(t, "nodes")...)
	})
}

func genMessage(t *rapid.T) machine.Message {
	txn := genTxn().Draw(t, "txn")
	return rapid.SampledFrom([]machine.Message{
		twopc.Prepare{Txn: txn, Participants: genNodes().Draw(t, "participants")},
		twopc.Vote{Txn: txn, Choice: rapid.SampledFrom([]twopc.Choice{twopc.No, twopc.Yes, twopc.ReadOnly}).Draw(t, "choice")},
		twopc.Decision{Txn: txn, Outcome: rapid.SampledFrom([]twopc.Outcome{twopc.Aborted, twopc.Committed}).Draw(t, "outcome")},
		twopc.Ack{Txn: txn},
		twopc.Inquiry{Txn: txn},
	}).Draw(t, "message")
}

func genRecord(t *rapid.T) machine.Record {
	txn, nodes := genTxn().Draw(t, "txn"), genNodes().Draw(t, "nodes")
	return rapid.SampledFrom([]machine.Record{
		twopc.EpochRecord{Epoch: rapid.Uint64().Draw(t, "epoch")},
		twopc.CommitRecord{Txn: txn, Yes: nodes},
		twopc.EndRecord{Txn: txn},
		twopc.PreparedRecord{Txn: txn, Peers: nodes, Work: rapid.String().Draw(t, "work")},
		twopc.CommittedRecord{Txn: txn},
		twopc.AbortedRecord{Txn: txn},
		twopc.ForgottenRecord{Txn: txn},
	}).Draw(t, "record")
}

func TestMessagesAndRecordsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := genMessage(t)
		decoded, err := twopc.Codec{}.DecodeMessage(m.AppendTo(nil))
		require.NoError(t, err)
		require.Equal(t, m.AppendTo(nil), decoded.AppendTo(nil))
		require.Equal(t, m.String(), decoded.String())

		r := genRecord(t)
		record, err := twopc.Codec{}.DecodeRecord(r.AppendTo(nil))
		require.NoError(t, err)
		require.Equal(t, r.AppendTo(nil), record.AppendTo(nil))
		require.Equal(t, r.String(), record.String())
	})
}

// TestDifferentValuesDiffer: bytes and strings both tell values apart.
func TestDifferentValuesDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := genMessage(t), genMessage(t)
		require.Equal(t, a.String() == b.String(), string(a.AppendTo(nil)) == string(b.AppendTo(nil)), "%v, %v", a, b)
		r, s := genRecord(t), genRecord(t)
		require.Equal(t, r.String() == s.String(), string(r.AppendTo(nil)) == string(s.AppendTo(nil)), "%v, %v", r, s)
	})
}

func TestDecodersSayWhatIsWrong(t *testing.T) {
	messages := map[string][]byte{
		"the kind of message is missing":           {},
		"9 is no kind of message":                  {9},
		"a node is cut off":                        {1},
		"node 4294967296, expected at most":        {4, 0x80, 0x80, 0x80, 0x80, 0x10, 1, 1},
		"the number of nodes is 5, but 1 bytes":    {1, 0, 1, 1, 5, 1},
		"node 1 after node 1, expected them":       {1, 0, 1, 1, 2, 1, 1},
		"the vote is 3, expected at most 2":        {2, 0, 1, 1, 3},
		"the outcome is 2, expected at most 1":     {3, 0, 1, 1, 2},
		"the encoding has ended, but 1 bytes":      {4, 0, 1, 1, 0},
		"the number is not in its shortest form":   {4, 0, 1, 0x81, 0},
		"the epoch has more than 64 bits":          {4, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1},
		"twopc: message: malformed encoding, befo": {5, 0},
	}
	for want, b := range messages {
		_, err := twopc.Codec{}.DecodeMessage(b)
		require.ErrorIs(t, err, wire.ErrMalformed)
		require.ErrorContains(t, err, want)
	}
	for want, b := range map[string][]byte{
		"the kind of record is missing":         {},
		"0 is no kind of record":                {0},
		"the length of the work is 9, but 0 by": {4, 0, 1, 1, 0, 9},
		"twopc: record: malformed encoding":     {8},
	} {
		_, err := twopc.Codec{}.DecodeRecord(b)
		require.ErrorIs(t, err, wire.ErrMalformed)
		require.ErrorContains(t, err, want)
	}
}
