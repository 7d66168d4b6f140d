package raft

import (
	"iter"
	"slices"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft/progress"
)

// ID returns the node's number.
func (n *Node) ID() machine.NodeID { return n.id }

// Role returns what the node is in its term.
func (n *Node) Role() Role { return n.role }

// Term returns the current term.
func (n *Node) Term() Term { return n.currentTerm }

// VotedFor returns who was voted for in Term, or None.
func (n *Node) VotedFor() machine.NodeID { return n.votedFor }

// Leader returns who leads in Term, or None if that is not known or the leader has been silent.
func (n *Node) Leader() machine.NodeID { return n.leader }

// Commit returns up to where entries are known to be committed. The application has been told to apply them.
func (n *Node) Commit() Index { return n.commitIndex }

// Stable returns up to where a leader counts its own log as durable, or 0 if the node does not lead.
func (n *Node) Stable() Index {
	if n.lead == nil {
		return 0
	}
	return n.lead.stable
}

// Written returns up to where the log is written, be it in flight. Only a leader has entries beyond.
func (n *Node) Written() Index { return n.written() }

// Last returns the place of the last entry, and its term.
func (n *Node) Last() (Index, Term) { return n.log.last(), n.log.lastTerm() }

// Base returns the place of the entry before the first one that the node has, and its term.
func (n *Node) Base() (Index, Term) { return n.log.base, n.log.baseTerm }

// Entries returns the entries after Base. They must not be changed.
func (n *Node) Entries() []Entry { return n.log.between(n.log.base+1, n.log.last()) }

// Snapshot returns the newest snapshot.
func (n *Node) Snapshot() SnapshotMeta { return n.snapshot }

// Incoming returns the snapshot of which a part has arrived.
func (n *Node) Incoming() Incoming { return n.incoming }

// Votes returns who has voted for this candidate, in order.
func (n *Node) Votes() []machine.NodeID { return slices.Clone(n.votes) }

// Proposals returns the proposals of this node that wait for an answer.
func (n *Node) Proposals() []Proposal { return slices.Clone(n.proposals) }

// Start returns the place of the leader's first entry, or 0 if the node does not lead.
func (n *Node) Start() Index {
	if n.lead == nil {
		return 0
	}
	return n.lead.start
}

// Round returns the newest round in which the leader has asked whether it leads.
func (n *Node) Round() uint64 {
	if n.lead == nil {
		return 0
	}
	return n.lead.round
}

// Followers returns what a leader knows of the others, in their order.
func (n *Node) Followers() iter.Seq[progress.Follower] {
	return func(yield func(progress.Follower) bool) {
		if n.lead == nil {
			return
		}
		for i := range n.lead.followers {
			if !yield(n.lead.followers[i].Clone()) {
				return
			}
		}
	}
}

// PendingRead is a read that waits at a leader.
type PendingRead struct {
	ID machine.RequestID
	// From is who has asked: the leader itself for clients of its own.
	From machine.NodeID
	// Index must be committed first, and Round answered by a quorum. 0 is no round yet.
	Index Index
	Round uint64
}

// Reads returns the reads that wait at a leader, in the order in which they came.
func (n *Node) Reads() []PendingRead {
	if n.lead == nil {
		return nil
	}
	reads := make([]PendingRead, len(n.lead.reads))
	for i, r := range n.lead.reads {
		reads[i] = PendingRead{r.id, r.from, r.index, r.round}
	}
	return reads
}
