package textbook

import "github.com/tenet-go/tenet/machine"

// Message is what managers tell each other. The specification's messages do not name the transaction, as there
// is only one.
type Message uint8

// The messages: Prepared goes from a resource manager to the transaction manager, the others back.
const (
	Prepared Message = iota + 1
	Commit
	Abort
)

// AppendTo appends one byte.
func (m Message) AppendTo(b []byte) []byte { return append(b, byte(m)) }

func (m Message) String() string { return [...]string{"?", "Prepared", "Commit", "Abort"}[m] }

// Op is what a manager is asked to do of its own accord.
type Op uint8

// The requests. The first two are for the transaction manager, the others for resource managers.
const (
	DoCommit Op = iota + 1
	DoAbort
	DoPrepare
	ChooseAbort
)

// AppendTo appends one byte.
func (o Op) AppendTo(b []byte) []byte { return append(b, byte(o)) }

func (o Op) String() string {
	return [...]string{"?", "commit", "abort", "prepare", "choose to abort"}[o]
}

// The actions, as TwoPhase names them.
const (
	TMRcvPrepared   machine.Action = "TMRcvPrepared"
	TMCommit        machine.Action = "TMCommit"
	TMAbort         machine.Action = "TMAbort"
	RMPrepare       machine.Action = "RMPrepare"
	RMChooseToAbort machine.Action = "RMChooseToAbort"
	RMRcvCommitMsg  machine.Action = "RMRcvCommitMsg"
	RMRcvAbortMsg   machine.Action = "RMRcvAbortMsg"
)
