package raft

import "github.com/tenet-go/tenet/machine"

// recoverNode makes a node from its storage (Raft §5.1, figure 2; action Recover in spec/raft/Raft.tla). What is committed beyond the snapshot it
// will be told by a leader.
func recoverNode(c *Config, id machine.NodeID, s *Storage, out *machine.Output) *Node {
	out.Action = ActionRecover
	n := &Node{
		config: c, id: id,
		currentTerm: s.term, votedFor: s.votedFor, snapshot: s.snapshot, log: s.log.clone(), incoming: s.incoming,
		commitIndex: s.snapshot.Index,
	}
	if s.snapshot.Index > 0 {
		out.Apply(RestoreSnapshot{s.snapshot}, 0)
	}
	out.SetTimer(ElectionTimer)
	return n
}
