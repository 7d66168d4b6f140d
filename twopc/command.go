package twopc

import "fmt"

// What the application at a participant is told. It must accept each of them again: after a crash, ends are told
// anew until the application asks to Forget.
type (
	// RestoreBranch says, after a crash, that this branch has voted yes and is in doubt: take its locks again,
	// before anything else runs, and wait.
	RestoreBranch struct {
		Txn  Txn
		Work string
	}
	// CommitBranch makes the work take effect, and frees the locks.
	CommitBranch struct {
		Txn  Txn
		Work string
	}
	// AbortBranch undoes the work, if any is left, and frees the locks.
	AbortBranch struct{ Txn Txn }
	// ReleaseBranch ends a branch that has changed nothing: free the locks. How the transaction ends is not told.
	ReleaseBranch struct{ Txn Txn }
)

func (c RestoreBranch) String() string { return fmt.Sprintf("restore %v, work %q", c.Txn, c.Work) }
func (c CommitBranch) String() string  { return fmt.Sprintf("commit %v, work %q", c.Txn, c.Work) }
func (c AbortBranch) String() string   { return fmt.Sprintf("abort %v", c.Txn) }
func (c ReleaseBranch) String() string { return fmt.Sprintf("release %v", c.Txn) }

// The first byte of each command.
const (
	tagRestore = iota + 1
	tagCommitBranch
	tagAbortBranch
	tagRelease
)

// AppendTo appends the canonical encoding to b.
func (c RestoreBranch) AppendTo(b []byte) []byte {
	return appendString(c.Txn.AppendTo(append(b, tagRestore)), c.Work)
}

// AppendTo appends the canonical encoding to b.
func (c CommitBranch) AppendTo(b []byte) []byte {
	return appendString(c.Txn.AppendTo(append(b, tagCommitBranch)), c.Work)
}

// AppendTo appends the canonical encoding to b.
func (c AbortBranch) AppendTo(b []byte) []byte { return c.Txn.AppendTo(append(b, tagAbortBranch)) }

// AppendTo appends the canonical encoding to b.
func (c ReleaseBranch) AppendTo(b []byte) []byte { return c.Txn.AppendTo(append(b, tagRelease)) }
