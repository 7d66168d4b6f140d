package raft_test

import (
	"bytes"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/internal/wire"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

var _ machine.Codec = raft.Codec{}

// genNumber draws small numbers often, so that different values resemble one another.
func genNumber() *rapid.Generator[uint64] {
	return rapid.OneOf(rapid.Uint64Range(0, 3), rapid.SampledFrom([]uint64{127, 128, math.MaxUint64}), rapid.Uint64())
}

func genTerm(t *rapid.T) raft.Term   { return raft.Term(genNumber().Draw(t, "term")) }
func genIndex(t *rapid.T) raft.Index { return genNumber().Draw(t, "index") }
func genID(t *rapid.T) machine.RequestID {
	return machine.RequestID(genNumber().Draw(t, "request"))
}

func genEntries(t *rapid.T) []raft.Entry {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) raft.Entry {
		if rapid.Bool().Draw(t, "no-op") {
			return raft.Entry{Term: genTerm(t), Kind: raft.NoOp}
		}
		return raft.Entry{Term: genTerm(t), Data: rapid.StringN(0, 3, -1).Draw(t, "data")}
	}), 0, 3).Draw(t, "entries")
}

func genSnapshot(t *rapid.T) raft.SnapshotMeta {
	return raft.SnapshotMeta{
		Index: genIndex(t), Term: genTerm(t), Size: genNumber().Draw(t, "size"), Handle: genNumber().Draw(t, "handle"),
	}
}

func genMessage(t *rapid.T) machine.Data {
	round, offset := genNumber().Draw(t, "round"), genNumber().Draw(t, "offset")
	rejection := raft.AppendResponse{
		Term: genTerm(t), Rejected: true, Index: genIndex(t), HintIndex: genIndex(t), HintTerm: genTerm(t), Round: round,
	}
	return rapid.SampledFrom([]machine.Data{
		raft.VoteRequest{Term: genTerm(t), Pre: rapid.Bool().Draw(t, "pre"), LastIndex: genIndex(t), LastTerm: genTerm(t)},
		raft.VoteResponse{Term: genTerm(t), Pre: rapid.Bool().Draw(t, "pre"), Granted: rapid.Bool().Draw(t, "granted")},
		raft.AppendRequest{
			Term: genTerm(t), PrevIndex: genIndex(t), PrevTerm: genTerm(t), Entries: genEntries(t), Commit: genIndex(t), Round: round,
		},
		raft.AppendResponse{Term: genTerm(t), Index: genIndex(t), Round: round},
		rejection,
		raft.SnapshotRequest{Term: genTerm(t), Snapshot: genSnapshot(t), Offset: offset, Length: genNumber().Draw(t, "length"), Round: round},
		raft.SnapshotResponse{Term: genTerm(t), Snapshot: genSnapshot(t), Offset: offset, Round: round},
		raft.ReadRequest{ID: genID(t)},
		raft.ReadResponse{ID: genID(t), Index: genIndex(t)},
	}).Draw(t, "message")
}

func genRecord(t *rapid.T) machine.Data {
	return rapid.SampledFrom([]machine.Data{
		raft.HardState{Term: genTerm(t), VotedFor: machine.NodeID(rapid.Uint32().Draw(t, "vote"))},
		raft.Append{PrevIndex: genIndex(t), Entries: genEntries(t)},
		raft.Compact{Snapshot: genSnapshot(t), Base: genIndex(t)},
		raft.Chunk{Snapshot: genSnapshot(t), Offset: genNumber().Draw(t, "offset")},
		raft.Install{Snapshot: genSnapshot(t)},
	}).Draw(t, "record")
}

func genOp(t *rapid.T) machine.Data {
	data := rapid.StringN(0, 3, -1)
	return rapid.SampledFrom([]machine.Data{
		raft.Propose{Data: data.Draw(t, "data")},
		raft.ProposeAll{Data: rapid.SliceOfN(data, 0, 3).Draw(t, "all data")},
		raft.Read{},
		raft.TakeSnapshot{Index: genIndex(t), Size: genNumber().Draw(t, "size"), Handle: genNumber().Draw(t, "handle")},
	}).Draw(t, "op")
}

func genResult(t *rapid.T) machine.Data {
	return rapid.SampledFrom([]machine.Data{
		raft.NotApplied{}, raft.Unknown{}, raft.ReadAt{Index: genIndex(t)}, raft.ReadFailed{}, raft.SnapshotTaken{Index: genIndex(t)},
	}).Draw(t, "result")
}

