package twopc

import "github.com/tenet-go/tenet/machine"

// begin allocates a transaction (action Begin in spec/twopc/TwoPhaseCommit.tla). It is refused before the epoch is
// durable: after a crash the same epoch would be used again, and its numbers with it.
func (c *Coordinator) begin(id machine.RequestID, out *machine.Output) {
	out.Action = ActionBegin
	t := Txn{c.id, c.epoch, c.next}
	c.next++
	c.txns.put(Transaction{Txn: t, Phase: Active})
	out.SetTimer(VoteTimer{t})
	out.Reply(id, Began{t}, 0)
}

// requestCommit asks all participants to vote (R*, section 2.1; action RequestCommit in spec/twopc/TwoPhaseCommit.tla).
// The vote timer of begin goes on.
func (c *Coordinator) requestCommit(id machine.RequestID, op Commit, out *machine.Output) {
	out.Action = ActionRequestCommit
	txn := c.txns.find(op.Txn)
	txn.Phase = Preparing
	txn.Request = id
	txn.Waiting = op.Participants
	for _, p := range txn.Waiting {
		out.Send(p, Prepare{txn.Txn, txn.Waiting}, 0)
	}
}

// refuseCommit answers for a transaction that has timed out, or that a crash has swept away (action RefuseCommit in
// spec/twopc/TwoPhaseCommit.tla). Since Commit is asked only once, it cannot have been committed.
func (c *Coordinator) refuseCommit(id machine.RequestID, t Txn, out *machine.Output) {
	out.Action = ActionRefuseCommit
	out.Reply(id, Ended{t, Aborted}, 0)
}

// handleVote counts a vote (R*, section 2.1; action HandleVote in spec/twopc/TwoPhaseCommit.tla). The last one
// decides, and so does the first no.
func (c *Coordinator) handleVote(from machine.NodeID, m Vote, out *machine.Output) {
	txn := c.txns.find(m.Txn)
	if txn == nil || txn.Phase != Preparing || !txn.Waiting.Has(from) {
		return
	}
	out.Action = ActionHandleVote
	if m.Choice == No {
		c.abort(txn, from, out)
		return
	}
	txn.Waiting = txn.Waiting.Without(from)
	if m.Choice == Yes {
		txn.Yes = txn.Yes.With(from)
	}
	if len(txn.Waiting) == 0 {
		c.commit(txn, out)
	}
}

// commit decides to commit: nobody is told before the commit record is durable. If all participants only
// read, there is nobody to tell and nothing to write (R*, section 3).
func (c *Coordinator) commit(txn *Transaction, out *machine.Output) {
	out.StopTimer(VoteTimer{txn.Txn})
	if len(txn.Yes) == 0 {
		out.Reply(txn.Request, Ended{txn.Txn, Committed}, 0)
		c.txns.drop(txn.Txn)
		return
	}
	txn.Phase = Committing
	seq := c.journal.write(CommitRecord{txn.Txn, txn.Yes}, out)
	for _, p := range txn.Yes {
		out.Send(p, Decision{txn.Txn, Committed}, seq)
	}
	out.Reply(txn.Request, Ended{txn.Txn, Committed}, seq)
}

// abort decides to abort, and forgets: what the coordinator does not know is aborted. Those that may have
// prepared are told, but not who has voted no.
func (c *Coordinator) abort(txn *Transaction, no machine.NodeID, out *machine.Output) {
	out.StopTimer(VoteTimer{txn.Txn})
	for _, p := range txn.Waiting.Union(txn.Yes).Without(no) {
		out.Send(p, Decision{txn.Txn, Aborted}, 0)
	}
	if txn.Phase == Preparing {
		out.Reply(txn.Request, Ended{txn.Txn, Aborted}, 0)
	}
	c.txns.drop(txn.Txn)
}

// voteTimeout gives a transaction up that is not decided, when its time is over or its client has asked to (action VoteTimeout in
// spec/twopc/TwoPhaseCommit.tla).
func (c *Coordinator) voteTimeout(t Txn, out *machine.Output) {
	txn := c.txns.find(t)
	if txn == nil || txn.Phase > Preparing {
		return
	}
	out.Action = ActionVoteTimeout
	c.abort(txn, c.id, out)
}
