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
	case tagVoteRequest:
		return VoteRequest{readTerm(r), r.Bool("whether it is a pre-vote"), readIndex(r), readTerm(r)}
	case tagVoteResponse:
		return VoteResponse{readTerm(r), r.Bool("whether it is a pre-vote"), r.Bool("the vote")}
	case tagAppendRequest:
		return readAppendRequest(r)
	case tagAppendResponse:
		return readAppendResponse(r)
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

func readAppendRequest(r *wire.Reader) AppendRequest {
	m := AppendRequest{Term: readTerm(r), PrevIndex: readIndex(r), PrevTerm: readTerm(r), Commit: readIndex(r), Round: readRound(r)}
	m.Entries = readEntries(r)
	return m
}

func readAppendResponse(r *wire.Reader) AppendResponse {
	m := AppendResponse{readTerm(r), r.Bool("whether it is rejected"), readIndex(r), readIndex(r), readTerm(r), readRound(r)}
	if !m.Rejected && (m.HintIndex != 0 || m.HintTerm != 0) {
		r.Fail("the hint is %d:%d although nothing is rejected, expected 0:0", m.HintIndex, m.HintTerm)
	}
	return m
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

// readEntries reads entries up to the end of the encoding.
func readEntries(r *wire.Reader) []Entry {
	n := r.CountOf("the number of entries", minEntryBytes)
	if n == 0 {
		return nil
	}
	r.ShareStrings()
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
