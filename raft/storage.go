package raft

import (
	"encoding/binary"
	"fmt"

	"github.com/tenet-go/tenet/machine"
)

// Storage is what the storage of a node holds: the fold of its records. It is a machine.Durable.
//
// A host whose records have become many may put fewer in their place, which add up to the same Storage:
//
//   - HardState of Term and VotedFor
//   - Install of the snapshot if Base is at its index, else of SnapshotMeta{Index: index, Term: term} of Base, whose bytes nobody asks for; none if Base
//     is 0 and there is no snapshot
//   - Append of Entries after Base, if there are any
//   - Compact of the snapshot and of Base, if the snapshot is after Base
//   - Chunk of Incoming, if its Offset is not 0
//
// They replace the old ones all at once, as when a file is renamed: some of them alone are the storage of a node that forgot.
type Storage struct {
	term     Term
	votedFor machine.NodeID
	snapshot SnapshotMeta
	log      log
	incoming Incoming
}

// Incoming is a snapshot of which the bytes up to Offset have arrived. If Offset is 0 there is none.
type Incoming struct {
	Snapshot SnapshotMeta
	Offset   uint64
}

// wants returns the next byte of a snapshot that is to arrive.
func (i *Incoming) wants(s SnapshotMeta) uint64 {
	if i.Snapshot != s {
		return 0
	}
	return i.Offset
}

// Add adds a record. It fails if the record cannot follow what is there.
func (s *Storage) Add(r machine.Record) error {
	var legal bool
	switch r := r.(type) {
	case HardState:
		if legal = r.Term > s.term || r.Term == s.term && s.votedFor == None; legal {
			s.term, s.votedFor = r.Term, r.VotedFor
		}
	case Append:
		if legal = s.log.has(r.PrevIndex) && r.PrevIndex >= s.snapshot.Index && ascend(s.log.term(r.PrevIndex), r.Entries, s.term); legal {
			s.log.truncate(r.PrevIndex)
			s.log.entries = append(s.log.entries, r.Entries...)
		}
	case Compact:
		legal = s.snapshot.Index < r.Snapshot.Index && s.log.matches(r.Snapshot.Index, r.Snapshot.Term) &&
			s.log.base <= r.Base && r.Base <= r.Snapshot.Index
		if legal {
			s.snapshot = r.Snapshot
			s.log.compact(r.Base)
		}
	case Chunk:
		if legal = s.incoming.wants(r.Snapshot) < r.Offset && r.Offset < r.Snapshot.Size; legal {
			s.incoming = Incoming(r)
		}
	case Install:
		if legal = s.snapshot.Index < r.Snapshot.Index && r.Snapshot.Term <= s.term; legal {
			s.snapshot, s.incoming = r.Snapshot, Incoming{}
			s.log.install(r.Snapshot)
		}
	default:
		return fmt.Errorf("raft: storage: a record of type %T (%v)", r, r)
	}
	if !legal {
		return fmt.Errorf("raft: storage: %v cannot follow term %d, vote %d, %v, log from %d:%d to %d:%d",
			r, s.term, s.votedFor, s.snapshot, s.log.base, s.log.baseTerm, s.log.last(), s.log.lastTerm())
	}
	return nil
}

// ascend reports whether there are entries, whose terms never go down from that of the entry before on, and are at most last.
func ascend(before Term, entries []Entry, last Term) bool {
	for i := range entries {
		if entries[i].Term < max(before, 1) {
			return false
		}
		before = entries[i].Term
	}
	return len(entries) > 0 && before <= last
}

// Term returns the current term, as far as it is durable.
func (s *Storage) Term() Term { return s.term }

// VotedFor returns who was voted for in Term, or None.
func (s *Storage) VotedFor() machine.NodeID { return s.votedFor }

// Snapshot returns the newest snapshot.
func (s *Storage) Snapshot() SnapshotMeta { return s.snapshot }

// Incoming returns the snapshot of which a part has arrived.
func (s *Storage) Incoming() Incoming { return s.incoming }

// Base returns the place of the entry before the first one that is there, and its term.
func (s *Storage) Base() (Index, Term) { return s.log.base, s.log.baseTerm }

// Entries returns the entries after Base. They must not be changed.
func (s *Storage) Entries() []Entry { return s.log.between(s.log.base+1, s.log.last()) }

// Clone returns an independent copy.
func (s *Storage) Clone() machine.Durable {
	c := *s
	c.log = s.log.clone()
	return &c
}

// AppendTo appends the canonical encoding to b.
func (s *Storage) AppendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(s.term))
	b = binary.AppendUvarint(b, uint64(s.votedFor))
	b = s.snapshot.appendTo(b)
	b = s.log.appendTo(b)
	return s.incoming.appendTo(b)
}

func (i *Incoming) appendTo(b []byte) []byte {
	return binary.AppendUvarint(i.Snapshot.appendTo(b), i.Offset)
}
