package rafttest

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// lasting is what a node has in memory and in storage alike.
type lasting struct {
	term     raft.Term
	votedFor machine.NodeID
	snapshot raft.SnapshotMeta
	incoming raft.Incoming
	log      view
}

// memoryOf returns what a node has, but for what it has not written.
func memoryOf(n *raft.Node) lasting {
	log := viewOf(n)
	written := max(n.Written(), log.base) - log.base
	log.entries = log.entries[:min(written, raft.Index(len(log.entries)))]
	return lasting{n.Term(), n.VotedFor(), n.Snapshot(), n.Incoming(), log}
}

func storedIn(s *raft.Storage) lasting {
	return lasting{s.Term(), s.VotedFor(), s.Snapshot(), s.Incoming(), storedView(s)}
}

// differs says where a node has something else than it should, "" if nowhere.
func (l *lasting) differs(want *lasting) string {
	switch {
	case l.term != want.term || l.votedFor != want.votedFor:
		return fmt.Sprintf("term %d and vote %d, expected term %d and vote %d", l.term, l.votedFor, want.term, want.votedFor)
	case l.snapshot != want.snapshot:
		return fmt.Sprintf("%v, expected %v", l.snapshot, want.snapshot)
	case l.incoming != want.incoming:
		return fmt.Sprintf("%v to byte %d, expected %v to byte %d", l.incoming.Snapshot, l.incoming.Offset, want.incoming.Snapshot, want.incoming.Offset)
	case l.log.base != want.log.base || l.log.baseTerm != want.log.baseTerm || !slices.Equal(l.log.entries, want.log.entries):
		return fmt.Sprintf("after %d:%d the entries %v, expected after %d:%d %v",
			l.log.base, l.log.baseTerm, l.log.entries, want.log.base, want.log.baseTerm, want.log.entries)
	}
	return ""
}

// noteMemory reports whether the memory of a node has come apart from its storage. A step that writes nothing must change nothing of what is written: that
// spares the storage of all steps before.
func (h *History) noteMemory(step *explore.Step) bool {
	if h.Apart != "" || !step.After.Up() || step.Err != nil {
		return false
	}
	var want lasting
	if step.Before.Up() && len(step.Records) == 0 {
		want = memoryOf(nodeOf(step.Before))
	} else {
		s, err := arrived(step.After)
		if err != nil {
			h.Apart = err.Error()
			return true
		}
		want = storedIn(s)
	}
	is := memoryOf(nodeOf(step.After))
	if what := is.differs(&want); what != "" {
		h.Apart = fmt.Sprintf("node %d has %s, by its storage and what is in flight", step.After.ID, what)
	}
	return h.Apart != ""
}

// arrived returns the storage of a node when all that is in flight has come there.
func arrived(n *explore.Node) (*raft.Storage, error) {
	s := storageOf(n)
	if len(n.Unsynced) > 0 {
		s = s.Clone().(*raft.Storage)
	}
	for i := range n.Unsynced {
		for _, r := range n.Unsynced[i].Records {
			if err := s.Add(r); err != nil {
				return nil, fmt.Errorf("node %d: %w", n.ID, err)
			}
		}
	}
	return s, nil
}
