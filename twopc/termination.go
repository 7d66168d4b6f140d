package twopc

import "github.com/tenet-go/tenet/machine"

// inquire asks whoever may know how a transaction in doubt has ended: the coordinator, and the peers, while it may be
// down (Bernstein, Hadzilacos and Goodman, section 7.4; action Inquire in spec/twopc/TwoPhaseCommit.tla).
func (p *Participant) inquire(t Txn, out *machine.Output) {
	branch := p.branches.find(t)
	if branch == nil || branch.State != BranchPrepared {
		return
	}
	out.Action = ActionInquire
	out.Send(t.Coordinator, Inquiry{t}, 0)
	for _, peer := range branch.Peers.Without(p.id) {
		out.Send(peer, Inquiry{t}, 0)
	}
	out.SetTimer(InquiryTimer{t})
}

// handleBranchInquiry answers a peer in doubt with what is known for certain (Bernstein, Hadzilacos and Goodman, section 7.4;
// action HandleBranchInquiry in spec/twopc/TwoPhaseCommit.tla). A branch that has not voted is aborted first: the answer makes
// it certain that there will be no commit. An absent branch says nothing: it may have been forgotten after either end.
func (p *Participant) handleBranchInquiry(from machine.NodeID, m Inquiry, out *machine.Output) {
	switch p.State(m.Txn) {
	case BranchEnlisted:
		p.abort(p.branches.find(m.Txn), out)
		out.Send(from, Decision{m.Txn, Aborted}, 0)
	case BranchAborted:
		out.Send(from, Decision{m.Txn, Aborted}, 0)
	case BranchCommitted:
		out.Send(from, Decision{m.Txn, Committed}, 0)
	case BranchAbsent, BranchPreparing, BranchPrepared, BranchCommitting:
		return
	}
	out.Action = ActionHandleBranchInquiry
}
