package twopc

import (
	"encoding/binary"
	"fmt"
)

// What a coordinator writes. There is no record of an abort: what has no commit record is presumed
// aborted.
type (
	// EpochRecord raises the coordinator's epoch.
	EpochRecord struct{ Epoch uint64 }
	// CommitRecord commits a transaction, and lists the participants that must hear of it: those that voted yes.
	CommitRecord struct {
		Txn Txn
		Yes NodeSet
	}
	// EndRecord forgets a committed transaction, of which all have heard.
	EndRecord struct{ Txn Txn }
)

// What a participant writes.
type (
	// PreparedRecord makes a branch able to commit after a crash. It comes before a vote of yes.
	PreparedRecord struct {
		Txn   Txn
		Peers NodeSet
		Work  string
	}
	// CommittedRecord commits a prepared branch. It comes before the acknowledgement.
	CommittedRecord struct{ Txn Txn }
	// AbortedRecord aborts a branch, prepared or not. Nothing waits for it.
	AbortedRecord struct{ Txn Txn }
	// ForgottenRecord forgets a branch that has ended.
	ForgottenRecord struct{ Txn Txn }
)

func (r EpochRecord) String() string  { return fmt.Sprintf("epoch %d", r.Epoch) }
func (r CommitRecord) String() string { return fmt.Sprintf("commit %v, yes %v", r.Txn, r.Yes) }
func (r EndRecord) String() string    { return fmt.Sprintf("end %v", r.Txn) }
func (r PreparedRecord) String() string {
	return fmt.Sprintf("prepared %v, peers %v, work %q", r.Txn, r.Peers, r.Work)
}
func (r CommittedRecord) String() string { return fmt.Sprintf("committed %v", r.Txn) }
func (r AbortedRecord) String() string   { return fmt.Sprintf("aborted %v", r.Txn) }
func (r ForgottenRecord) String() string { return fmt.Sprintf("forgotten %v", r.Txn) }

// The first byte of each record.
const (
	tagEpoch = iota + 1
	tagCommit
	tagEnd
	tagPrepared
	tagCommitted
	tagAborted
	tagForgotten
)

// AppendTo appends the canonical encoding to b.
func (r EpochRecord) AppendTo(b []byte) []byte {
	return binary.AppendUvarint(append(b, tagEpoch), r.Epoch)
}

// AppendTo appends the canonical encoding to b.
func (r CommitRecord) AppendTo(b []byte) []byte {
	return r.Yes.AppendTo(r.Txn.AppendTo(append(b, tagCommit)))
}

// AppendTo appends the canonical encoding to b.
func (r EndRecord) AppendTo(b []byte) []byte { return r.Txn.AppendTo(append(b, tagEnd)) }

// AppendTo appends the canonical encoding to b.
func (r PreparedRecord) AppendTo(b []byte) []byte {
	return appendString(r.Peers.AppendTo(r.Txn.AppendTo(append(b, tagPrepared))), r.Work)
}

// AppendTo appends the canonical encoding to b.
func (r CommittedRecord) AppendTo(b []byte) []byte { return r.Txn.AppendTo(append(b, tagCommitted)) }

// AppendTo appends the canonical encoding to b.
func (r AbortedRecord) AppendTo(b []byte) []byte { return r.Txn.AppendTo(append(b, tagAborted)) }

// AppendTo appends the canonical encoding to b.
func (r ForgottenRecord) AppendTo(b []byte) []byte { return r.Txn.AppendTo(append(b, tagForgotten)) }
