package raft

import "fmt"

// The requests. Node.Check says why one would be refused; a refused one is never answered. The ID of a request is the host's choice: it is
// not 0, which is none, and no other request of this node that waits for its answer has it.
type (
	// Propose asks the leader to append a command to the log. The fate of it is told by ApplyEntries, where it is applied,
	// or by a reply of NotApplied or Unknown. Until then its ID is taken.
	Propose struct{ Data string }
	// ProposeAll asks the leader to append commands, one after the other, as requests of the IDs from the request's ID on: as many IDs are
	// taken as there are commands.
	ProposeAll struct{ Data []string }
	// Read asks up to where a node must have applied the log to answer a read that begins now. It is answered by ReadAt or
	// ReadFailed, or, where another node leads, perhaps not at all. The ID must be one that was never used for a read at this node, also not before it
	// crashed: an answer may still be on its way.
	Read struct{}
	// TakeSnapshot says that the application has made a snapshot of its state durable, as it was after the entry at Index. It is answered by
	// SnapshotTaken, after which earlier snapshots are not needed to recover. Index and Handle are what its bytes are found by.
	TakeSnapshot struct {
		Index  Index
		Size   uint64
		Handle uint64
	}
)

func (o Propose) String() string    { return fmt.Sprintf("propose %q", o.Data) }
func (o ProposeAll) String() string { return fmt.Sprintf("propose %q", o.Data) }
func (o Read) String() string       { return "read" }
func (o TakeSnapshot) String() string {
	return fmt.Sprintf("took a snapshot at %d, %d bytes, handle %d", o.Index, o.Size, o.Handle)
}
