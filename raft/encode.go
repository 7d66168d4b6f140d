package raft

import "encoding/binary"

// An encoding is the tag of its type, then the fields in the order of their declaration. Numbers are uvarints, lists and strings are
// preceded by their length, booleans and enumerations are one byte. The entries of an AppendRequest come last, for its decoder's sake.
// No encoding is the beginning of another one.

// The first byte of each message.
const (
	tagVoteRequest = iota + 1
	tagVoteResponse
	tagAppendRequest
	tagAppendResponse
	tagSnapshotRequest
	tagSnapshotResponse
	tagReadRequest
	tagReadResponse
)

// The first byte of each record.
const (
	tagHardState = iota + 1
	tagAppend
	tagCompact
	tagChunk
	tagInstall
)

// The first byte of each request.
const (
	tagPropose = iota + 1
	tagProposeAll
	tagRead
	tagTakeSnapshot
)

// The first byte of each result.
const (
	tagNotApplied = iota + 1
	tagUnknown
	tagReadAt
	tagReadFailed
	tagSnapshotTaken
)

// The first byte of each command.
const (
	tagApplyEntries = iota + 1
	tagRestoreSnapshot
)

// AppendTo appends the canonical encoding to b.
func (m VoteRequest) AppendTo(b []byte) []byte {
	b = appendNumber(append(b, tagVoteRequest), m.Term)
	return appendNumber(appendNumber(appendBool(b, m.Pre), m.LastIndex), m.LastTerm)
}

// AppendTo appends the canonical encoding to b.
func (m VoteResponse) AppendTo(b []byte) []byte {
	b = appendNumber(append(b, tagVoteResponse), m.Term)
	return appendBool(appendBool(b, m.Pre), m.Granted)
}

// AppendTo appends the canonical encoding to b.
func (m AppendRequest) AppendTo(b []byte) []byte {
	b = appendNumber(append(b, tagAppendRequest), m.Term)
	b = appendNumber(appendNumber(b, m.PrevIndex), m.PrevTerm)
	b = appendNumber(appendNumber(b, m.Commit), m.Round)
	return appendEntries(b, m.Entries)
}

// AppendTo appends the canonical encoding to b.
func (m AppendResponse) AppendTo(b []byte) []byte {
	b = appendNumber(append(b, tagAppendResponse), m.Term)
	b = appendNumber(appendBool(b, m.Rejected), m.Index)
	return appendNumber(appendNumber(appendNumber(b, m.HintIndex), m.HintTerm), m.Round)
}

// AppendTo appends the canonical encoding to b.
func (m SnapshotRequest) AppendTo(b []byte) []byte {
	b = appendNumber(append(b, tagSnapshotRequest), m.Term)
	b = appendNumber(appendNumber(m.Snapshot.appendTo(b), m.Offset), m.Length)
	return appendNumber(b, m.Round)
}

// AppendTo appends the canonical encoding to b.
func (m SnapshotResponse) AppendTo(b []byte) []byte {
	b = appendNumber(append(b, tagSnapshotResponse), m.Term)
	return appendNumber(appendNumber(m.Snapshot.appendTo(b), m.Offset), m.Round)
}

// AppendTo appends the canonical encoding to b.
func (m ReadRequest) AppendTo(b []byte) []byte { return appendNumber(append(b, tagReadRequest), m.ID) }

// AppendTo appends the canonical encoding to b.
func (m ReadResponse) AppendTo(b []byte) []byte {
	return appendNumber(appendNumber(append(b, tagReadResponse), m.ID), m.Index)
}

// AppendTo appends the canonical encoding to b.
func (r HardState) AppendTo(b []byte) []byte {
	return appendNumber(appendNumber(append(b, tagHardState), r.Term), r.VotedFor)
}

// AppendTo appends the canonical encoding to b.
func (r Append) AppendTo(b []byte) []byte {
	return appendEntries(appendNumber(append(b, tagAppend), r.PrevIndex), r.Entries)
}

