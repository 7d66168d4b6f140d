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

// CommittedLog is the longest log that any node knows to be committed. It is an immutable value.
type CommittedLog struct{ entries sequence[Committed] }

// Len returns how many entries there are.
func (l *CommittedLog) Len() raft.Index { return raft.Index(l.entries.length) }

// At returns the entry at an index, from 1 on.
func (l *CommittedLog) At(i raft.Index) *Committed { return l.entries.at(int(i - 1)) }

// With returns the log with one more entry.
func (l *CommittedLog) With(e Committed) CommittedLog { return CommittedLog{l.entries.with(e)} }

// has reports whether that is the entry at an index.
func (l *CommittedLog) has(i raft.Index, e raft.Entry) bool {
	return i >= 1 && i <= l.Len() && l.At(i).Entry == e
}

// matches reports whether the entry at an index is of that term. So it is before the first entry.
func (l *CommittedLog) matches(i raft.Index, t raft.Term) bool {
	return i == 0 && t == 0 || i >= 1 && i <= l.Len() && l.At(i).Term == t
}

func (l *CommittedLog) appendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, l.Len())
	for i := range l.Len() {
		e := l.At(i + 1)
		b = binary.AppendUvarint(b, uint64(e.Term))
		b = append(binary.AppendUvarint(b, uint64(e.At)), byte(e.Kind))
		b = binary.AppendUvarint(b, uint64(len(e.Data)))
		b = append(b, e.Data...)
	}
	return b
}
