package raft

import (
	"fmt"
	"strings"

	"github.com/tenet-go/tenet/machine"
)

// The commands to the application. They come in the order of the log, without gaps.
type (
	// ApplyEntries tells the application to apply committed entries, the first of which is at First. Requests are those proposals
	// of this node among them that wait for an answer, in their order: they are applied, and the host answers them.
	ApplyEntries struct {
		First    Index
		Entries  []Entry
		Requests []Proposal
	}
	// RestoreSnapshot tells the application to become what it was when the snapshot was taken: a crash or a
	// gap is behind it. Entries follow from the next index on.
	RestoreSnapshot struct{ Snapshot SnapshotMeta }
)

// Proposal is a proposal that waits for its answer.
type Proposal struct {
	Index Index
	Term  Term
	ID    machine.RequestID
}

func (c ApplyEntries) String() string {
	words := make([]string, len(c.Requests))
	for i, p := range c.Requests {
		words[i] = fmt.Sprintf(", request %d at %d", p.ID, p.Index)
	}
	return fmt.Sprintf("apply from %d [%s]%s", c.First, listed(c.Entries), strings.Join(words, ""))
}

func (c RestoreSnapshot) String() string { return fmt.Sprintf("restore %v", c.Snapshot) }
