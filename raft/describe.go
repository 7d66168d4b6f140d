package raft

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/raft/progress"
)

// Describe returns the state in lines of text, one fact a line, for people.
func (n *Node) Describe() []string {
	lines := []string{
		fmt.Sprintf("%v, term %d, vote %d, leader %d", n.role, n.currentTerm, n.votedFor, n.leader),
		n.log.describe(),
		fmt.Sprintf("committed to %d", n.commitIndex),
	}
	lines = append(lines, describeSnapshots(n.snapshot, n.incoming)...)
	if n.role == Candidate || n.role == PreCandidate {
		lines = append(lines, fmt.Sprintf("votes %v", n.votes))
	}
	for _, p := range n.proposals {
		lines = append(lines, fmt.Sprintf("request %d waits for %d:%d", p.ID, p.Index, p.Term))
	}
	if n.lead == nil {
		return lines
	}
	lines = append(lines, fmt.Sprintf("written to %d, durable to %d", n.lead.written, n.lead.stable))
	for i := range n.lead.followers {
		lines = append(lines, describeFollower(&n.lead.followers[i]))
	}
	for _, r := range n.lead.reads {
		lines = append(lines, fmt.Sprintf("read %d of node %d waits for %d, round %d", r.id, r.from, r.index, r.round))
	}
	return lines
}

// Describe returns what storage holds in lines of text, for people.
func (s *Storage) Describe() []string {
	lines := []string{fmt.Sprintf("term %d, vote %d", s.term, s.votedFor), s.log.describe()}
	return append(lines, describeSnapshots(s.snapshot, s.incoming)...)
}

func (l *log) describe() string { return fmt.Sprintf("log after %d: [%s]", l.base, listed(l.entries)) }

func describeSnapshots(s SnapshotMeta, in Incoming) (lines []string) {
	if s.Index > 0 {
		lines = append(lines, s.String())
	}
	if in.Offset > 0 {
		lines = append(lines, fmt.Sprintf("incoming %v, to byte %d", in.Snapshot, in.Offset))
	}
	return lines
}

// describeFollower says what a leader knows of a follower.
func describeFollower(f *progress.Follower) string {
	words := []string{fmt.Sprintf("follower %d: %v, match %d", f.ID, f.State, f.Match)}
	if f.State == progress.Snapshot {
		words = append(words, fmt.Sprintf("byte %d", f.Offset))
	} else {
		words = append(words, fmt.Sprintf("next %d", f.Next))
	}
	if f.Paused {
		words = append(words, "paused")
	}
	if f.Round > 0 {
		words = append(words, fmt.Sprintf("round %d", f.Round))
	}
	if f.Active {
		words = append(words, "active")
	}
	return strings.Join(words, ", ")
}
