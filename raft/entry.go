package raft

import "fmt"

type (
	// Term numbers the reigns of leaders: 1, 2, 3... (Raft §5.1). 0 is before the first.
	Term uint64
	// Index numbers the entries of the log: 1, 2, 3... 0 is before the first.
	Index = uint64
)

// EntryKind says what an entry is for.
type EntryKind uint8

// The kinds of entries.
const (
	// Command is an entry that a client has proposed.
	Command EntryKind = iota
	// NoOp is the first entry of each leader. With it all entries before it are committed (Raft §8).
	NoOp
)

// Entry is an element of the log. It is immutable.
type Entry struct {
	Term Term
	Kind EntryKind
	// Data is what the client has proposed, "" for a NoOp.
	Data string
}

// size is how much of the limits in bytes an entry takes: its data, and what surrounds it on the wire.
func (e *Entry) size() int { return len(e.Data) + entryOverhead }

const entryOverhead = 16

func (e Entry) String() string {
	if e.Kind == NoOp {
		return fmt.Sprintf("%d:no-op", e.Term)
	}
	return fmt.Sprintf("%d:%q", e.Term, e.Data)
}

// SnapshotMeta names a snapshot: the state of the application after the entry at Index. It is an immutable value; the zero
// value is no snapshot, the state before the first entry.
type SnapshotMeta struct {
	Index Index
	Term  Term
	// Size is its length in bytes.
	Size uint64
	// Handle tells snapshots of equal Index apart that are not the same bytes, such as those of different nodes: a checksum
	// of the bytes will do. Chunks of snapshots of different handles are never joined.
	Handle uint64
}

func (s SnapshotMeta) String() string {
	return fmt.Sprintf("snapshot %d:%d of %d bytes, handle %d", s.Index, s.Term, s.Size, s.Handle)
}
