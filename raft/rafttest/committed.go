package rafttest

import (
	"encoding/binary"

	"github.com/tenet-go/tenet/raft"
)

// Committed is an entry that is committed, and the term in which the node was that has committed it first.
type Committed struct {
	raft.Entry
	At raft.Term
}

// CommittedLog is the longest log that any node knows to be committed. It is an immutable value that grows at little cost.
type CommittedLog struct {
	chunks [][]Committed
	length raft.Index
}

const chunkLength = 32

// Len returns how many entries there are.
func (l *CommittedLog) Len() raft.Index { return l.length }

// At returns the entry at an index, from 1 on.
func (l *CommittedLog) At(i raft.Index) *Committed {
	return &l.chunks[(i-1)/chunkLength][(i-1)%chunkLength]
}

// With returns the log with one more entry.
func (l *CommittedLog) With(e Committed) CommittedLog {
	last := len(l.chunks) - 1
	if l.length%chunkLength == 0 {
		chunks := append(l.chunks[:last+1:last+1], []Committed{e})
		return CommittedLog{chunks, l.length + 1}
	}
	chunks := append(l.chunks[:last:last], append(l.chunks[last][:len(l.chunks[last]):len(l.chunks[last])], e))
	return CommittedLog{chunks, l.length + 1}
}

// has reports whether that is the entry at an index.
func (l *CommittedLog) has(i raft.Index, e raft.Entry) bool {
	return i >= 1 && i <= l.length && l.At(i).Entry == e
}

// matches reports whether the entry at an index is of that term. So it is before the first entry.
func (l *CommittedLog) matches(i raft.Index, t raft.Term) bool {
	return i == 0 && t == 0 || i >= 1 && i <= l.length && l.At(i).Term == t
}

func (l *CommittedLog) appendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, l.length)
	for i := range l.length {
		e := l.At(i + 1)
		b = binary.AppendUvarint(b, uint64(e.Term))
		b = append(binary.AppendUvarint(b, uint64(e.At)), byte(e.Kind))
		b = binary.AppendUvarint(b, uint64(len(e.Data)))
		b = append(b, e.Data...)
	}
	return b
}
