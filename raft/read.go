package raft

import "github.com/tenet-go/tenet/machine"

// read waits until the node is sure to lead still (ReadIndex, thesis §6.4; action Read in spec/raft/Raft.tla).
func (n *Node) read(id machine.RequestID, out *machine.Output) {
	out.Action = ActionRead
	n.waitForRound(id, n.id)
}

// forwardRead asks the leader (thesis §6.4; action ForwardRead in spec/raft/Raft.tla). If request or answer is lost, nothing
// comes: the client asks again.
func (n *Node) forwardRead(id machine.RequestID, out *machine.Output) {
	out.Action = ActionForwardRead
	n.send(n.leader, ReadRequest{id}, out)
}

// handleReadRequest is read for a client of a follower (thesis §6.4; action HandleReadRequest in spec/raft/Raft.tla).
func (n *Node) handleReadRequest(from machine.NodeID, m ReadRequest, out *machine.Output) {
	if n.role != Leader {
		return
	}
	for _, r := range n.lead.reads {
		if r.id == m.ID && r.from == from {
			return
		}
	}
	out.Action = ActionHandleReadRequest
	n.waitForRound(m.ID, from)
}

// waitForRound notes a read. All that was acknowledged before it is committed by the time that the leader's own first entry is, and
// up to the larger of the two indexes (R05 in docs/scenarios.md).
func (n *Node) waitForRound(id machine.RequestID, from machine.NodeID) {
	n.lead.reads = append(n.lead.reads, read{id, from, max(n.commitIndex, n.lead.start), 0})
}

// handleReadResponse passes the leader's answer on (thesis §6.4; action HandleReadResponse in spec/raft/Raft.tla).
func (n *Node) handleReadResponse(m ReadResponse, out *machine.Output) {
	out.Action = ActionHandleReadResponse
	out.Reply(m.ID, ReadAt{m.Index}, 0)
}

// confirmReads answers the reads whose index is committed and whose round a quorum has answered: only rounds that began after the
// read count (thesis §6.4, R06 in docs/scenarios.md).
func (n *Node) confirmReads(out *machine.Output) {
	l := n.lead
	if len(l.reads) == 0 {
		return
	}
	confirmed := n.quorum().Committed(func(id machine.NodeID) uint64 {
		if f := l.follower(id); f != nil {
			return f.Round
		}
		return l.round
	})
	waiting := l.reads[:0]
	for _, r := range l.reads {
		switch {
		case r.round == 0 || r.round > confirmed || r.index > n.commitIndex:
			waiting = append(waiting, r)
		case r.from == n.id:
			out.Reply(r.id, ReadAt{r.index}, 0)
		default:
			n.send(r.from, ReadResponse{r.id, r.index}, out)
		}
	}
	l.reads = waiting
}