// genCommand draws commands as they are: the requests are proposals of the entries.
func genCommand(t *rapid.T) machine.Data {
	c := raft.ApplyEntries{First: rapid.Uint64Range(1, 3).Draw(t, "first"), Entries: genEntries(t)}
	for i, e := range c.Entries {
		if rapid.Bool().Draw(t, "waits") {
			c.Requests = append(c.Requests, raft.Proposal{Index: c.First + raft.Index(i), Term: e.Term, ID: genID(t)})
		}
	}
	return rapid.SampledFrom([]machine.Data{c, raft.RestoreSnapshot{Snapshot: genSnapshot(t)}}).Draw(t, "command")
}

// messageDecoders are all that decode messages. Those of type Decoder have decoded others before.
var messageDecoders = map[string]func([]byte) (machine.Message, error){
	"codec": raft.Codec{}.DecodeMessage, "decoder": new(raft.Decoder).DecodeMessage, "decoder, in place": new(raft.Decoder).DecodeInPlace,
}

// value returns what a Decoder's pointer points at.
func value(m machine.Message) machine.Message {
	switch m := m.(type) {
	case *raft.AppendRequest:
		return *m
	case *raft.AppendResponse:
		return *m
	}
	return m
}

func TestMessagesAndRecordsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := genMessage(t)
		for name, decode := range messageDecoders {
			decoded, err := decode(m.AppendTo(nil))
			require.NoError(t, err, name)
			require.Equal(t, m.AppendTo(nil), decoded.AppendTo(nil), name)
			require.Equal(t, m.String(), decoded.String(), name)
			require.IsType(t, m, value(decoded), name)
		}

		r := genRecord(t)
		record, err := raft.Codec{}.DecodeRecord(r.AppendTo(nil))
		require.NoError(t, err)
		require.Equal(t, r.AppendTo(nil), record.AppendTo(nil))
		require.Equal(t, r.String(), record.String())
		require.IsType(t, r, record)
	})
}

// TestDifferentValuesDiffer: bytes and strings both tell values apart, and no encoding is the beginning of another one.
func TestDifferentValuesDiffer(t *testing.T) {
	for name, gen := range map[string]func(*rapid.T) machine.Data{
		"messages": genMessage, "records": genRecord, "requests": genOp, "results": genResult, "commands": genCommand,
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				x, y := gen(t), gen(t)
				a, b := x.AppendTo(nil), y.AppendTo(nil)
				require.Equal(t, x.String() == y.String(), bytes.Equal(a, b), "%v\n%v", x, y)
				require.Equal(t, bytes.Equal(a, b), bytes.HasPrefix(a, b), "%v\n%v", x, y)
			})
		})
	}
}

// TestAppendToKeepsWhatIsThere: encodings are put after one another.
func TestAppendToKeepsWhatIsThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, x := range []machine.Data{genMessage(t), genRecord(t), genOp(t), genResult(t), genCommand(t)} {
			require.Equal(t, append([]byte("before"), x.AppendTo(nil)...), x.AppendTo([]byte("before")))
		}
	})
}

func TestDecodersSayWhatIsWrong(t *testing.T) {
	for want, b := range map[string][]byte{
		"the kind of message is missing":               {},
		"9 is no kind of message":                      {9},
		"0 is no kind of message":                      {0},
		"a term is cut off":                            {1},
		"whether it is a pre-vote is 2, expected 0":    {1, 1, 2, 1, 1},
		"the vote is 2, expected 0 or 1":               {2, 1, 0, 2},
		"the number of entries is 2, but 5 bytes":      {3, 1, 0, 0, 0, 0, 2, 0, 1, 0, 1, 1},
		"before byte 8 of 10: 2 is no kind of entry":   {3, 1, 0, 0, 0, 0, 1, 2, 1, 0},
		"a no-op has 1 bytes of data, expected none":   {3, 1, 0, 0, 0, 0, 1, 1, 1, 1, 'x'},
		"the length of the data is 9, but 1 bytes":     {3, 1, 0, 0, 0, 0, 1, 0, 1, 9, 'x'},
		"the hint is 0:1 although nothing is rejected": {4, 1, 0, 5, 0, 1, 0},
		"the hint is 1:0 although nothing is rejected": {4, 1, 0, 5, 1, 0, 0},
		"whether it is rejected is 2, expected 0 or 1": {4, 1, 2, 5, 0, 0, 0},
		"the encoding has ended, but 1 bytes follow":   {7, 1, 0},
		"an index is not in its shortest form":         {8, 1, 0x81, 0},
		"the request has more than 64 bits":            {7, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1},
		"raft: message: malformed encoding, before by": {6, 0},
	} {
		for name, decode := range messageDecoders {
			m, err := decode(b)
			require.Nil(t, m, name)
			require.ErrorIs(t, err, wire.ErrMalformed, want)
			require.ErrorContains(t, err, want, name)
		}
	}
	for want, b := range map[string][]byte{
		"the kind of record is missing":          {},
		"6 is no kind of record":                 {6},
		"node 4294967296, expected at most":      {1, 1, 0x80, 0x80, 0x80, 0x80, 0x10},
		"the number of entries is 1, but 2 byte": {2, 0, 1, 0, 1},
		"the size of the snapshot is cut off":    {3, 1, 1},
		"the handle of the snapshot is cut off":  {5, 1, 1, 1},
		"the offset is cut off":                  {4, 1, 1, 1, 1},
		"raft: record: malformed encoding":       {0},
	} {
		_, err := raft.Codec{}.DecodeRecord(b)
		require.ErrorIs(t, err, wire.ErrMalformed, want)
		require.ErrorContains(t, err, want)
	}
}

