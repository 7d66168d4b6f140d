package raft

import (
	"fmt"
	"math"

	"github.com/tenet-go/tenet/internal/wire"
	"github.com/tenet-go/tenet/machine"
)

// Codec decodes messages and records. It is a machine.Codec. It accepts what AppendTo appends, and nothing else: each value has
// one encoding. It does not judge whether a node of the cluster could have sent or written it.
//
// The entries of one message share one copy of their bytes, which stays as long as one of the entries does.
type Codec struct{}

// DecodeMessage decodes a message.
func (Codec) DecodeMessage(b []byte) (machine.Message, error) {
	r := wire.NewReader(b)
	m := readMessage(r)
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("raft: message: %w", err)
	}
	return m, nil
}

func readMessage(r *wire.Reader) machine.Message {
	switch tag := r.Byte("the kind of message"); tag {
	case tagAppendRequest:
		return readAppendRequest(r)
	case tagAppendResponse:
		return readAppendResponse(r)
	default:
		return readRareMessage(tag, r)
	}
}

// readRareMessage reads what is left of a message that is none of those that replicate entries.
func readRareMessage(tag byte, r *wire.Reader) machine.Message {
	switch tag {
	case tagVoteRequest:
		return VoteRequest{readTerm(r), r.Bool("whether it is a pre-vote"), readIndex(r), readTerm(r)}
	case tagVoteResponse:
		return VoteResponse{readTerm(r), r.Bool("whether it is a pre-vote"), r.Bool("the vote")}
	case tagSnapshotRequest:
		return SnapshotRequest{readTerm(r), readSnapshot(r), readOffset(r), r.Uvarint("the length of the chunk"), readRound(r)}
	case tagSnapshotResponse:
		return SnapshotResponse{readTerm(r), readSnapshot(r), readOffset(r), readRound(r)}
	case tagReadRequest:
		return ReadRequest{readRequestID(r)}
	case tagReadResponse:
		return ReadResponse{readRequestID(r), readIndex(r)}
	default:
		r.Fail("%d is no kind of message", tag)
		return nil
	}
}

func readAppendRequest(r *wire.Reader) (m AppendRequest) {
	m.read(r)
	return m
}

func (m *AppendRequest) read(r *wire.Reader) {
	m.Term, m.PrevIndex, m.PrevTerm = readTerm(r), readIndex(r), readTerm(r)
	m.Commit, m.Round = readIndex(r), readRound(r)
	m.Entries = readEntries(r)
}

func readAppendResponse(r *wire.Reader) (m AppendResponse) {
	m.read(r)
	return m
}

func (m *AppendResponse) read(r *wire.Reader) {
	m.Term, m.Rejected, m.Index = readTerm(r), r.Bool("whether it is rejected"), readIndex(r)
	m.HintIndex, m.HintTerm, m.Round = readIndex(r), readTerm(r), readRound(r)
	if !m.Rejected && (m.HintIndex != 0 || m.HintTerm != 0) {
		r.Fail("the hint is %d:%d although nothing is rejected, expected 0:0", m.HintIndex, m.HintTerm)
	}
}

// DecodeRecord decodes a record.
func (Codec) DecodeRecord(b []byte) (machine.Record, error) {
	r := wire.NewReader(b)
	record := readRecord(r)
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("raft: record: %w", err)
	}
	return record, nil
}

func readRecord(r *wire.Reader) machine.Record {
	switch tag := r.Byte("the kind of record"); tag {
	case tagHardState:
		return HardState{readTerm(r), readNode(r)}
	case tagAppend:
		return Append{readIndex(r), readEntries(r)}
	case tagCompact:
		return Compact{readSnapshot(r), readIndex(r)}
	case tagChunk:
		return Chunk{readSnapshot(r), readOffset(r)}
	case tagInstall:
		return Install{readSnapshot(r)}
	default:
		r.Fail("%d is no kind of record", tag)
		return nil
	}
}

// Decoder decodes the messages that Codec decodes, and uses memory again. It is for hosts that receive many. Its zero value is ready.
//
// An AppendRequest or AppendResponse is returned as a pointer to memory of the decoder: it is good until the next message is decoded, and so
// for a Node that is given it at once. What stays with the Node are the entries, whose memory is never used again.
type Decoder struct {
	appendRequest  AppendRequest
	appendResponse AppendResponse
}

// DecodeMessage decodes a message, of whose bytes nothing is kept.
func (d *Decoder) DecodeMessage(b []byte) (machine.Message, error) {
	return d.decode(wire.NewReader(b))
}

// DecodeInPlace decodes a message without copying the data of its entries: they are parts of b, which must not change any more and stays in
// memory as long as one of the entries does. It is for large messages, each of which was received into a buffer of its own.
func (d *Decoder) DecodeInPlace(b []byte) (machine.Message, error) {
	return d.decode(wire.InPlace(b))
}

func (d *Decoder) decode(r *wire.Reader) (machine.Message, error) {
	m := d.readMessage(r)
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("raft: message: %w", err)
	}
	return m, nil
}

func (d *Decoder) readMessage(r *wire.Reader) machine.Message {
	switch tag := r.Byte("the kind of message"); tag {
	case tagAppendRequest:
		d.appendRequest.read(r)
		return &d.appendRequest
	case tagAppendResponse:
		d.appendResponse.read(r)
		return &d.appendResponse
	default:
		return readRareMessage(tag, r)
	}
}

// readEntries reads entries up to the end of the encoding.
func readEntries(r *wire.Reader) []Entry {
	n := r.CountOf("the number of entries", minEntryBytes)
	if n == 0 {
		return nil
	}
	if n > 1 { // the data of a single one is copied alone, without the few bytes before it
		r.ShareStrings()
	}
	entries := make([]Entry, n)
	for i := range entries {
		e := &entries[i]
		e.Kind, e.Term, e.Data = readKind(r), readTerm(r), r.String("the data")
		if e.Kind == NoOp && e.Data != "" {
			r.Fail("a no-op has %d bytes of data, expected none", len(e.Data))
		}
		if r.Failed() {
			return nil
		}
	}
	return entries
}

// minEntryBytes is what the smallest entry takes: its kind, its term and the length of its data.
const minEntryBytes = 3

func readKind(r *wire.Reader) EntryKind {
	kind := EntryKind(r.Byte("the kind of entry"))
	if kind > NoOp {
		r.Fail("%d is no kind of entry", kind)
	}
	return kind
}

func readSnapshot(r *wire.Reader) SnapshotMeta {
	return SnapshotMeta{readIndex(r), readTerm(r), r.Uvarint("the size of the snapshot"), r.Uvarint("the handle of the snapshot")}
}

func readNode(r *wire.Reader) machine.NodeID {
	id := r.Uvarint("a node")
	if id > math.MaxUint32 {
		r.Fail("node %d, expected at most %d", id, uint32(math.MaxUint32))
		return None
	}
	return machine.NodeID(id)
}

func readTerm(r *wire.Reader) Term     { return Term(r.Uvarint("a term")) }
func readIndex(r *wire.Reader) Index   { return r.Uvarint("an index") }
func readRound(r *wire.Reader) uint64  { return r.Uvarint("the round") }
func readOffset(r *wire.Reader) uint64 { return r.Uvarint("the offset") }

func readRequestID(r *wire.Reader) machine.RequestID {
	return machine.RequestID(r.Uvarint("the request"))
}
