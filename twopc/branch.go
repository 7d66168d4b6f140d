package twopc

import "github.com/tenet-go/tenet/machine"

// enlist opens a branch (action Enlist in spec/twopc/TwoPhaseCommit.tla).
func (p *Participant) enlist(id machine.RequestID, op Enlist, out *machine.Output) {
	out.Action = ActionEnlist
	p.branches.put(Branch{Txn: op.Txn, State: BranchEnlisted, ReadOnly: op.ReadOnly, Work: op.Work})
	out.SetTimer(BranchTimer{op.Txn})
	out.Reply(id, Enlisted{op.Txn}, 0)
}

// handlePrepare votes (R*, section 2.1; action HandlePrepare in spec/twopc/TwoPhaseCommit.tla). A branch that is aborted or
// not there gets a no, however late the message is: it can never be prepared any more.
func (p *Participant) handlePrepare(m Prepare, out *machine.Output) {
	switch p.State(m.Txn) {
	case BranchEnlisted:
		p.prepare(p.branches.find(m.Txn), m.Participants, out)
	case BranchPrepared:
		p.vote(m.Txn, Yes, 0, out)
	case BranchAbsent, BranchAborted:
		p.vote(m.Txn, No, 0, out)
	case BranchPreparing, BranchCommitting, BranchCommitted:
		return
	}
	out.Action = ActionHandlePrepare
}

// prepare gives the promise that a vote of yes is, once it is durable. A branch that has only read ends instead
// (R*, section 3).
func (p *Participant) prepare(branch *Branch, peers NodeSet, out *machine.Output) {
	out.StopTimer(BranchTimer{branch.Txn})
	if branch.ReadOnly {
		p.vote(branch.Txn, ReadOnly, 0, out)
		out.Apply(ReleaseBranch{branch.Txn}, 0)
		p.branches.drop(branch.Txn)
		return
	}
	branch.State = BranchPreparing
	branch.Peers = peers
	seq := p.journal.write(PreparedRecord{branch.Txn, peers, branch.Work}, out)
	p.vote(branch.Txn, Yes, seq, out)
}

func (p *Participant) vote(t Txn, choice Choice, after machine.Seq, out *machine.Output) {
	out.Send(t.Coordinator, Vote{t, choice}, after)
}

// branchTimeout aborts a branch that has not voted, when its time is over or its client has asked to (action BranchTimeout in
// spec/twopc/TwoPhaseCommit.tla).
func (p *Participant) branchTimeout(t Txn, out *machine.Output) {
	branch := p.branches.find(t)
	if branch == nil || branch.State != BranchEnlisted {
		return
	}
	out.Action = ActionBranchTimeout
	p.abort(branch, out)
}

// abort ends a branch. Nothing waits for the record: without it, the branch is not there or in doubt after a crash, and will
// be aborted just as well.
func (p *Participant) abort(branch *Branch, out *machine.Output) {
	t := branch.Txn
	*branch = Branch{Txn: t, State: BranchAborted}
	p.journal.write(AbortedRecord{t}, out)
	out.Apply(AbortBranch{t}, 0)
	out.StopTimer(BranchTimer{t})
	out.StopTimer(InquiryTimer{t})
}
