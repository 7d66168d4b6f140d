package textbook

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/tenet-go/tenet/machine"
)

// State is that of a manager. A transaction manager is never prepared.
type State uint8

// The states. The transaction manager's first state is called init in TwoPhase.
const (
	Working State = iota
	Ready         // prepared
	Committed
	Aborted
)

func (s State) String() string {
	return [...]string{"working", "prepared", "committed", "aborted"}[s]
}

// TransactionManager is the node that decides. Its ID is 0; the resource managers are 1 to n.
const TransactionManager machine.NodeID = 0

// MaxResourceManagers is how many there may be.
const MaxResourceManagers = 63

// Protocol makes the managers of one transaction.
type Protocol struct{ resourceManagers int }

// New returns the protocol for so many resource managers, from 1 to MaxResourceManagers.
func New(resourceManagers int) (*Protocol, error) {
	if resourceManagers < 1 || resourceManagers > MaxResourceManagers {
		return nil, fmt.Errorf("textbook: %d resource managers, expected 1 to %d", resourceManagers, MaxResourceManagers)
	}
	return &Protocol{resourceManagers}, nil
}

// Empty returns storage that holds nothing.
func (*Protocol) Empty(machine.NodeID) machine.Durable { return storage{} }

// Recover returns a manager in its first state.
func (p *Protocol) Recover(id machine.NodeID, _ machine.Durable, _ *machine.Output) machine.Machine {
	if id == TransactionManager {
		return &Decider{resourceManagers: p.resourceManagers}
	}
	return &Resource{}
}

// Decider is the transaction manager.
type Decider struct {
	resourceManagers int
	state            State
	prepared         uint64 // bit i for resource manager i
}

// State returns Working until the manager has decided, and then what.
func (d *Decider) State() State { return d.state }

// Prepared reports whether a resource manager is known to be prepared (TwoPhase's tmPrepared).
func (d *Decider) Prepared(id machine.NodeID) bool { return d.prepared>>id&1 == 1 }

// Renamed returns the manager as it were if the resource managers had other names.
func (d *Decider) Renamed(name func(machine.NodeID) machine.NodeID) *Decider {
	renamed := &Decider{resourceManagers: d.resourceManagers, state: d.state}
	for id := 1; id <= d.resourceManagers; id++ {
		if d.Prepared(machine.NodeID(id)) {
			renamed.prepared |= 1 << name(machine.NodeID(id))
		}
	}
	return renamed
}

// Clone returns a copy.
func (d *Decider) Clone() machine.Machine {
	c := *d
	return &c
}

// AppendTo appends the state and who is prepared.
func (d *Decider) AppendTo(b []byte) []byte {
	return binary.AppendUvarint(append(b, byte(d.state)), d.prepared)
}

// Step decides once all are prepared, or aborts at any time before.
func (d *Decider) Step(in machine.Input, out *machine.Output) {
	if d.state != Working {
		return
	}
	switch in := in.(type) {
	case machine.Receive:
		if in.Message == Prepared {
			d.prepared |= 1 << in.From
			out.Action = TMRcvPrepared
		}
	case machine.Request:
		switch {
		case in.Op == DoCommit && bits.OnesCount64(d.prepared) == d.resourceManagers:
			d.decide(Committed, Commit, TMCommit, out)
		case in.Op == DoAbort:
			d.decide(Aborted, Abort, TMAbort, out)
		}
	}
}

func (d *Decider) decide(s State, m Message, action machine.Action, out *machine.Output) {
	d.state = s
	out.Action = action
	for id := 1; id <= d.resourceManagers; id++ {
		out.Send(machine.NodeID(id), m, 0)
	}
}

// Resource is a resource manager.
type Resource struct{ state State }

// State returns the state.
func (r *Resource) State() State { return r.state }

// Clone returns a copy.
func (r *Resource) Clone() machine.Machine {
	c := *r
	return &c
}

// AppendTo appends the state.
func (r *Resource) AppendTo(b []byte) []byte { return append(b, byte(r.state)) }

// Step prepares or aborts once, and does what it is told, whatever its state, as TwoPhase has it.
func (r *Resource) Step(in machine.Input, out *machine.Output) {
	switch in := in.(type) {
	case machine.Receive:
		switch in.Message {
		case Commit:
			r.state, out.Action = Committed, RMRcvCommitMsg
		case Abort:
			r.state, out.Action = Aborted, RMRcvAbortMsg
		}
	case machine.Request:
		if r.state != Working {
			return
		}
		switch in.Op {
		case DoPrepare:
			r.state, out.Action = Ready, RMPrepare
			out.Send(TransactionManager, Prepared, 0)
		case ChooseAbort:
			r.state, out.Action = Aborted, RMChooseToAbort
		}
	}
}

// storage of managers that never crash.
type storage struct{}

func (storage) Add(r machine.Record) error {
	return fmt.Errorf("textbook: nothing is stored, and %v least of all", r)
}
func (s storage) Clone() machine.Durable { return s }
func (storage) AppendTo(b []byte) []byte { return b }
