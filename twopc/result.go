package twopc

import "fmt"

// What clients are answered.
type (
	// Began answers Begin.
	Began struct{ Txn Txn }
	// Enlisted answers Enlist.
	Enlisted struct{ Txn Txn }
	// Ended answers Commit and Abort. See its method Err.
	Ended struct {
		Txn     Txn
		Outcome Outcome
	}
	// Forgotten answers Forget.
	Forgotten struct{ Txn Txn }
)

func (r Began) String() string     { return fmt.Sprintf("began %v", r.Txn) }
func (r Enlisted) String() string  { return fmt.Sprintf("enlisted %v", r.Txn) }
func (r Ended) String() string     { return fmt.Sprintf("ended %v by %v", r.Txn, r.Outcome) }
func (r Forgotten) String() string { return fmt.Sprintf("forgotten %v", r.Txn) }

// The first byte of each result.
const (
	tagBegan = iota + 1
	tagEnlisted
	tagEnded
	tagForgottenResult
)

// AppendTo appends the canonical encoding to b.
func (r Began) AppendTo(b []byte) []byte { return r.Txn.AppendTo(append(b, tagBegan)) }

// AppendTo appends the canonical encoding to b.
func (r Enlisted) AppendTo(b []byte) []byte { return r.Txn.AppendTo(append(b, tagEnlisted)) }

// AppendTo appends the canonical encoding to b.
func (r Ended) AppendTo(b []byte) []byte {
	return append(r.Txn.AppendTo(append(b, tagEnded)), byte(r.Outcome))
}

// AppendTo appends the canonical encoding to b.
func (r Forgotten) AppendTo(b []byte) []byte { return r.Txn.AppendTo(append(b, tagForgottenResult)) }
