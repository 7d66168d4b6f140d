package raft

import (
	"slices"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft/progress"
)

// leaderTimeout gives up on a leader that has been silent for an election timeout: others may be helped to lead (thesis §4.2.3; action
// LeaderTimeout in spec/raft/Raft.tla).
func (n *Node) leaderTimeout(out *machine.Output) {
	if n.role != Follower || n.leader == None {
		return
	}
	out.Action = ActionLeaderTimeout
	n.leader = None
}

// electionTimeout begins an election (Raft §5.2), or asks first whether it could be won (thesis §9.6; action ElectionTimeout in
// spec/raft/Raft.tla).
func (n *Node) electionTimeout(out *machine.Output) {
	if n.role == Leader {
		return
	}
	out.Action = ActionElectionTimeout
	if n.leader != None {
		out.StopTimer(LeaderTimer)
	}
	n.leader = None
	out.SetTimer(ElectionTimer)
	if !n.config.PreVote {
		n.campaign(out)
		return
	}
	n.role = PreCandidate
	n.votes = []machine.NodeID{n.id}
	if n.won() {
		n.campaign(out)
		return
	}
	for _, to := range n.config.Voters {
		if to != n.id {
			n.send(to, VoteRequest{n.currentTerm + 1, true, n.log.last(), n.log.lastTerm()}, out)
		}
	}
}

// campaign begins the next term as a candidate (Raft §5.2). Requests wait until term and vote are durable, and so does the own vote.
func (n *Node) campaign(out *machine.Output) {
	n.currentTerm++
	n.votedFor = n.id
	n.role = Candidate
	n.votes = nil
	for _, to := range n.config.Voters {
		if to != n.id {
			n.respond(to, VoteRequest{n.currentTerm, false, n.log.last(), n.log.lastTerm()}, out)
		}
	}
}

// handlePreVoteRequest says whether a vote would be given: not while a leader is heard (thesis §9.6; action HandlePreVoteRequest in
// spec/raft/Raft.tla). A no tells the term, so that a node that has missed terms does not ask in vain for ever.
func (n *Node) handlePreVoteRequest(from machine.NodeID, m VoteRequest, out *machine.Output) {
	if n.leader != None {
		return
	}
	out.Action = ActionHandlePreVoteRequest
	if m.Term > n.currentTerm && n.upToDate(m) {
		n.send(from, VoteResponse{m.Term, true, true}, out)
		return
	}
	n.send(from, VoteResponse{n.currentTerm, true, false}, out)
}

// handlePreVoteResponse begins an election that a quorum would help to win (thesis §9.6; action HandlePreVoteResponse in
// spec/raft/Raft.tla).
func (n *Node) handlePreVoteResponse(from machine.NodeID, m VoteResponse, out *machine.Output) {
	if !m.Granted {
		if m.Term > n.currentTerm {
			out.Action = ActionHandlePreVoteResponse
			n.becomeFollower(m.Term, None, out)
		}
		return
	}
	if n.role != PreCandidate || m.Term != n.currentTerm+1 || !n.mayVote(from) {
		return
	}
	out.Action = ActionHandlePreVoteResponse
	n.addVote(from)
	if n.won() {
		out.SetTimer(ElectionTimer)
		n.campaign(out)
	}
}

// handleVoteRequest gives at most one vote in a term, to a candidate whose log is up to date (Raft §5.2, §5.4.1; action
// HandleVoteRequest in spec/raft/Raft.tla). With Config.CheckQuorum it disregards candidates while it hears a leader (thesis §4.2.3).
func (n *Node) handleVoteRequest(from machine.NodeID, m VoteRequest, out *machine.Output) {
	if m.Term > n.currentTerm {
		if n.config.CheckQuorum && n.leader != None {
			return
		}
		n.becomeFollower(m.Term, None, out)
	}
	out.Action = ActionHandleVoteRequest
	granted := m.Term == n.currentTerm && (n.votedFor == None || n.votedFor == from) && n.upToDate(m)
	if granted {
		n.votedFor = from
		out.SetTimer(ElectionTimer)
	}
	n.respond(from, VoteResponse{n.currentTerm, false, granted}, out)
}

// upToDate reports whether the candidate's log is at least as up to date as this one (Raft §5.4.1): terms are compared first.
func (n *Node) upToDate(m VoteRequest) bool {
	last := n.log.lastTerm()
	return m.LastTerm > last || m.LastTerm == last && m.LastIndex >= n.log.last()
}