// TestCutEncodingsAreErrors: a message that ends early, or late, is never taken for another one.
func TestCutEncodingsAreErrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := genMessage(t).AppendTo(nil)
		for name, decode := range messageDecoders {
			for n := range whole {
				_, err := decode(whole[:n])
				require.ErrorIs(t, err, wire.ErrMalformed, name)
			}
			_, err := decode(append(whole, 0))
			require.ErrorIs(t, err, wire.ErrMalformed, name)
		}
	})
}

// TestDecodedDataIsNotTheInput: the caller may use its buffer again.
func TestDecodedDataIsNotTheInput(t *testing.T) {
	for _, entries := range []int{1, 3} {
		for _, decode := range []string{"codec", "decoder"} {
			b := manyEntries(entries, 16).AppendTo(nil)
			m, err := messageDecoders[decode](b)
			require.NoError(t, err)
			clear(b)
			require.Equal(t, manyEntries(entries, 16), value(m), decode)
		}
	}
}

// TestDecodersTakeLittleMemory: whatever the bytes are, no more than a small multiple of them is allocated.
func TestDecodersTakeLittleMemory(t *testing.T) {
	const entries = 1 << 16
	longest := raft.AppendRequest{Term: 1, Entries: make([]raft.Entry, entries)}.AppendTo(nil)
	broken := bytes.Clone(longest)
	broken[len(broken)-3] = 9
	early := append(bytes.Clone(longest[:9]), bytes.Repeat([]byte{9}, len(longest))...)
	for name, b := range map[string][]byte{"smallest entries": longest, "the last is broken": broken, "the first is broken": early} {
		for by, decode := range messageDecoders {
			require.LessOrEqual(t, allocated(func() { _, _ = decode(b) }), uint64(12*len(b)+1000), "%s, %s", name, by)
		}
	}
}

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func manyEntries(n, size int) raft.AppendRequest {
	m := raft.AppendRequest{Term: 7, PrevIndex: 1_000_000, PrevTerm: 7, Commit: 999_990, Round: 12}
	for i := range n {
		m.Entries = append(m.Entries, raft.Entry{Term: 7, Data: strings.Repeat(string(rune('a'+i%26)), size)})
	}
	return m
}

// TestAppendRequestsCostFewAllocations: none to encode, and to decode one each for the entries, for their data and for the message.
func TestAppendRequestsCostFewAllocations(t *testing.T) {
	m := manyEntries(64, 16)
	b := m.AppendTo(nil)
	buffer := make([]byte, 0, len(b))
	require.Zero(t, testing.AllocsPerRun(100, func() { buffer = m.AppendTo(buffer[:0]) }))
	require.Equal(t, b, buffer)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { sink, _ = raft.Codec{}.DecodeMessage(b) }), 3.0)
	heartbeat := raft.AppendRequest{Term: 7, PrevIndex: 1_000_000, PrevTerm: 7}.AppendTo(nil)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { sink, _ = raft.Codec{}.DecodeMessage(heartbeat) }), 1.0)
}

var sink machine.Message

func BenchmarkEncodeAppendRequest(b *testing.B) {
	var m machine.Message = manyEntries(64, 16)
	var buffer []byte
	b.ReportAllocs()
	for b.Loop() {
		buffer = m.AppendTo(buffer[:0])
	}
	b.SetBytes(int64(len(buffer)))
}

func BenchmarkDecodeAppendRequest(b *testing.B) {
	encoded := manyEntries(64, 16).AppendTo(nil)
	b.SetBytes(int64(len(encoded)))
	b.ReportAllocs()
	for b.Loop() {
		m, err := raft.Codec{}.DecodeMessage(encoded)
		if err != nil {
			b.Fatal(err)
		}
		sink = m
	}
}
