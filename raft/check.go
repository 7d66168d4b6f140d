package raft

import (
	"errors"
	"fmt"

	"github.com/tenet-go/tenet/machine"
)

// Why a request is refused. Nothing has happened then, so that it may be asked again, here or elsewhere.
var (
	// ErrNotLeader means that proposals are for the leader. A *NotLeaderError says who that is.
	ErrNotLeader = errors.New("not the leader")
	// ErrNoLeader means that no leader is known who could answer a read.
	ErrNoLeader = errors.New("no leader is known")
	// ErrTooMuch means that Config.MaxUncommittedBytes wait to be committed.
	ErrTooMuch = errors.New("too much is uncommitted")
	// ErrSnapshot means that a snapshot is older than the newest one, or of what is not committed.
	ErrSnapshot = errors.New("no use for this snapshot")
	// ErrUnknownOp means that the operation is none of this package's, or proposes nothing.
	ErrUnknownOp = errors.New("unknown operation")
)

// NotLeaderError is ErrNotLeader.
type NotLeaderError struct {
	// Node was asked. Leader is who leads as far as it knows, or None.
	Node, Leader machine.NodeID
}

func (e *NotLeaderError) Error() string {
	if e.Leader == None {
		return fmt.Sprintf("raft: node %d is not the leader, and knows of none", e.Node)
	}
	return fmt.Sprintf("raft: node %d is not the leader, but node %d is", e.Node, e.Leader)
}

// Is makes it ErrNotLeader for errors.Is.
func (*NotLeaderError) Is(target error) bool { return target == ErrNotLeader }

// Check returns why a request would be refused, or nil.
func (n *Node) Check(op machine.Op) error {
	switch op := op.(type) {
	case Propose:
		return n.checkProposal(len(op.Data))
	case ProposeAll:
		if len(op.Data) == 0 {
			return fmt.Errorf("raft: %w: no data", ErrUnknownOp)
		}
		size := 0
		for _, data := range op.Data {
			size += len(data) + entryOverhead
		}
		return n.checkProposal(size - entryOverhead)
	case Read:
		if n.leader == None {
			return fmt.Errorf("raft: read at node %d: %w", n.id, ErrNoLeader)
		}
		return nil
	case TakeSnapshot:
		if op.Index <= n.snapshot.Index || op.Index > n.commitIndex {
			return fmt.Errorf("raft: snapshot at %d: %w: expected one after %d, and at most at %d", op.Index, ErrSnapshot, n.snapshot.Index, n.commitIndex)
		}
		return nil
	}
	return fmt.Errorf("raft: %w: %T", ErrUnknownOp, op)
}

// checkProposal bounds what waits to be committed. The first proposal is taken however large it is.
func (n *Node) checkProposal(bytes int) error {
	if n.role != Leader {
		return &NotLeaderError{n.id, n.leader}
	}
	limit := n.config.MaxUncommittedBytes
	if waiting := n.lead.uncommitted; waiting > 0 && waiting+bytes+entryOverhead > limit {
		return fmt.Errorf("raft: %w: %d bytes, and %d are to follow, expected at most %d", ErrTooMuch, waiting, bytes+entryOverhead, limit)
	}
	return nil
}
