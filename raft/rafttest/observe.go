package rafttest

import (
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// Observe returns the ghost after a step.
func (g *Ghost) Observe(step *explore.Step) explore.Ghost {
	history, changed := g.after(step)
	if !changed && step.Event.Kind != explore.Ask && len(step.Replies) == 0 {
		return g
	}
	next := *g
	next.History = history
	if step.Event.Kind == explore.Ask {
		next.asked(step.Event.Request, g.Committed.Len())
	}
	for _, r := range step.Replies {
		next.answered(step.After.ID, r)
	}
	for _, a := range step.Applies {
		if c, ok := a.Command.(raft.ApplyEntries); ok {
			next.applied(step.After.ID, c)
		}
	}
	return &next
}

func (g *Ghost) asked(r machine.Request, committed raft.Index) {
	switch r.Op.(type) {
	case raft.Propose:
		c, _, _ := g.attemptOf(r.ID)
		g.Clients = slices.Clone(g.Clients)
		g.Clients[c-1] = append(slices.Clip(g.Clients[c-1]), 0)
	case raft.Read:
		g.Reads = slices.Clone(g.Reads)
		read := &g.Reads[g.config.readNumber(r.ID)-1]
		read.Asked, read.From = true, committed
	}
}

// answered notes an answer of a node. Each must fit what was asked.
func (g *Ghost) answered(by machine.NodeID, r machine.Reply) {
	switch result := r.Result.(type) {
	case raft.NotApplied:
		g.tell(by, r.ID, ToldNotApplied)
	case raft.Unknown:
		g.tell(by, r.ID, ToldUnknown)
	case raft.ReadAt:
		if read := g.read(by, r.ID); read != nil {
			at, found := slices.BinarySearch(read.Answers, result.Index)
			if !found {
				read.Answers = slices.Insert(slices.Clone(read.Answers), at, result.Index)
			}
		}
	case raft.ReadFailed:
		if read := g.read(by, r.ID); read != nil {
			read.Failed = true
		}
	case raft.SnapshotTaken:
		if r.ID != snapshotID {
			g.wrong("node %d answers request %d by a snapshot", by, r.ID)
		}
	}
}

// read returns the read of a request, which must have been asked.
func (g *Ghost) read(by machine.NodeID, id machine.RequestID) *Read {
	read := g.config.readNumber(id)
	if read == 0 || !g.Reads[read-1].Asked {
		g.wrong("node %d answers request %d as a read, which was not asked", by, id)
		return nil
	}
	g.Reads = slices.Clone(g.Reads)
	return &g.Reads[read-1]
}

// tell notes what the client is told about an attempt.
func (g *Ghost) tell(by machine.NodeID, id machine.RequestID, fate Telling) {
	c, attempt, ok := g.attemptOf(id)
	if !ok || attempt > len(g.Clients[c-1]) {
		g.wrong("node %d answers request %d, which was not asked", by, id)
		return
	}
	g.Clients = slices.Clone(g.Clients)
	g.Clients[c-1] = slices.Clone(g.Clients[c-1])
	g.Clients[c-1][attempt-1] |= fate
}

// applied notes which clients are told that their commands are applied: the entries must be theirs.
func (g *Ghost) applied(by machine.NodeID, c raft.ApplyEntries) {
	last := c.First
	for _, p := range c.Requests {
		at := int(p.Index) - int(c.First)
		if at < 0 || at >= len(c.Entries) || p.Index < last || c.Entries[at].Term != p.Term {
			g.wrong("node %d applies from %d on %d entries, and says that request %d is at %d of term %d", by, c.First, len(c.Entries), p.ID, p.Index, p.Term)
			continue
		}
		last = p.Index
		if command, _, ok := g.attemptOf(p.ID); ok && c.Entries[at].Data != data(command) {
			g.wrong("node %d answers request %d, for command %d, by the entry %v", by, p.ID, command, c.Entries[at])
		}
		g.tell(by, p.ID, ToldApplied)
	}
}
