package raft

import (
	"fmt"

	"github.com/tenet-go/tenet/machine"
)

// The records, of which Storage is the fold.
type (
	// HardState is the term and the vote. One record holds both: a vote must never be found in another term.
	HardState struct {
		Term Term
		// VotedFor is who was voted for in Term, or None.
		VotedFor machine.NodeID
	}
	// Append puts Entries after the entry at PrevIndex, in the place of what followed it.
	Append struct {
		PrevIndex Index
		Entries   []Entry
	}
	// Compact says that the application has taken a snapshot, and drops the entries up to Base.
	Compact struct {
		Snapshot SnapshotMeta
		Base     Index
	}
	// Chunk says that the bytes of a snapshot up to Offset have arrived. Those bytes must be durable before the record is
	// written: a crash may keep it although nobody has acknowledged it.
	Chunk struct {
		Snapshot SnapshotMeta
		Offset   uint64
	}
	// Install puts a snapshot that has arrived in the place of the log up to its index, and of all of the log unless it has the
	// snapshot's last entry. All bytes of the snapshot must be durable before the record is written, as with Chunk.
	Install struct{ Snapshot SnapshotMeta }
)

func (r HardState) String() string {
	return fmt.Sprintf("term %d, vote %d", r.Term, r.VotedFor)
}

func (r Append) String() string {
	return fmt.Sprintf("entries after %d [%s]", r.PrevIndex, listed(r.Entries))
}

func (r Compact) String() string { return fmt.Sprintf("took %v, log from %d on", r.Snapshot, r.Base+1) }
func (r Chunk) String() string   { return fmt.Sprintf("%v to byte %d", r.Snapshot, r.Offset) }
func (r Install) String() string { return fmt.Sprintf("installed %v", r.Snapshot) }
