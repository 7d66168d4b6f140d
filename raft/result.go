package raft

import "fmt"

// The results.
type (
	// NotApplied says that what was proposed has not been applied, and never will be: it may be proposed again.
	NotApplied struct{}
	// Unknown says that nobody here can tell whether what was proposed is applied: a snapshot has taken the place of the log.
	Unknown struct{}
	// ReadAt says that a read sees all that was acknowledged before it began if the application has applied the log up to Index.
	ReadAt struct{ Index Index }
	// ReadFailed says that the node leads no more. The read may be asked again, with another ID. It is for reads that were asked of the leader
	// itself: one that a follower has forwarded is not answered then.
	ReadFailed struct{}
	// SnapshotTaken says that the node recovers from the snapshot from now on.
	SnapshotTaken struct{ Index Index }
)

func (NotApplied) String() string      { return "not applied" }
func (Unknown) String() string         { return "unknown" }
func (r ReadAt) String() string        { return fmt.Sprintf("read at %d", r.Index) }
func (ReadFailed) String() string      { return "read failed" }
func (r SnapshotTaken) String() string { return fmt.Sprintf("snapshot taken at %d", r.Index) }
