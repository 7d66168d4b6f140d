package twopc

import "fmt"

// What clients ask of a coordinator. Abort may be asked of a participant too.
type (
	// Begin asks for a transaction. The result is Began, at once.
	Begin struct{}
	// Commit asks to commit a transaction at these participants, at which it is enlisted. Ask once. The result is
	// Ended when the transaction is decided.
	Commit struct {
		Txn          Txn
		Participants NodeSet
	}
	// Abort gives a transaction up, if it is not decided, or at a participant its branch, if it has not
	// voted. The result is Ended.
	Abort struct{ Txn Txn }
)

// What clients and the application ask of a participant.
type (
	// Enlist opens the branch of a transaction. Ask at most once for each transaction and participant: a branch
	// that a crash has swept away must stay away. The result is Enlisted, at once.
	Enlist struct {
		Txn Txn
		// ReadOnly says that the branch changes nothing at this participant.
		ReadOnly bool
		// Work is what the application needs to commit the branch after a crash. The machine does not
		// look into it, keeps it in storage while it is in doubt, and hands it back in CommitBranch and RestoreBranch.
		Work string
	}
	// Forget says that the application has made the branch's end durable by itself, and need not be told again after a
	// crash. The result is Forgotten, once that is durable.
	Forget struct{ Txn Txn }
)

func (Begin) String() string    { return "begin" }
func (o Commit) String() string { return fmt.Sprintf("commit %v at %v", o.Txn, o.Participants) }
func (o Abort) String() string  { return fmt.Sprintf("abort %v", o.Txn) }
func (o Enlist) String() string {
	if o.ReadOnly {
		return fmt.Sprintf("enlist %v read-only, work %q", o.Txn, o.Work)
	}
	return fmt.Sprintf("enlist %v, work %q", o.Txn, o.Work)
}
func (o Forget) String() string { return fmt.Sprintf("forget %v", o.Txn) }

// The first byte of each request.
const (
	tagBegin = iota + 1
	tagCommitOp
	tagAbortOp
	tagEnlist
	tagForget
)

// AppendTo appends the canonical encoding to b.
func (Begin) AppendTo(b []byte) []byte { return append(b, tagBegin) }

// AppendTo appends the canonical encoding to b.
func (o Commit) AppendTo(b []byte) []byte {
	return o.Participants.AppendTo(o.Txn.AppendTo(append(b, tagCommitOp)))
}

// AppendTo appends the canonical encoding to b.
func (o Abort) AppendTo(b []byte) []byte { return o.Txn.AppendTo(append(b, tagAbortOp)) }

// AppendTo appends the canonical encoding to b.
func (o Enlist) AppendTo(b []byte) []byte {
	return appendString(appendBool(o.Txn.AppendTo(append(b, tagEnlist)), o.ReadOnly), o.Work)
}

// AppendTo appends the canonical encoding to b.
func (o Forget) AppendTo(b []byte) []byte { return o.Txn.AppendTo(append(b, tagForget)) }
