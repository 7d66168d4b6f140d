package raft

import (
	"encoding/binary"
	"slices"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft/progress"
)

// leadership is what only a leader has.
type leadership struct {
	start     Index // of its no-op
	written   Index // entries beyond are neither written nor sent
	stable    Index // up to where the own log is durable
	round     uint64
	reads     []read
	followers []progress.Follower // all other voters, in order

	uncommitted int // bytes of entries that are not committed; a function of log and commit index
}

// read is a read that waits for its answer.
type read struct {
	id    machine.RequestID
	from  machine.NodeID // who has asked: the leader itself for a client of its own
	index Index          // must be committed first
	round uint64         // must be answered by a quorum first; 0 is none yet
}

// follower returns what the leader knows of a node, or nil if it is no voter.
func (l *leadership) follower(id machine.NodeID) *progress.Follower {
	for i := range l.followers {
		if l.followers[i].ID == id {
			return &l.followers[i]
		}
	}
	return nil
}

func (l *leadership) clone() *leadership {
	if l == nil {
		return nil
	}
	c := *l
	c.reads = slices.Clone(l.reads)
	c.followers = make([]progress.Follower, len(l.followers))
	for i := range l.followers {
		c.followers[i] = l.followers[i].Clone()
	}
	return &c
}

func (l *leadership) appendTo(b []byte) []byte {
	if l == nil {
		return append(b, 0)
	}
	b = append(b, 1)
	for _, v := range [...]uint64{l.start, l.written, l.stable, l.round, uint64(len(l.reads))} {
		b = binary.AppendUvarint(b, v)
	}
	for _, r := range l.reads {
		for _, v := range [...]uint64{uint64(r.id), uint64(r.from), r.index, r.round} {
			b = binary.AppendUvarint(b, v)
		}
	}
	for i := range l.followers {
		b = appendFollower(b, &l.followers[i])
	}
	return b
}

func appendFollower(b []byte, f *progress.Follower) []byte {
	b = appendBool(appendBool(appendBool(append(b, byte(f.State)), f.Paused), f.CommitSent), f.Active)
	for _, v := range [...]uint64{f.Match, f.Next, f.Offset, f.Round, uint64(f.Inflight.Len())} {
		b = binary.AppendUvarint(b, v)
	}
	for i := range f.Inflight.Len() {
		b = binary.AppendUvarint(b, f.Inflight.Last(i))
		b = binary.AppendUvarint(b, uint64(f.Inflight.Bytes(i)))
	}
	return b
}
