package rsm

import (
	"errors"
	"fmt"
)

// What errors are, for errors.Is. ErrNotApplied and ErrUnknown divide those about proposals: either there is no effect, and asking anew
// is safe, or it is not known.
var (
	// ErrNotApplied means that the proposal has had no effect and will have none.
	ErrNotApplied = errors.New("not applied")
	// ErrUnknown means that what was asked for may or may not have taken effect. Asking again under the same number in the same session is
	// safe, asking anew is not.
	ErrUnknown = errors.New("outcome unknown")

	// ErrExpired means that the session has expired, or was never there. It is ErrUnknown too.
	ErrExpired = errors.New("session expired")
	// ErrFreed means that the client had acknowledged the number. It is ErrUnknown too.
	ErrFreed = errors.New("result freed")
	// ErrOutstanding means that a client has too many commands outstanding. It is ErrNotApplied too.
	ErrOutstanding = errors.New("too many outstanding commands")

	// ErrDamaged means that a snapshot is not what was written: bytes were changed or lost.
	ErrDamaged = errors.New("damaged snapshot")
	// ErrLimits means that a snapshot was taken by a replica of other Limits.
	ErrLimits = errors.New("limits differ")
)

// Error is an error about a proposal.
type Error struct {
	// Outcome is what became of it.
	Outcome Outcome
	// Why says what was found and what to do.
	Why   string
	kinds []error
}

func (e *Error) Error() string {
	about := "proposal"
	switch o := e.Outcome; {
	case o.Seq != 0:
		about = fmt.Sprintf("command %d of session %d", o.Seq, o.Session)
	case o.Session != 0:
		about = fmt.Sprintf("session %d", o.Session)
	}
	return fmt.Sprintf("rsm: %s: %v: %s", about, e.Outcome.Kind, e.Why)
}

// Is reports whether e is of that kind.
func (e *Error) Is(kind error) bool {
	for _, k := range e.kinds {
		if k == kind {
			return true
		}
	}
	return false
}
