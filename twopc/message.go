package twopc

import (
	"fmt"

	"github.com/tenet-go/tenet/machine"
)

// The messages. All of them are idempotent: they may be lost, repeated and reordered.
type (
	// Prepare asks a participant whether its branch can commit. It names all participants, so that they
	// know whom to ask when they are in doubt.
	Prepare struct {
		Txn          Txn
		Participants NodeSet
	}
	// Vote answers Prepare.
	Vote struct {
		Txn    Txn
		Choice Choice
	}
	// Decision says how the transaction ends: the coordinator tells it, or a participant that knows.
	Decision struct {
		Txn     Txn
		Outcome Outcome
	}
	// Ack says that the sender has committed durably, and never asks again.
	Ack struct{ Txn Txn }
	// Inquiry asks the coordinator or another participant for the outcome.
	Inquiry struct{ Txn Txn }
)

// Choice is what a participant votes.
type Choice uint8

// The votes.
const (
	// No means that the branch is aborted, or is not known.
	No Choice = iota
	// Yes is a promise: the branch can commit, also after a crash, and waits for the decision.
	Yes
	// ReadOnly means that the branch has changed nothing, has ended, and need not hear the decision.
	ReadOnly
)

var choices = [...]string{"no", "yes", "read-only"}

func (c Choice) String() string { return choices[c] }

func (m Prepare) String() string  { return fmt.Sprintf("prepare %v at %v", m.Txn, m.Participants) }
func (m Vote) String() string     { return fmt.Sprintf("vote %v on %v", m.Choice, m.Txn) }
func (m Decision) String() string { return fmt.Sprintf("decision %v of %v", m.Outcome, m.Txn) }
func (m Ack) String() string      { return fmt.Sprintf("ack %v", m.Txn) }
func (m Inquiry) String() string  { return fmt.Sprintf("inquiry %v", m.Txn) }

// The first byte of each message.
const (
	tagPrepare = iota + 1
	tagVote
	tagDecision
	tagAck
	tagInquiry
)

// AppendTo appends the canonical encoding to b.
func (m Prepare) AppendTo(b []byte) []byte {
	return m.Participants.AppendTo(m.Txn.AppendTo(append(b, tagPrepare)))
}

// AppendTo appends the canonical encoding to b.
func (m Vote) AppendTo(b []byte) []byte {
	return append(m.Txn.AppendTo(append(b, tagVote)), byte(m.Choice))
}

// AppendTo appends the canonical encoding to b.
func (m Decision) AppendTo(b []byte) []byte {
	return append(m.Txn.AppendTo(append(b, tagDecision)), byte(m.Outcome))
}

// AppendTo appends the canonical encoding to b.
func (m Ack) AppendTo(b []byte) []byte { return m.Txn.AppendTo(append(b, tagAck)) }

// AppendTo appends the canonical encoding to b.
func (m Inquiry) AppendTo(b []byte) []byte { return m.Txn.AppendTo(append(b, tagInquiry)) }

// message is a machine.Message of this package.
type message interface {
	machine.Message
	txn() Txn
}

func (m Prepare) txn() Txn  { return m.Txn }
func (m Vote) txn() Txn     { return m.Txn }
func (m Decision) txn() Txn { return m.Txn }
func (m Ack) txn() Txn      { return m.Txn }
func (m Inquiry) txn() Txn  { return m.Txn }
