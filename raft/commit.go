package raft

import "github.com/tenet-go/tenet/machine"

// advanceCommit commits what a quorum has, if it is of the leader's own term: entries of older terms are committed with the ones that follow
// them, never by counting (Raft §5.4.2, figure 8). The leader counts itself for what is durable in its own storage (thesis §10.2.1).
func (n *Node) advanceCommit(out *machine.Output) {
	index := n.quorum().Committed(func(id machine.NodeID) uint64 {
		if f := n.lead.follower(id); f != nil {
			return f.Match
		}
		return n.lead.stable
	})
	if index > n.commitIndex && n.log.term(index) == n.currentTerm {
		for i := n.commitIndex; i < index; i++ {
			n.lead.uncommitted -= n.log.entries[i-n.log.base].size()
		}
		for i := range n.lead.followers {
			n.lead.followers[i].CommitSent = false
		}
		n.commit(index, out)
	}
	n.confirmReads(out)
}

// commit raises the commit index, never lowers it, and tells the application what to apply (Raft §5.3).
func (n *Node) commit(index Index, out *machine.Output) {
	if index <= n.commitIndex {
		return
	}
	entries := n.log.between(n.commitIndex+1, index)
	first := n.commitIndex + 1
	n.commitIndex = index
	out.Apply(ApplyEntries{first, entries, n.settle(out)}, 0)
}

// settle takes the proposals out whose fate is known: their place in the log is committed. It returns those that are there, and answers
// those in whose place another entry is. Before, even a proposal that was cut off here may still be committed by another leader.
func (n *Node) settle(out *machine.Output) []Proposal {
	settled := 0
	for settled < len(n.proposals) && n.decided(n.proposals[settled]) && n.applied(n.proposals[settled]) {
		settled++
	}
	applied := n.proposals[:settled:settled]
	n.proposals = n.proposals[settled:]
	for _, p := range n.proposals {
		if n.decided(p) {
			return n.settleEach(applied, out)
		}
	}
	return applied
}

// settleEach does it for proposals of several terms: those that are settled need not be the first.
func (n *Node) settleEach(applied []Proposal, out *machine.Output) []Proposal {
	var waiting []Proposal
	for _, p := range n.proposals {
		switch {
		case !n.decided(p):
			waiting = append(waiting, p)
		case n.applied(p):
			applied = append(applied, p)
		default:
			out.Reply(p.ID, NotApplied{}, 0)
		}
	}
	n.proposals = waiting
	return applied
}

func (n *Node) decided(p Proposal) bool { return p.Index <= n.commitIndex }

func (n *Node) applied(p Proposal) bool { return n.log.matches(p.Index, p.Term) }
