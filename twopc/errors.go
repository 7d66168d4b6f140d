package twopc

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/machine"
)

// What errors are, for errors.Is. ErrNotApplied and ErrUnknown divide them: either nothing has taken effect anywhere
// and the transaction can be run again, or it is not known.
var (
	// ErrNotApplied means that the transaction, or the request, has had no effect and will have none.
	ErrNotApplied = errors.New("not applied")
	// ErrUnknown means that the transaction may or may not be committed.
	ErrUnknown = errors.New("outcome unknown")

	// ErrAborted means that the transaction was aborted. It is ErrNotApplied too.
	ErrAborted = errors.New("aborted")
	// ErrRefused means that the machine has refused the request. It is ErrNotApplied too.
	ErrRefused = errors.New("refused")
	// ErrNotReady means that a coordinator has just started, and its epoch is not durable. Try again. It is ErrRefused too.
	ErrNotReady = errors.New("not ready")
)

// Error is an error about a transaction.
type Error struct {
	// Doing is what was asked for.
	Doing machine.Op
	// Why says what was found and what to do.
	Why   string
	kinds []error
}

func (e *Error) Error() string { return fmt.Sprintf("twopc: %v: %s", e.Doing, e.Why) }

// Is reports whether e is of that kind.
func (e *Error) Is(kind error) bool {
	for _, k := range e.kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// Err returns nil if the transaction is committed, or else an ErrAborted.
func (r Ended) Err() error {
	if r.Outcome == Committed {
		return nil
	}
	return &Error{Commit{Txn: r.Txn}, "the transaction was aborted and has no effect; run it again in another one", []error{ErrAborted, ErrNotApplied}}
}

// Unknown returns the ErrUnknown for a commit of t to which no answer came. Whoever serves clients uses it
// when the coordinator has crashed or the client does not want to wait any longer.
func Unknown(t Txn) error {
	return &Error{Commit{Txn: t}, "no answer came; the transaction may be committed or aborted. " +
		"Do not ask to commit it again; read what it would have changed", []error{ErrUnknown}}
}

func refused(op machine.Op, why string, more ...error) error {
	return &Error{op, why, append(more, ErrRefused, ErrNotApplied)}
}
