package twopc

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// CoordinatorStorage is what a coordinator's storage holds: its epoch, and the commits of which not all have heard.
type CoordinatorStorage struct {
	epoch   uint64
	commits table[CommitRecord]
}

func (r CommitRecord) key() Txn { return r.Txn }

// Epoch returns the last epoch that is durable, 0 before the first.
func (s *CoordinatorStorage) Epoch() uint64 { return s.epoch }

// Commits returns the commits of which not all have heard, in the order of the transactions.
func (s *CoordinatorStorage) Commits() []CommitRecord { return slices.Clone([]CommitRecord(s.commits)) }

// Commit returns the commit record of t, if it is there.
func (s *CoordinatorStorage) Commit(t Txn) (CommitRecord, bool) {
	if r := s.commits.find(t); r != nil {
		return *r, true
	}
	return CommitRecord{}, false
}

// Add adds a record.
func (s *CoordinatorStorage) Add(r machine.Record) error {
	switch r := r.(type) {
	case EpochRecord:
		if r.Epoch != s.epoch+1 {
			return fmt.Errorf("twopc: storage of a coordinator: %v after epoch %d", r, s.epoch)
		}
		s.epoch = r.Epoch
	case CommitRecord:
		if s.commits.find(r.Txn) != nil {
			return fmt.Errorf("twopc: storage of a coordinator: %v is there twice", r)
		}
		s.commits.put(r)
	case EndRecord:
		if s.commits.find(r.Txn) == nil {
			return fmt.Errorf("twopc: storage of a coordinator: %v without its commit record", r)
		}
		s.commits.drop(r.Txn)
	default:
		return fmt.Errorf("twopc: storage of a coordinator: a record of type %T (%v)", r, r)
	}
	return nil
}

// Clone returns an independent copy.
func (s *CoordinatorStorage) Clone() machine.Durable {
	return &CoordinatorStorage{s.epoch, slices.Clone(s.commits)}
}

// AppendTo appends the canonical encoding to b.
func (s *CoordinatorStorage) AppendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, s.epoch)
	b = binary.AppendUvarint(b, uint64(len(s.commits)))
	for i := range s.commits {
		b = s.commits[i].Yes.AppendTo(s.commits[i].Txn.AppendTo(b))
	}
	return b
}

// ParticipantStorage is what a participant's storage holds: branches that are prepared, committed or aborted, and not
// forgotten.
type ParticipantStorage struct{ branches table[Branch] }

// State returns the state of the branch of t, BranchAbsent if it is not there.
func (s *ParticipantStorage) State(t Txn) BranchState {
	if branch := s.branches.find(t); branch != nil {
		return branch.State
	}
	return BranchAbsent
}

// Branches returns the branches, in the order of the transactions.
func (s *ParticipantStorage) Branches() []Branch { return slices.Clone([]Branch(s.branches)) }

// Add adds a record.
func (s *ParticipantStorage) Add(r machine.Record) error {
	var legal bool
	switch r := r.(type) {
	case PreparedRecord:
		legal = s.in(r.Txn, BranchAbsent)
		s.branches.put(Branch{Txn: r.Txn, State: BranchPrepared, Peers: r.Peers, Work: r.Work})
	case CommittedRecord:
		if legal = s.in(r.Txn, BranchPrepared); legal {
			s.branches.put(Branch{Txn: r.Txn, State: BranchCommitted, Work: s.branches.find(r.Txn).Work})
		}
	case AbortedRecord:
		legal = s.in(r.Txn, BranchAbsent, BranchPrepared)
		s.branches.put(Branch{Txn: r.Txn, State: BranchAborted})
	case ForgottenRecord:
		legal = s.in(r.Txn, BranchCommitted, BranchAborted)
		s.branches.drop(r.Txn)
	default:
		return fmt.Errorf("twopc: storage of a participant: a record of type %T (%v)", r, r)
	}
	if !legal {
		return fmt.Errorf("twopc: storage of a participant: %v cannot follow what is there", r)
	}
	return nil
}

// in reports whether the branch of t is in one of those states.
func (s *ParticipantStorage) in(t Txn, states ...BranchState) bool {
	return slices.Contains(states, s.State(t))
}

// Clone returns an independent copy.
func (s *ParticipantStorage) Clone() machine.Durable {
	return &ParticipantStorage{slices.Clone(s.branches)}
}

// AppendTo appends the canonical encoding to b.
func (s *ParticipantStorage) AppendTo(b []byte) []byte { return appendBranches(b, s.branches) }
