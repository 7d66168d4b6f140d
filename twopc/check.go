package twopc

import "github.com/tenet-go/tenet/machine"

// Check returns nil if the coordinator accepts a request, and otherwise an ErrRefused that says why not. A machine
// does not answer what it refuses: the host answers with this error.
func (c *Coordinator) Check(op machine.Op) error {
	switch op := op.(type) {
	case Begin:
		if !c.ready {
			return refused(op, "this coordinator has just started and its epoch is not durable yet; try again", ErrNotReady)
		}
	case Commit:
		return c.checkCommit(op)
	case Abort:
		switch c.Phase(op.Txn) {
		case Absent:
			return refused(op, "the coordinator does not know the transaction; it has ended")
		case Committing, Decided:
			return refused(op, "too late: the transaction is committed")
		case Active, Preparing:
		}
	default:
		return refused(op, "a coordinator is asked to begin, commit or abort")
	}
	return nil
}

func (c *Coordinator) checkCommit(op Commit) error {
	switch phase := c.Phase(op.Txn); {
	case op.Txn.Coordinator != c.id:
		return refused(op, "another coordinator has begun this transaction; ask that one")
	case len(op.Participants) == 0:
		return refused(op, "no participants are named; a transaction with nothing to commit is to be aborted")
	case !op.Participants.isSet():
		return refused(op, "the participants are not in order or named twice; make the set by NewNodeSet")
	case !op.Participants.Within(c.participants):
		return refused(op, "not all of these nodes are participants of the cluster, "+c.participants.String())
	case phase != Absent && phase != Active:
		return refused(op, "the commit was asked for already")
	}
	return nil
}

// Check returns nil if the participant accepts a request, and otherwise an ErrRefused that says why not. A machine
// does not answer what it refuses: the host answers with this error.
func (p *Participant) Check(op machine.Op) error {
	switch op := op.(type) {
	case Enlist:
		if p.State(op.Txn) != BranchAbsent {
			return refused(op, "the branch is there already, "+p.State(op.Txn).String())
		}
	case Abort:
		if p.State(op.Txn) != BranchEnlisted {
			return refused(op, "a branch is aborted by its participant only while it is enlisted, but this one is "+p.State(op.Txn).String())
		}
	case Forget:
		if state := p.State(op.Txn); state != BranchCommitted && state != BranchAborted {
			return refused(op, "only a branch that has ended can be forgotten, but this one is "+state.String())
		}
	default:
		return refused(op, "a participant is asked to enlist, abort or forget")
	}
	return nil
}
