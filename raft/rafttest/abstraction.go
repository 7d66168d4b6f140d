package rafttest

import (
	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
	"github.com/tenet-go/tenet/raft/progress"
	"github.com/tenet-go/tenet/tla/value"
)

// Abstraction returns the refinement map from worlds on an unreliable network to states of spec/raft/Raft.tla. It leaves out what is a function of the rest:
// timers, what waits for the disk but messages, up to where a leader's log is durable, and what applications have applied.
func Abstraction(c *Config) *explore.Abstraction {
	return &explore.Abstraction{
		Spec: "Raft",
		Node: func(n *explore.Node, inbox explore.Inbox) value.Value {
			return value.Tuple(c.nodeValue(n), diskValue(storageOf(n)), c.unsynced(n), c.messages(inbox))
		},
		Ghost: func(g explore.Ghost, crashes int) value.Value {
			ghost := g.(*Ghost)
			return value.Tuple(elections(ghost), committed(ghost), clients(ghost), reads(ghost), value.Int(int64(crashes)))
		},
		Join: join,
	}
}

func join(nodes []value.Value, ghost value.Value) value.State {
	node, disk, unsynced, sent := make([]value.Value, len(nodes)), make([]value.Value, len(nodes)), make([]value.Value, len(nodes)), make([]value.Value, len(nodes))
	for i, n := range nodes {
		node[i], disk[i], unsynced[i], sent[i] = n.Element(0), n.Element(1), n.Element(2), n.Element(3)
	}
	return value.NewState( // by name
		value.Field{Name: "client", Value: ghost.Element(2)},
		value.Field{Name: "committed", Value: ghost.Element(1)},
		value.Field{Name: "crashes", Value: ghost.Element(4)},
		value.Field{Name: "disk", Value: value.Tuple(disk...)},
		value.Field{Name: "elections", Value: ghost.Element(0)},
		value.Field{Name: "messages", Value: value.Union(sent...)},
		value.Field{Name: "node", Value: value.Tuple(node...)},
		value.Field{Name: "reads", Value: ghost.Element(3)},
		value.Field{Name: "unsynced", Value: value.Tuple(unsynced...)},
	)
}

var down = record("up", value.Bool(false))

func (c *Config) nodeValue(n *explore.Node) value.Value {
	if !n.Up() {
		return down
	}
	node := nodeOf(n)
	fields := []any{
		"up", value.Bool(true), "term", number(node.Term()), "vote", number(node.VotedFor()), "snapshot", snapshotValue(node.Snapshot()),
		"base", place(node.Base()), "log", entriesValue(node.Entries()), "incoming", incomingValue(node.Incoming()),
		"role", value.String(node.Role().String()), "leader", number(node.Leader()), "commit", number(node.Commit()),
		"votes", set(node.Votes()), "proposals", proposalsValue(node.Proposals()),
	}
	if node.Role() == raft.Leader {
		fields = append(fields, "written", number(node.Written()), "round", number(node.Round()),
			"waiting", c.waiting(node.Reads()), "progress", progressValue(node))
	}
	return record(fields...)
}

func (c *Config) waiting(reads []raft.PendingRead) value.Value {
	all := make([]value.Value, len(reads))
	for i, r := range reads {
		all[i] = record("id", number(c.readNumber(r.ID)), "from", number(r.From), "index", number(r.Index), "round", number(r.Round))
	}
	return value.Tuple(all...)
}

func progressValue(n *raft.Node) value.Value {
	var all []value.Pair
	for f := range n.Followers() {
		all = append(all, value.Pair{Key: number(f.ID), Value: followerValue(&f)})
	}
	return value.Function(all...)
}

func followerValue(f *progress.Follower) value.Value {
	inflight := make([]value.Value, f.Inflight.Len())
	for i := range inflight {
		inflight[i] = number(f.Inflight.Last(i))
	}
	return record("state", value.String(f.State.String()), "match", number(f.Match), "next", number(f.Next),
		"paused", value.Bool(f.Paused), "inflight", value.Tuple(inflight...), "offset", number(f.Offset),
		"commitSent", value.Bool(f.CommitSent), "round", number(f.Round), "active", value.Bool(f.Active))
}

