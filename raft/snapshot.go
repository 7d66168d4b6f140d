package raft

import (
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft/progress"
)

// takeSnapshot drops the entries that a snapshot of the application covers, but for Config.TrailingEntries (Raft §7; action TakeSnapshot in
// spec/raft/Raft.tla). Followers that are sent an older one are sent the new one, from its beginning.
func (n *Node) takeSnapshot(id machine.RequestID, op TakeSnapshot, out *machine.Output) {
	out.Action = ActionTakeSnapshot
	n.snapshot = SnapshotMeta{op.Index, n.log.term(op.Index), op.Size, op.Handle}
	n.log.compact(op.Index - min(op.Index, n.config.TrailingEntries))
	out.Records = append(out.Records, Compact{n.snapshot, n.log.base})
	out.Reply(id, SnapshotTaken{op.Index}, waits)
	if n.role != Leader {
		return
	}
	for i := range n.lead.followers {
		if f := &n.lead.followers[i]; f.State == progress.Snapshot {
			f.Snapshot()
		}
	}
}

// sendChunk sends the chunk of the newest snapshot that the follower wants next.
func (n *Node) sendChunk(f *progress.Follower, out *machine.Output) {
	length := min(n.config.ChunkBytes, n.snapshot.Size-f.Offset)
	n.send(f.ID, SnapshotRequest{n.currentTerm, n.snapshot, f.Offset, length, n.lead.round}, out)
}

// handleSnapshotRequest takes the next chunk of a snapshot, and installs it with the last one (Raft §7; action HandleSnapshotRequest in
// spec/raft/Raft.tla).
func (n *Node) handleSnapshotRequest(from machine.NodeID, m SnapshotRequest, out *machine.Output) {
	if m.Term < n.currentTerm {
		out.Action = ActionHandleSnapshotRequest
		n.rejectOld(from, out)
		return
	}
	if n.role == Leader && m.Term == n.currentTerm || !m.possible() {
		return
	}
	out.Action = ActionHandleSnapshotRequest
	n.becomeFollower(m.Term, from, out)
	s, wanted := m.Snapshot, n.incoming.wants(m.Snapshot)
	switch {
	case s.Index <= n.commitIndex:
		n.respond(from, AppendResponse{Term: n.currentTerm, Index: s.Index, Round: m.Round}, out)
	case m.Offset != wanted:
		n.respond(from, SnapshotResponse{n.currentTerm, s, wanted, m.Round}, out)
	case m.Offset+m.Length < s.Size:
		n.incoming = Incoming{s, m.Offset + m.Length}
		out.Records = append(out.Records, Chunk(n.incoming))
		n.respond(from, SnapshotResponse{n.currentTerm, s, n.incoming.Offset, m.Round}, out)
	default:
		n.install(s, out)
		n.respond(from, AppendResponse{Term: n.currentTerm, Index: s.Index, Round: m.Round}, out)
	}
}

// possible reports whether a leader can send m.
func (m *SnapshotRequest) possible() bool {
	s := &m.Snapshot
	return s.Index > 0 && s.Term > 0 && s.Term <= m.Term && m.Offset <= s.Size && m.Length <= s.Size-m.Offset &&
		(m.Length > 0 || s.Size == 0)
}

// install puts a snapshot in the place of the log up to it, and of all of it if it conflicts (Raft §7, R17 in docs/scenarios.md). One record does
// both.
func (n *Node) install(s SnapshotMeta, out *machine.Output) {
	n.incoming = Incoming{}
	n.snapshot = s
	n.log.install(s)
	n.commitIndex = s.Index
	out.Records = append(out.Records, Install{s})
	out.Apply(RestoreSnapshot{s}, 0)
	var waiting []Proposal
	for _, p := range n.proposals {
		if n.decided(p) {
			out.Reply(p.ID, Unknown{}, 0)
		} else {
			waiting = append(waiting, p)
		}
	}
	n.proposals = waiting
}

// handleSnapshotResponse goes on with the chunk that the follower wants (action HandleSnapshotResponse in spec/raft/Raft.tla). The answer about a
// snapshot that is not the newest any more says only that the follower is there. So does one that wants the chunk that is on its way: else each chunk that
// a heartbeat sends again would be answered by one more.
func (n *Node) handleSnapshotResponse(from machine.NodeID, m SnapshotResponse, out *machine.Output) {
	if m.Term > n.currentTerm {
		out.Action = ActionHandleSnapshotResponse
		n.becomeFollower(m.Term, None, out)
		return
	}
	if n.role != Leader || m.Term < n.currentTerm {
		return
	}
	f := n.lead.follower(from)
	if f == nil {
		return
	}
	out.Action = ActionHandleSnapshotResponse
	n.answered(f, m.Round)
	if f.State == progress.Snapshot && m.Snapshot == n.snapshot && m.Offset < n.snapshot.Size && m.Offset != f.Offset {
		f.Offset, f.Paused = m.Offset, false
	}
	n.confirmReads(out)
}
