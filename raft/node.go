package raft

import (
	"encoding/binary"
	"slices"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft/quorum"
)

// Role is what a node is in its term.
type Role uint8

// The roles (Raft figure 4, thesis §9.6).
const (
	Follower Role = iota
	PreCandidate
	Candidate
	Leader
)

var roles = [...]string{"follower", "precandidate", "candidate", "leader"}

func (r Role) String() string { return roles[r] }

// Node is the machine. Make it with Protocol.Recover.
type Node struct {
	config *Config
	id     machine.NodeID

	// What storage holds when all that is in flight has arrived there, but for a leader's unwritten entries.
	currentTerm Term
	votedFor    machine.NodeID
	snapshot    SnapshotMeta
	log         log
	incoming    Incoming

	role        Role
	leader      machine.NodeID   // of currentTerm, None if it is not known or has been silent
	votes       []machine.NodeID // granted to a candidate, in order
	commitIndex Index
	proposals   []Proposal
	lead        *leadership // nil unless the node leads

	journal machine.Journal
	batches []batch // in flight
}

// batch is what the acknowledgement of a batch means, to a node that is still what it was when it wrote it.
type batch struct {
	term    Term  // the node's
	voted   bool  // it holds the node's vote for itself
	written Index // up to where a leader's log is durable then, 0 if the node did not lead
}

// waits is the After of effects that wait for all that was written so far, in the same step too.
const waits = ^machine.Seq(0)

// Step gives the node an input. A host that steps often gives pointers to a Receive, Request or Persisted, and uses them again: that saves it one
// allocation for each.
func (n *Node) Step(in machine.Input, out *machine.Output) {
	term, votedFor := n.currentTerm, n.votedFor
	switch in := in.(type) {
	case *machine.Receive:
		n.receive(in.From, in.Message, out)
	case *machine.Request:
		n.request(in.ID, in.Op, out)
	case *machine.Persisted:
		n.persist(in.Seq, out)
	case machine.Receive:
		n.receive(in.From, in.Message, out)
	case machine.Request:
		n.request(in.ID, in.Op, out)
	case machine.Persisted:
		n.persist(in.Seq, out)
	case machine.Flush:
		n.flush(out)
	case machine.Fire:
		n.fire(in.Timer, out)
	}
	if n.currentTerm != term || n.votedFor != votedFor {
		out.Records = slices.Insert(out.Records, 0, machine.Record(HardState{n.currentTerm, n.votedFor}))
	}
	n.write(out)
}

// receive gives a message to its handler. Nobody is heard but the other voters.
func (n *Node) receive(from machine.NodeID, m machine.Message, out *machine.Output) {
	if from == n.id || !n.quorum().Has(from) {
		return
	}
	switch m := m.(type) {
	case AppendRequest:
		n.handleAppendRequest(from, m, out)
	case AppendResponse:
		n.handleAppendResponse(from, m, out)
	case *AppendRequest: // the memory of a Decoder
		n.handleAppendRequest(from, *m, out)
	case *AppendResponse:
		n.handleAppendResponse(from, *m, out)
	case VoteRequest:
		if m.Pre {
			n.handlePreVoteRequest(from, m, out)
		} else {
			n.handleVoteRequest(from, m, out)
		}
	case VoteResponse:
		if m.Pre {
			n.handlePreVoteResponse(from, m, out)
		} else {
			n.handleVoteResponse(from, m, out)
		}
	case SnapshotRequest:
		n.handleSnapshotRequest(from, m, out)
	case SnapshotResponse:
		n.handleSnapshotResponse(from, m, out)
	case ReadRequest:
		n.handleReadRequest(from, m, out)
	case ReadResponse:
		n.handleReadResponse(m, out)
	}
}

func (n *Node) request(id machine.RequestID, op machine.Op, out *machine.Output) {
	if n.Check(op) != nil {
		return
	}
	switch op := op.(type) {
	case Propose:
		n.reserve(1)
		n.propose(id, op.Data, out)
	case ProposeAll:
		n.reserve(len(op.Data))
		for i, data := range op.Data {
			n.propose(id+machine.RequestID(i), data, out)
		}
	case Read:
		if n.role == Leader {
			n.read(id, out)
		} else {
			n.forwardRead(id, out)
		}
	case TakeSnapshot:
		n.takeSnapshot(id, op, out)
	}
}