// AppendTo appends the canonical encoding to b.
func (r Compact) AppendTo(b []byte) []byte {
	return appendNumber(r.Snapshot.appendTo(append(b, tagCompact)), r.Base)
}

// AppendTo appends the canonical encoding to b.
func (r Chunk) AppendTo(b []byte) []byte {
	return appendNumber(r.Snapshot.appendTo(append(b, tagChunk)), r.Offset)
}

// AppendTo appends the canonical encoding to b.
func (r Install) AppendTo(b []byte) []byte { return r.Snapshot.appendTo(append(b, tagInstall)) }

// AppendTo appends the canonical encoding to b.
func (o Propose) AppendTo(b []byte) []byte { return appendString(append(b, tagPropose), o.Data) }

// AppendTo appends the canonical encoding to b.
func (o ProposeAll) AppendTo(b []byte) []byte {
	b = appendNumber(append(b, tagProposeAll), uint64(len(o.Data)))
	for _, data := range o.Data {
		b = appendString(b, data)
	}
	return b
}

// AppendTo appends the canonical encoding to b.
func (Read) AppendTo(b []byte) []byte { return append(b, tagRead) }

// AppendTo appends the canonical encoding to b.
func (o TakeSnapshot) AppendTo(b []byte) []byte {
	return appendNumber(appendNumber(appendNumber(append(b, tagTakeSnapshot), o.Index), o.Size), o.Handle)
}

// AppendTo appends the canonical encoding to b.
func (NotApplied) AppendTo(b []byte) []byte { return append(b, tagNotApplied) }

// AppendTo appends the canonical encoding to b.
func (Unknown) AppendTo(b []byte) []byte { return append(b, tagUnknown) }

// AppendTo appends the canonical encoding to b.
func (r ReadAt) AppendTo(b []byte) []byte { return appendNumber(append(b, tagReadAt), r.Index) }

// AppendTo appends the canonical encoding to b.
func (ReadFailed) AppendTo(b []byte) []byte { return append(b, tagReadFailed) }

// AppendTo appends the canonical encoding to b.
func (r SnapshotTaken) AppendTo(b []byte) []byte {
	return appendNumber(append(b, tagSnapshotTaken), r.Index)
}

// AppendTo appends the canonical encoding to b.
func (c ApplyEntries) AppendTo(b []byte) []byte {
	b = appendEntries(appendNumber(append(b, tagApplyEntries), c.First), c.Entries)
	b = appendNumber(b, uint64(len(c.Requests)))
	for _, p := range c.Requests {
		b = p.appendTo(b)
	}
	return b
}

// AppendTo appends the canonical encoding to b.
func (c RestoreSnapshot) AppendTo(b []byte) []byte {
	return c.Snapshot.appendTo(append(b, tagRestoreSnapshot))
}

func (p Proposal) appendTo(b []byte) []byte {
	return appendNumber(appendNumber(appendNumber(b, p.Index), p.Term), p.ID)
}

func (s SnapshotMeta) appendTo(b []byte) []byte {
	return appendNumber(appendNumber(appendNumber(appendNumber(b, s.Index), s.Term), s.Size), s.Handle)
}

func appendEntries(b []byte, entries []Entry) []byte {
	b = appendNumber(b, uint64(len(entries)))
	for i := range entries {
		b = entries[i].appendTo(b)
	}
	return b
}

func (e *Entry) appendTo(b []byte) []byte {
	return appendString(appendNumber(append(b, byte(e.Kind)), e.Term), e.Data)
}

func appendNumber[N ~uint32 | ~uint64](b []byte, n N) []byte {
	if n < 0x80 {
		return append(b, byte(n))
	}
	return binary.AppendUvarint(b, uint64(n))
}

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

func appendString(b []byte, s string) []byte {
	return append(appendNumber(b, uint64(len(s))), s...)
}
