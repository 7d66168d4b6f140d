package twopc

import (
	"encoding/binary"
	"slices"

	"github.com/tenet-go/tenet/machine"
)

// Participant is the machine that holds branches of transactions. Make it with Protocol.Recover.
type Participant struct {
	id       machine.NodeID
	branches table[Branch]
	journal  journal
}

// BranchState says how far a participant has come with a branch.
type BranchState uint8

// The states. A branch that the participant does not know has the state BranchAbsent: it was never enlisted, or a crash has swept
// it away, or it only read and has voted, or it was forgotten.
const (
	BranchAbsent BranchState = iota
	// BranchEnlisted means that the application works; the participant may still abort by itself.
	BranchEnlisted
	// BranchPreparing means that the prepared record is in flight.
	BranchPreparing
	// BranchPrepared means in doubt: the participant has promised to obey, and must wait.
	BranchPrepared
	// BranchCommitting means that the committed record is in flight. The application does not know yet.
	BranchCommitting
	// BranchCommitted means that the application is told to commit.
	BranchCommitted
	// BranchAborted means that the application is told to abort.
	BranchAborted
)

var branchStates = [...]string{"absent", "enlisted", "preparing", "prepared", "committing", "committed", "aborted"}

func (s BranchState) String() string { return branchStates[s] }

// Branch is what a participant knows of its part of a transaction. Peers are immutable.
type Branch struct {
	Txn   Txn
	State BranchState
	// ReadOnly is how it was enlisted. It is kept while the branch is enlisted.
	ReadOnly bool
	// Peers are all participants of the transaction, this one among them. They are known while the branch is preparing
	// or prepared.
	Peers NodeSet
	// Work is what the application needs to commit. It is kept in memory until the branch commits, in storage
	// until it is forgotten.
	Work string
}

func (b Branch) key() Txn { return b.Txn }

// Step gives the participant an input.
func (p *Participant) Step(in machine.Input, out *machine.Output) {
	switch in := in.(type) {
	case machine.Request:
		p.request(in.ID, in.Op, out)
	case machine.Receive:
		p.receive(in.From, in.Message, out)
	case machine.Fire:
		switch timer := in.Timer.(type) {
		case BranchTimer:
			p.branchTimeout(timer.Txn, out)
		case InquiryTimer:
			p.inquire(timer.Txn, out)
		}
	case machine.Persisted:
		p.persistParticipant(in.Seq, out)
	}
}

func (p *Participant) request(id machine.RequestID, op machine.Op, out *machine.Output) {
	if p.Check(op) != nil {
		return
	}
	switch op := op.(type) {
	case Enlist:
		p.enlist(id, op, out)
	case Abort:
		p.branchTimeout(op.Txn, out)
		out.Reply(id, Ended{op.Txn, Aborted}, 0)
	case Forget:
		p.forget(id, op, out)
	}
}

func (p *Participant) receive(from machine.NodeID, m machine.Message, out *machine.Output) {
	switch m := m.(type) {
	case Prepare:
		p.handlePrepare(m, out)
	case Decision:
		p.handleDecision(m, out)
	case Inquiry:
		p.handleBranchInquiry(from, m, out)
	}
}

// persistParticipant notes that the oldest record in flight is durable (action PersistParticipant in
// spec/twopc/TwoPhaseCommit.tla). What waited for it, the host lets out. The branch may have gone on meanwhile.
func (p *Participant) persistParticipant(seq machine.Seq, out *machine.Output) {
	out.Action = ActionPersistParticipant
	switch r := p.journal.acknowledge(seq).(type) {
	case PreparedRecord:
		if branch := p.branches.find(r.Txn); branch != nil && branch.State == BranchPreparing {
			branch.State = BranchPrepared
			out.SetTimer(InquiryTimer{r.Txn})
		}
	case CommittedRecord:
		p.branches.find(r.Txn).State = BranchCommitted
	}
}

// recoverParticipant makes a participant from its storage (action Recover in spec/twopc/TwoPhaseCommit.tla). The
// application takes the locks of branches in doubt again, and hears the other outcomes again, which it may not have made
// durable.
func recoverParticipant(id machine.NodeID, storage *ParticipantStorage, out *machine.Output) *Participant {
	out.Action = ActionRecover
	p := &Participant{id: id}
	for _, branch := range storage.branches {
		switch branch.State {
		case BranchPrepared:
			out.Apply(RestoreBranch{branch.Txn, branch.Work}, 0)
			out.SetTimer(InquiryTimer{branch.Txn})
		case BranchCommitted:
			out.Apply(CommitBranch{branch.Txn, branch.Work}, 0)
			branch.Work = ""
		case BranchAborted:
			out.Apply(AbortBranch{branch.Txn}, 0)
		}
		p.branches.put(branch)
	}
	return p
}

// ID returns the participant's node.
func (p *Participant) ID() machine.NodeID { return p.id }

// State returns how far the participant has come with its branch of t.
func (p *Participant) State(t Txn) BranchState {
	if branch := p.branches.find(t); branch != nil {
		return branch.State
	}
	return BranchAbsent
}

// Branches returns what the participant knows, in the order of the transactions.
func (p *Participant) Branches() []Branch { return slices.Clone([]Branch(p.branches)) }

// Clone returns a participant of the same state.
func (p *Participant) Clone() machine.Machine {
	return &Participant{p.id, slices.Clone(p.branches), p.journal.clone()}
}

// AppendTo appends the canonical encoding of the state to b.
func (p *Participant) AppendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(p.id))
	return p.journal.appendTo(appendBranches(b, p.branches))
}

func appendBranches(b []byte, branches table[Branch]) []byte {
	b = binary.AppendUvarint(b, uint64(len(branches)))
	for i := range branches {
		branch := &branches[i]
		b = append(branch.Txn.AppendTo(b), byte(branch.State))
		b = branch.Peers.AppendTo(appendBool(b, branch.ReadOnly))
		b = appendString(b, branch.Work)
	}
	return b
}