func (n *Node) fire(timer machine.Timer, out *machine.Output) {
	switch timer {
	case LeaderTimer:
		n.leaderTimeout(out)
	case ElectionTimer:
		n.electionTimeout(out)
	case HeartbeatTimer:
		n.heartbeatTimeout(out)
	case QuorumTimer:
		n.quorumTimeout(out)
	}
}

// write numbers the step's batch, if there is one, and lets the effects that wait do so for the newest batch in flight.
func (n *Node) write(out *machine.Output) {
	if len(out.Records) > 0 {
		out.Seq = n.journal.Next()
		n.batches = append(n.batches, n.meaning(out.Records))
	}
	last := n.journal.Last()
	for i := range out.Sends {
		if out.Sends[i].After == waits {
			out.Sends[i].After = last
		}
	}
	for i := range out.Replies {
		if out.Replies[i].After == waits {
			out.Replies[i].After = last
		}
	}
}

func (n *Node) meaning(records []machine.Record) batch {
	b := batch{term: n.currentTerm}
	if n.lead != nil {
		b.written = n.lead.written
	}
	if hard, ok := records[0].(HardState); ok {
		b.voted = hard.VotedFor == n.id
	}
	return b
}

// persist notes that the oldest batch is durable (action Persist in spec/raft/Raft.tla). A candidate has its own vote with
// it, and a leader the entries in its own log (thesis §10.2.1).
//
// That is all that acknowledgements mean: what others are told waits in the host. A node leads only when all is durable that it wrote before its
// term, since its requests for votes have waited for that. So no acknowledgement of what was overwritten later comes to a leader (R26 in
// docs/scenarios.md).
func (n *Node) persist(seq machine.Seq, out *machine.Output) {
	out.Action = ActionPersist
	n.journal.Acknowledge(seq)
	b := n.batches[0]
	n.batches = n.batches[:copy(n.batches, n.batches[1:])]
	switch {
	case b.term != n.currentTerm:
	case n.role == Candidate && b.voted:
		n.countVote(n.id, out)
	case n.role == Leader:
		n.lead.stable = max(n.lead.stable, b.written)
		n.advanceCommit(out)
	}
}

// written is up to where the log is written, be it in flight.
func (n *Node) written() Index {
	if n.lead != nil {
		return n.lead.written
	}
	return n.log.last()
}

// send sends at once; respond, when all is durable that the answer may rest on.
func (n *Node) send(to machine.NodeID, m machine.Message, out *machine.Output) { out.Send(to, m, 0) }

func (n *Node) respond(to machine.NodeID, m machine.Message, out *machine.Output) {
	out.Send(to, m, waits)
}

func (n *Node) quorum() quorum.Majority { return quorum.Majority(n.config.Voters) }

// Clone returns a node of the same state.
func (n *Node) Clone() machine.Machine {
	c := *n
	c.log = n.log.clone()
	c.votes = slices.Clip(n.votes)
	c.proposals = slices.Clip(n.proposals)
	c.batches = slices.Clone(n.batches)
	c.lead = n.lead.clone()
	return &c
}

// AppendTo appends the canonical encoding of the state to b.
func (n *Node) AppendTo(b []byte) []byte {
	for _, v := range [...]uint64{
		uint64(n.id), uint64(n.currentTerm), uint64(n.votedFor), uint64(n.role), uint64(n.leader), n.commitIndex, uint64(len(n.votes)),
	} {
		b = binary.AppendUvarint(b, v)
	}
	for _, id := range n.votes {
		b = binary.AppendUvarint(b, uint64(id))
	}
	b = n.incoming.appendTo(n.log.appendTo(n.snapshot.appendTo(b)))
	b = binary.AppendUvarint(b, uint64(len(n.proposals)))
	for _, p := range n.proposals {
		b = p.appendTo(b)
	}
	b = binary.AppendUvarint(b, uint64(len(n.batches)))
	for _, batch := range n.batches {
		b = appendBool(appendNumber(appendNumber(b, batch.term), batch.written), batch.voted)
	}
	return n.lead.appendTo(b)
}
