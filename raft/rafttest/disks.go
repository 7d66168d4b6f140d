package rafttest

import (
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// protocol makes the nodes of a cluster whose nodes need not have the same configuration, and begin with something on their disks.
type protocol struct {
	nodes map[machine.NodeID]*raft.Protocol
	disks map[machine.NodeID]*raft.Storage
}

// entryBytes is how much a command of these clients counts in limits.
const entryBytes = 17

func newProtocol(c *Config) (*protocol, error) {
	p := &protocol{map[machine.NodeID]*raft.Protocol{}, map[machine.NodeID]*raft.Storage{}}
	for _, id := range c.nodes() {
		made, err := raft.New(raft.Config{
			Voters:  c.nodes(),
			PreVote: slices.Contains(c.PreVote, id), CheckQuorum: slices.Contains(c.CheckQuorum, id),
			MaxMessageBytes: c.MaxEntries * entryBytes, MaxInflightEntries: uint64(c.MaxInflight),
			ChunkBytes: 1, TrailingEntries: c.TrailingEntries,
		})
		if err != nil {
			return nil, err
		}
		p.nodes[id] = made
		storage := &raft.Storage{}
		for _, r := range c.Disks[id] {
			if err := storage.Add(r); err != nil {
				return nil, fmt.Errorf("the disk of node %d: %w", id, err)
			}
		}
		p.disks[id] = storage
	}
	return p, nil
}

// Empty returns what the disk of a node holds in the beginning.
func (p *protocol) Empty(id machine.NodeID) machine.Durable { return p.disks[id].Clone() }

func (p *protocol) Recover(id machine.NodeID, storage machine.Durable, out *machine.Output) machine.Machine {
	return p.nodes[id].Recover(id, storage, out)
}

// Disk returns records for Config.Disks: a node that is in a term, has voted, and has entries.
func Disk(term raft.Term, votedFor machine.NodeID, entries ...raft.Entry) []machine.Record {
	records := []machine.Record{raft.HardState{Term: term, VotedFor: votedFor}}
	if len(entries) > 0 {
		records = append(records, raft.Append{Entries: entries})
	}
	return records
}

// SnapshotAt returns records for Config.Disks, after those of Disk: the node has taken a snapshot, and has kept the entries after base only.
func SnapshotAt(id machine.NodeID, index raft.Index, term raft.Term, base raft.Index) machine.Record {
	return raft.Compact{Snapshot: snapshot(id, index, term), Base: base}
}

// snapshot names the snapshot that the application at a node takes.
func snapshot(id machine.NodeID, index raft.Index, term raft.Term) raft.SnapshotMeta {
	return raft.SnapshotMeta{Index: index, Term: term, Size: SnapshotBytes, Handle: uint64(id)}
}

// CommandEntry and NoOpEntry return entries for Config.Disks and Config.Committed.
func CommandEntry(term raft.Term, command int) raft.Entry {
	return raft.Entry{Term: term, Data: data(command)}
}

// NoOpEntry returns the first entry of a leader.
func NoOpEntry(term raft.Term) raft.Entry { return raft.Entry{Term: term, Kind: raft.NoOp} }
