package twopc

import "github.com/tenet-go/tenet/machine"

// handleInquiry tells a participant in doubt the outcome (R*, sections 2.2 and 3; action HandleInquiry in
// spec/twopc/TwoPhaseCommit.tla). Of what it does not know, it says abort. While the outcome is open or its record in flight, it is silent.
func (c *Coordinator) handleInquiry(from machine.NodeID, m Inquiry, out *machine.Output) {
	switch c.Phase(m.Txn) {
	case Decided:
		out.Action = ActionHandleInquiry
		out.Send(from, Decision{m.Txn, Committed}, 0)
	case Absent:
		out.Action = ActionHandleInquiry
		out.Send(from, Decision{m.Txn, Aborted}, 0)
	case Active, Preparing, Committing:
	}
}

// handleAck notes that a participant has committed durably (action HandleAck in spec/twopc/TwoPhaseCommit.tla). After
// the last one, nobody can ask any more, and the commit is forgotten. The end record need not be durable for anything.
func (c *Coordinator) handleAck(from machine.NodeID, m Ack, out *machine.Output) {
	t := m.Txn
	txn := c.txns.find(t)
	if txn == nil || txn.Phase != Decided || !txn.Yes.Has(from) || txn.Acked.Has(from) {
		return
	}
	out.Action = ActionHandleAck
	txn.Acked = txn.Acked.With(from)
	if !txn.Yes.Equal(txn.Acked) {
		return
	}
	c.journal.write(EndRecord{t}, out)
	c.txns.drop(t)
	out.StopTimer(ResendTimer{t})
}

// resendDecision tells the commit again to those who have not acknowledged it (action ResendDecision in
// spec/twopc/TwoPhaseCommit.tla).
func (c *Coordinator) resendDecision(t Txn, out *machine.Output) {
	txn := c.txns.find(t)
	if txn == nil || txn.Phase != Decided {
		return
	}
	out.Action = ActionResendDecision
	for _, p := range txn.Yes.Without(txn.Acked...) {
		out.Send(p, Decision{t, Committed}, 0)
	}
	out.SetTimer(ResendTimer{t})
}
