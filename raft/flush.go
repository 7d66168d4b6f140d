package raft

import (
	"slices"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft/progress"
)

// flush writes and sends what came together since the last one (action Flush in spec/raft/Raft.tla). The leader's disk writes while the
// followers' do (thesis §10.2.1).
func (n *Node) flush(out *machine.Output) {
	if n.role != Leader {
		return
	}
	l := n.lead
	acts := l.written < n.log.last()
	if acts {
		entries := n.log.between(l.written+1, n.log.last())
		out.Records = append(out.Records, Append{l.written, entries})
		l.written = n.log.last()
	}
	round := n.beginRound()
	for i := range l.followers {
		acts = n.replicate(&l.followers[i], round, out) || acts
	}
	if !acts && !round {
		return
	}
	out.Action = ActionFlush
	n.confirmReads(out)
}

// replicate sends a follower what it may be sent (Raft §5.3), and something in any case if it must. It reports whether it has.
func (n *Node) replicate(f *progress.Follower, must bool, out *machine.Output) bool {
	n.lookForSnapshot(f)
	if f.State != progress.Replicate {
		if f.Paused && !must {
			return false
		}
		n.ask(f, out)
		return true
	}
	sent := false
	for f.Next <= n.lead.written && !f.Full(n.config.MaxInflightEntries, n.config.MaxInflightBytes) {
		entries, size := n.log.from(f.Next, n.lead.written, n.config.MaxMessageBytes)
		n.sendAppend(f, entries, out)
		f.Next += Index(len(entries))
		f.Inflight.Add(f.Next-1, size)
		sent = true
	}
	if !sent && (must || !f.CommitSent) {
		n.sendAppend(f, nil, out)
		sent = true
	}
	return sent
}

// heartbeatTimeout tells all followers that the leader is there (Raft §5.2; action HeartbeatTimeout in spec/raft/Raft.tla). What was asked of them
// is asked again, since it may be lost; who replicates will reject what follows a lost message.
func (n *Node) heartbeatTimeout(out *machine.Output) {
	if n.role != Leader {
		return
	}
	out.Action = ActionHeartbeatTimeout
	for i := range n.lead.followers {
		f := &n.lead.followers[i]
		n.lookForSnapshot(f)
		if f.State == progress.Replicate {
			n.sendAppend(f, nil, out)
		} else {
			n.ask(f, out)
		}
	}
	out.SetTimer(HeartbeatTimer)
}

// lookForSnapshot goes over to sending a snapshot if the entries that the follower needs are gone (Raft §7).
func (n *Node) lookForSnapshot(f *progress.Follower) {
	if f.State != progress.Snapshot && f.Next <= n.log.base {
		f.Snapshot()
	}
}

// ask sends the one message that a follower is sent before it answers: a probe or a chunk.
func (n *Node) ask(f *progress.Follower, out *machine.Output) {
	f.Paused = true
	if f.State == progress.Snapshot {
		n.sendChunk(f, out)
		return
	}
	var entries []Entry
	if f.Next <= n.lead.written {
		entries, _ = n.log.from(f.Next, n.lead.written, n.config.MaxMessageBytes)
	}
	n.sendAppend(f, entries, out)
}

func (n *Node) sendAppend(f *progress.Follower, entries []Entry, out *machine.Output) {
	f.CommitSent = true
	prev := f.Next - 1
	if last := len(out.Sends) - 1; last >= 0 && sameAppend(out.Sends[last].Message, prev, entries) {
		n.send(f.ID, out.Sends[last].Message, out)
		return
	}
	n.send(f.ID, AppendRequest{n.currentTerm, prev, n.log.term(prev), entries, n.commitIndex, n.lead.round}, out)
}

// sameAppend reports whether a message of this step has these entries. Followers that are in step are sent the same one.
func sameAppend(m machine.Message, prev Index, entries []Entry) bool {
	a, ok := m.(AppendRequest)
	return ok && a.PrevIndex == prev && len(a.Entries) == len(entries)
}

// beginRound assigns the reads that wait for a round to the next one, if there are any.
func (n *Node) beginRound() bool {
	l := n.lead
	if !slices.ContainsFunc(l.reads, func(r read) bool { return r.round == 0 }) {
		return false
	}
	l.round++
	for i := range l.reads {
		if l.reads[i].round == 0 {
			l.reads[i].round = l.round
		}
	}
	return true
}
