package twopc

import "fmt"

// The timers. None matters for safety.
type (
	// VoteTimer ends a transaction that is not decided in time, from Begin on. Set it longer than a transaction
	// takes, its work included.
	VoteTimer struct{ Txn Txn }
	// ResendTimer has the coordinator tell the decision again.
	ResendTimer struct{ Txn Txn }
	// BranchTimer ends a branch that is not asked to prepare in time.
	BranchTimer struct{ Txn Txn }
	// InquiryTimer has a participant in doubt ask for the outcome.
	InquiryTimer struct{ Txn Txn }
)

func (t VoteTimer) String() string    { return fmt.Sprintf("vote timer of %v", t.Txn) }
func (t ResendTimer) String() string  { return fmt.Sprintf("resend timer of %v", t.Txn) }
func (t BranchTimer) String() string  { return fmt.Sprintf("branch timer of %v", t.Txn) }
func (t InquiryTimer) String() string { return fmt.Sprintf("inquiry timer of %v", t.Txn) }

// The first byte of each timer.
const (
	tagVoteTimer = iota + 1
	tagResendTimer
	tagBranchTimer
	tagInquiryTimer
)

// AppendTo appends the canonical encoding to b.
func (t VoteTimer) AppendTo(b []byte) []byte { return t.Txn.AppendTo(append(b, tagVoteTimer)) }

// AppendTo appends the canonical encoding to b.
func (t ResendTimer) AppendTo(b []byte) []byte { return t.Txn.AppendTo(append(b, tagResendTimer)) }

// AppendTo appends the canonical encoding to b.
func (t BranchTimer) AppendTo(b []byte) []byte { return t.Txn.AppendTo(append(b, tagBranchTimer)) }

// AppendTo appends the canonical encoding to b.
func (t InquiryTimer) AppendTo(b []byte) []byte { return t.Txn.AppendTo(append(b, tagInquiryTimer)) }