// handleVoteResponse counts a vote (Raft §5.2; action HandleVoteResponse in spec/raft/Raft.tla).
func (n *Node) handleVoteResponse(from machine.NodeID, m VoteResponse, out *machine.Output) {
	switch {
	case m.Term > n.currentTerm:
		out.Action = ActionHandleVoteResponse
		n.becomeFollower(m.Term, None, out)
	case m.Granted && m.Term == n.currentTerm && n.role == Candidate && n.mayVote(from):
		out.Action = ActionHandleVoteResponse
		n.countVote(from, out)
	}
}

// mayVote reports whether a node is a voter whose vote is not counted yet.
func (n *Node) mayVote(id machine.NodeID) bool {
	return n.quorum().Has(id) && !slices.Contains(n.votes, id)
}

func (n *Node) addVote(id machine.NodeID) {
	at, _ := slices.BinarySearch(n.votes, id)
	n.votes = slices.Insert(slices.Clone(n.votes), at, id)
}

func (n *Node) won() bool {
	return n.quorum().Holds(func(id machine.NodeID) bool { return slices.Contains(n.votes, id) })
}

func (n *Node) countVote(from machine.NodeID, out *machine.Output) {
	n.addVote(from)
	if n.won() {
		n.becomeLeader(out)
	}
}

// becomeLeader begins to lead, with an entry of the new term: with it all entries before it are committed, too (Raft §5.4.2, §8).
func (n *Node) becomeLeader(out *machine.Output) {
	last := n.log.last()
	n.role = Leader
	n.leader = n.id
	n.votes = nil
	n.lead = &leadership{start: last + 1, written: last, stable: last, followers: make([]progress.Follower, 0, len(n.config.Voters)-1)}
	for _, id := range n.config.Voters {
		if id != n.id {
			f := progress.New(id, last+1)
			f.Active = n.config.CheckQuorum
			n.lead.followers = append(n.lead.followers, f)
		}
	}
	for i := n.commitIndex; i < last; i++ {
		n.lead.uncommitted += n.log.entries[i-n.log.base].size()
	}
	n.add(Entry{Term: n.currentTerm, Kind: NoOp})
	out.StopTimer(ElectionTimer)
	out.SetTimer(HeartbeatTimer)
	if n.config.CheckQuorum {
		out.SetTimer(QuorumTimer)
	}
}

// quorumTimeout steps down if no quorum has answered for an election timeout (thesis §6.2; action QuorumTimeout in spec/raft/Raft.tla).
func (n *Node) quorumTimeout(out *machine.Output) {
	if n.role != Leader {
		return
	}
	out.Action = ActionQuorumTimeout
	active := func(id machine.NodeID) bool {
		f := n.lead.follower(id)
		return f == nil || f.Active
	}
	if !n.quorum().Holds(active) {
		n.becomeFollower(n.currentTerm, None, out)
		return
	}
	for i := range n.lead.followers {
		n.lead.followers[i].Active = false
	}
	out.SetTimer(QuorumTimer)
}

// becomeFollower follows a leader, or None, in a term that is at least the current one (Raft §5.1). A leader drops what it has neither written
// nor sent: that never happened.
func (n *Node) becomeFollower(term Term, leader machine.NodeID, out *machine.Output) {
	if n.role == Leader {
		n.abdicate(out)
	}
	if term > n.currentTerm {
		n.currentTerm = term
		n.votedFor = None
	}
	switch {
	case leader != None:
		out.SetTimer(LeaderTimer)
		out.SetTimer(ElectionTimer)
	case n.role == Leader:
		out.SetTimer(ElectionTimer)
	case n.leader != None:
		out.StopTimer(LeaderTimer)
	}
	n.role = Follower
	n.leader = leader
	n.votes = nil
}

// abdicate ends the leadership: its clients are answered as far as their fate is known.
func (n *Node) abdicate(out *machine.Output) {
	out.StopTimer(HeartbeatTimer)
	if n.config.CheckQuorum {
		out.StopTimer(QuorumTimer)
	}
	for _, r := range n.lead.reads {
		if r.from == n.id {
			out.Reply(r.id, ReadFailed{}, 0)
		}
	}
	written, kept := n.lead.written, len(n.proposals)
	for kept > 0 && n.proposals[kept-1].Index > written && n.proposals[kept-1].Term == n.currentTerm {
		kept--
	}
	for _, p := range n.proposals[kept:] {
		out.Reply(p.ID, NotApplied{}, 0)
	}
	n.proposals = slices.Clip(n.proposals[:kept])
	n.lead = nil
	n.log.truncate(written)
}
