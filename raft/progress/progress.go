// Package progress is what a leader knows of a follower: up to where the logs match, what is on its way, and whether more may be
// sent (Raft §5.3, nextIndex and matchIndex; thesis §10.2.1, pipelining).
package progress

import (
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// State says how the leader sends to a follower.
type State uint8

const (
	// Probe means that the leader does not know where the logs part. It sends one message at a time, until one is accepted.
	Probe State = iota
	// Replicate means that the follower accepts what it is sent: messages follow each other without waiting for answers.
	Replicate
	// Snapshot means that the follower needs entries that the leader has no more. It is sent a snapshot, a chunk at a time.
	Snapshot
)

var states = [...]string{"probe", "replicate", "snapshot"}

func (s State) String() string { return states[s] }

// Follower is what a leader knows of one follower.
type Follower struct {
	ID    machine.NodeID
	State State
	// Match is up to where the follower's log is known to match and to be durable (matchIndex).
	Match uint64
	// Next is the next entry to send (nextIndex), 0 while a snapshot is sent.
	Next uint64
	// Paused says that a probe or a chunk is on its way.
	Paused bool
	// Inflight are the messages with entries on their way, while replicating.
	Inflight Inflight
	// Offset is the next byte of the snapshot to send.
	Offset uint64
	// CommitSent says that the follower was sent the leader's commit index.
	CommitSent bool
	// Round is the newest round that the follower has answered (thesis §6.4).
	Round uint64
	// Active says that the follower has answered since the last look (thesis §6.2).
	Active bool
}

// New returns a follower of a new leader: it is probed from the entry at next on.
func New(id machine.NodeID, next uint64) Follower { return Follower{ID: id, Next: next} }

// Probe goes back to probing from the entry at next on.
func (f *Follower) Probe(next uint64) {
	f.State, f.Next, f.Paused, f.Offset = Probe, next, false, 0
	f.Inflight.Clear()
}

// Replicate goes over to replicating what follows Match.
func (f *Follower) Replicate() {
	f.State, f.Next, f.Paused, f.Offset = Replicate, f.Match+1, false, 0
	f.Inflight.Clear()
}

// Snapshot goes over to sending a snapshot.
func (f *Follower) Snapshot() {
	f.State, f.Next, f.Paused, f.Offset, f.CommitSent = Snapshot, 0, false, 0, false
	f.Inflight.Clear()
}

// Accept notes that the follower has accepted entries up to index. A follower that is sent a snapshot is not changed otherwise:
// whether it needs it still depends on the leader's log.
func (f *Follower) Accept(index uint64) {
	proves := index >= f.Match
	f.Match = max(f.Match, index)
	switch f.State {
	case Probe:
		if proves {
			f.Replicate()
		}
	case Replicate:
		f.Inflight.Free(index)
		f.Next = max(f.Next, f.Match+1)
	case Snapshot:
	}
}

// Reject notes that the follower has rejected entries that follow rejected, and may match up to hint. It reports false if that is an answer
// to something older.
func (f *Follower) Reject(rejected, hint uint64) bool {
	switch {
	case f.State == Replicate && rejected > f.Match:
		f.Probe(max(f.Match+1, min(rejected, hint+1)))
	case f.State == Probe && rejected == f.Next-1:
		f.Probe(max(f.Match+1, min(rejected, hint+1)))
	default:
		return false
	}
	return true
}

// Full reports whether no more may be sent before the follower answers, if it may have that many entries and bytes on their way. One
// message may always be.
func (f *Follower) Full(entries uint64, bytes int) bool {
	return f.Inflight.Len() > 0 && (f.Next-1-f.Match >= entries || f.Inflight.Total() >= bytes)
}

// Clone returns an independent copy.
func (f *Follower) Clone() Follower {
	c := *f
	c.Inflight.messages = slices.Clone(f.Inflight.messages)
	return c
}