func proposalsValue(proposals []raft.Proposal) value.Value {
	all := make([]value.Value, len(proposals))
	for i, p := range proposals {
		all[i] = record("index", number(p.Index), "term", number(p.Term), "id", number(p.ID))
	}
	return value.Tuple(all...)
}

func diskValue(s *raft.Storage) value.Value {
	return record("term", number(s.Term()), "vote", number(s.VotedFor()), "snapshot", snapshotValue(s.Snapshot()),
		"base", place(s.Base()), "log", entriesValue(s.Entries()), "incoming", incomingValue(s.Incoming()))
}

// unsynced returns the batches in flight, oldest first.
func (c *Config) unsynced(n *explore.Node) value.Value {
	batches := make([]value.Value, len(n.Unsynced))
	for i := range n.Unsynced {
		b := &n.Unsynced[i]
		records, sends := make([]value.Value, len(b.Records)), make([]value.Value, len(b.Sends))
		for k, r := range b.Records {
			records[k] = recordValue(r)
		}
		for k, s := range b.Sends {
			sends[k] = c.messageValue(explore.Envelope{From: n.ID, To: s.To, Message: s.Message})
		}
		batches[i] = record("records", value.Tuple(records...), "sends", value.Set(sends...))
	}
	return value.Tuple(batches...)
}

func recordValue(r machine.Record) value.Value {
	kind := func(name string, more ...any) value.Value {
		return record(append([]any{"kind", value.String(name)}, more...)...)
	}
	switch r := r.(type) {
	case raft.HardState:
		return kind("hardState", "term", number(r.Term), "vote", number(r.VotedFor))
	case raft.Append:
		return kind("append", "prev", number(r.PrevIndex), "entries", entriesValue(r.Entries))
	case raft.Compact:
		return kind("compact", "snapshot", snapshotValue(r.Snapshot), "base", number(r.Base))
	case raft.Chunk:
		return kind("chunk", "snapshot", snapshotValue(r.Snapshot), "offset", number(r.Offset))
	case raft.Install:
		return kind("install", "snapshot", snapshotValue(r.Snapshot))
	}
	panic("rafttest: an unknown record, " + r.String())
}

func (c *Config) messages(inbox explore.Inbox) value.Value {
	all := make([]value.Value, inbox.Len())
	for i := range all {
		all[i] = c.messageValue(inbox.At(i))
	}
	return value.Set(all...)
}

func (c *Config) messageValue(e explore.Envelope) value.Value {
	message := func(name string, more ...any) value.Value {
		return record(append([]any{"type", value.String(name), "from", number(e.From), "to", number(e.To)}, more...)...)
	}
	switch m := e.Message.(type) {
	case raft.VoteRequest:
		return message("voteRequest", "term", number(m.Term), "pre", value.Bool(m.Pre), "lastIndex", number(m.LastIndex), "lastTerm", number(m.LastTerm))
	case raft.VoteResponse:
		return message("voteResponse", "term", number(m.Term), "pre", value.Bool(m.Pre), "granted", value.Bool(m.Granted))
	case raft.AppendRequest:
		return message("appendRequest", "term", number(m.Term), "prevIndex", number(m.PrevIndex), "prevTerm", number(m.PrevTerm),
			"entries", entriesValue(m.Entries), "commit", number(m.Commit), "round", number(m.Round))
	case raft.AppendResponse:
		return message("appendResponse", "term", number(m.Term), "rejected", value.Bool(m.Rejected), "index", number(m.Index),
			"hintIndex", number(m.HintIndex), "hintTerm", number(m.HintTerm), "round", number(m.Round))
	case raft.SnapshotRequest:
		return message("snapshotRequest", "term", number(m.Term), "snapshot", snapshotValue(m.Snapshot), "offset", number(m.Offset), "round", number(m.Round))
	case raft.SnapshotResponse:
		return message("snapshotResponse", "term", number(m.Term), "snapshot", snapshotValue(m.Snapshot), "offset", number(m.Offset), "round", number(m.Round))
	case raft.ReadRequest:
		return message("readRequest", "id", number(c.readNumber(m.ID)))
	case raft.ReadResponse:
		return message("readResponse", "id", number(c.readNumber(m.ID)), "index", number(m.Index))
	}
	panic("rafttest: an unknown message, " + e.Message.String())
}
