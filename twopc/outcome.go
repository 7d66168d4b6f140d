package twopc

import "github.com/tenet-go/tenet/machine"

// handleDecision obeys, whoever tells it (R*, section 2.1; action HandleDecision in spec/twopc/TwoPhaseCommit.tla).
func (p *Participant) handleDecision(m Decision, out *machine.Output) {
	if m.Outcome == Committed {
		p.handleCommit(m.Txn, out)
	} else {
		p.handleAbort(m.Txn, out)
	}
}

// handleCommit commits a branch in doubt. It acknowledges again what it has committed, and also what it has forgotten since, or
// else the coordinator could never forget.
func (p *Participant) handleCommit(t Txn, out *machine.Output) {
	switch p.State(t) {
	case BranchPrepared:
		branch := p.branches.find(t)
		seq := p.journal.write(CommittedRecord{t}, out)
		out.Send(t.Coordinator, Ack{t}, seq)
		out.Apply(CommitBranch{t, branch.Work}, seq)
		out.StopTimer(InquiryTimer{t})
		*branch = Branch{Txn: t, State: BranchCommitting}
	case BranchAbsent, BranchCommitted:
		out.Send(t.Coordinator, Ack{t}, 0)
	case BranchEnlisted, BranchPreparing, BranchCommitting, BranchAborted:
		return
	}
	out.Action = ActionHandleDecision
}

// handleAbort aborts a branch that has not ended. A late abort of what is committed is refused: a coordinator that has
// forgotten answers so to an inquiry that was on its way for long.
func (p *Participant) handleAbort(t Txn, out *machine.Output) {
	switch p.State(t) {
	case BranchEnlisted, BranchPreparing, BranchPrepared:
		out.Action = ActionHandleDecision
		p.abort(p.branches.find(t), out)
	case BranchAbsent, BranchCommitting, BranchCommitted, BranchAborted:
	}
}

// forget drops a branch that has ended, and of whose end the application will not be told again (action Forget in
// spec/twopc/TwoPhaseCommit.tla).
func (p *Participant) forget(id machine.RequestID, op Forget, out *machine.Output) {
	out.Action = ActionForget
	t := op.Txn
	p.branches.drop(t)
	seq := p.journal.write(ForgottenRecord{t}, out)
	out.Reply(id, Forgotten{t}, seq)
}
