package raft

import (
	"slices"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft/progress"
)

// propose appends a command to the leader's log (Raft §5.3; action Propose in spec/raft/Raft.tla). It is written and sent by flush.
func (n *Node) propose(id machine.RequestID, data string, out *machine.Output) {
	out.Action = ActionPropose
	n.add(Entry{Term: n.currentTerm, Data: data})
	n.proposals = append(n.proposals, Proposal{n.log.last(), n.currentTerm, id})
}

// reserve makes room for so many proposals. The queue is handed to the host bit by bit, and its memory with it: so it does not grow by being
// used, and is made large at once.
func (n *Node) reserve(proposals int) {
	if cap(n.proposals)-len(n.proposals) < proposals {
		n.proposals = slices.Grow(n.proposals, max(proposals, len(n.proposals), leastProposals))
	}
	n.log.entries = slices.Grow(n.log.entries, proposals)
}

const leastProposals = 64

// add appends an entry to the leader's log.
func (n *Node) add(e Entry) {
	n.log.entries = append(n.log.entries, e)
	n.lead.uncommitted += e.size()
}

// handleAppendRequest appends what the leader sends if the logs match before it (Raft §5.3; action HandleAppendRequest in
// spec/raft/Raft.tla).
func (n *Node) handleAppendRequest(from machine.NodeID, m AppendRequest, out *machine.Output) {
	if m.Term < n.currentTerm {
		out.Action = ActionHandleAppendRequest
		n.rejectOld(from, out)
		return
	}
	if n.role == Leader && m.Term == n.currentTerm || !n.possible(m) {
		return
	}
	out.Action = ActionHandleAppendRequest
	n.becomeFollower(m.Term, from, out)
	prev, prevTerm, entries := n.uncompacted(m)
	if !n.log.matches(prev, prevTerm) {
		n.reject(from, m, out)
		return
	}
	n.replace(prev, entries, out)
	matched := m.PrevIndex + Index(len(m.Entries))
	n.commit(min(m.Commit, matched), out)
	n.respond(from, AppendResponse{Term: n.currentTerm, Index: matched, Round: m.Round}, out)
}

// rejectOld answers a leader of an earlier term: it says no more than the term. The sender may lead again meanwhile, and must not take what it
// hears about a message of its earlier reign for an answer to one of this (R06 in docs/scenarios.md).
func (n *Node) rejectOld(from machine.NodeID, out *machine.Output) {
	n.respond(from, AppendResponse{Term: n.currentTerm, Rejected: true}, out)
}

// possible reports whether a leader can send m: its terms do not go down, and it does not contradict what is committed.
func (n *Node) possible(m AppendRequest) bool {
	if len(m.Entries) > 0 && !ascend(m.PrevTerm, m.Entries, m.Term) {
		return false
	}
	for i := range m.Entries {
		at := m.PrevIndex + 1 + Index(i)
		if at > n.commitIndex {
			break
		}
		if n.log.has(at) && n.log.term(at) != m.Entries[i].Term {
			return false
		}
	}
	return true
}

// uncompacted leaves out what lies before the log's base: it is committed, and so the leader has the same (R18 in docs/scenarios.md).
func (n *Node) uncompacted(m AppendRequest) (prev Index, prevTerm Term, entries []Entry) {
	if m.PrevIndex >= n.log.base {
		return m.PrevIndex, m.PrevTerm, m.Entries
	}
	known := min(n.log.base-m.PrevIndex, Index(len(m.Entries)))
	return n.log.base, n.log.baseTerm, m.Entries[known:]
}

// reject tells the leader where the logs may match instead, so that it needs to ask about each term at most once (Raft §5.3).
func (n *Node) reject(from machine.NodeID, m AppendRequest, out *machine.Output) {
	hint, known := n.log.lastOf(m.PrevIndex, m.PrevTerm)
	if !known {
		hint = n.log.base
	}
	n.respond(from, AppendResponse{
		Term: n.currentTerm, Rejected: true, Index: m.PrevIndex, HintIndex: hint, HintTerm: n.log.term(hint), Round: m.Round,
	}, out)
}

// replace puts entries after prev. What is there already stays, with all that follows it: the message may be an old one (Raft
// §5.3, R20 in docs/scenarios.md). Only a conflict cuts the log off.
func (n *Node) replace(prev Index, entries []Entry, out *machine.Output) {
	for len(entries) > 0 && n.log.matches(prev+1, entries[0].Term) {
		prev++
		entries = entries[1:]
	}
	if len(entries) == 0 {
		return
	}
	n.log.truncate(prev)
	n.log.entries = append(n.log.entries, entries...)
	out.Records = append(out.Records, Append{prev, entries})
}

// handleAppendResponse notes what a follower has, and commits what a quorum has (Raft §5.3, §5.4.2; action HandleAppendResponse in
// spec/raft/Raft.tla).
func (n *Node) handleAppendResponse(from machine.NodeID, m AppendResponse, out *machine.Output) {
	if m.Term > n.currentTerm {
		out.Action = ActionHandleAppendResponse
		n.becomeFollower(m.Term, None, out)
		return
	}
	if n.role != Leader || m.Term < n.currentTerm || m.Index > n.lead.written {
		return
	}
	f := n.lead.follower(from)
	if f == nil {
		return
	}
	out.Action = ActionHandleAppendResponse
	n.answered(f, m.Round)
	if m.Rejected {
		hint, _ := n.log.lastOf(m.HintIndex, m.HintTerm)
		f.Reject(m.Index, hint)
	} else {
		f.Accept(m.Index)
		if f.State == progress.Snapshot && f.Match >= n.log.base {
			f.Replicate() // it has come so far without this snapshot, or with another (R22 in docs/scenarios.md)
		}
	}
	n.advanceCommit(out)
}

// answered notes that a follower has answered in this term.
func (n *Node) answered(f *progress.Follower, round uint64) {
	f.Active = n.config.CheckQuorum
	f.Round = max(f.Round, round)
}
