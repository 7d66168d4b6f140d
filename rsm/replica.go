package rsm

import (
	"fmt"
	"io"
)

// Replica is one copy of an application and the sessions of its clients, as far as it has applied the log. It is given every entry
// of the log, in their order. It is not for several goroutines.
type Replica struct {
	app      StateMachine
	sessions *Sessions
	applied  uint64
	// broken is why the application's state is not that of any log.
	broken error
}

// NewReplica returns a replica that has applied nothing. app must be in its initial state, the same at all replicas.
func NewReplica(app StateMachine, limits Limits) (*Replica, error) {
	sessions, err := NewSessions(limits)
	if err != nil {
		return nil, err
	}
	return &Replica{app: app, sessions: sessions}, nil
}

// Applied returns the index up to which the log is applied.
func (r *Replica) Applied() uint64 { return r.applied }

// Sessions returns a copy of the sessions.
func (r *Replica) Sessions() *Sessions { return r.sessions.Clone() }

// Clone returns an independent copy, whose application is app: a copy of this one's.
func (r *Replica) Clone(app StateMachine) *Replica {
	return &Replica{app: app, sessions: r.sessions.Clone(), applied: r.applied, broken: r.broken}
}

// Apply applies the entry at index, whose data is the encoding of an Entry, and says what became of it. It panics unless
// index is the one after Applied: a gap or a repetition would make this replica differ from the others for ever.
func (r *Replica) Apply(index uint64, data string) Outcome {
	r.next(index)
	return r.sessions.Apply(index, data, r.app)
}

// Pass goes past the entry at index, which is none of a client's, such as the first one of a leader of Raft. It
// panics as Apply does.
func (r *Replica) Pass(index uint64) { r.next(index) }

func (r *Replica) next(index uint64) {
	if r.broken != nil {
		panic(fmt.Sprintf("rsm: the entry at %d was given after a snapshot could not be restored: %v", index, r.broken))
	}
	if index != r.applied+1 {
		panic(fmt.Sprintf("rsm: the entry at %d was given, expected %d", index, r.applied+1))
	}
	r.applied = index
}

// Snapshot returns the state as it is. It may be written while the replica goes on.
func (r *Replica) Snapshot() *Snapshot {
	if r.broken != nil {
		panic(fmt.Sprintf("rsm: a snapshot was asked for after another one could not be restored: %v", r.broken))
	}
	return &Snapshot{r.applied, r.sessions.AppendTo(nil), r.app.Snapshot()}
}

// Restore replaces the state by that of a snapshot, which in is to hold from its beginning to its end. An error is
// ErrDamaged, ErrLimits, one of the application, or one of in. After it nothing but another Restore may be asked for: the application may
// have a part of the new state.
func (r *Replica) Restore(in io.Reader) error {
	r.broken = r.restore(in)
	if r.broken != nil {
		return fmt.Errorf("rsm: restore a snapshot: %w", r.broken)
	}
	return nil
}

func (r *Replica) restore(in io.Reader) error {
	frames := &frameReader{in: in}
	applied, sessions, err := readHead(frames)
	if err != nil {
		return err
	}
	if sessions.limits != r.sessions.limits {
		return fmt.Errorf("%w: the snapshot has %v, this replica %v; all replicas of a log need the same", ErrLimits, sessions.limits, r.sessions.limits)
	}
	if err := r.app.Restore(frames); err != nil {
		return fmt.Errorf("the application's part: %w", err)
	}
	if err := frames.end(); err != nil {
		return err
	}
	r.applied, r.sessions = applied, sessions
	return nil
}
