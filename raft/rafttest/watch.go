package rafttest

import (
	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// Watch is a ghost for tests that make their own requests: it has no clients, and remembers the history. It is an immutable value.
type Watch struct{ History }

// NewWatch returns the ghost of so many nodes, of whose log a part is committed in the beginning.
func NewWatch(nodes int, committed ...raft.Entry) *Watch { return &Watch{newHistory(nodes, committed)} }

// Safety returns the properties of nodes and their history, for a Watch.
func Safety(nodes []machine.NodeID) []explore.Property { return safety(nodes) }

func (g *Watch) history() *History { return &g.History }

// Offers returns no offers.
func (g *Watch) Offers() []explore.Offer { return nil }

// Observe returns the ghost after a step.
func (g *Watch) Observe(step *explore.Step) explore.Ghost {
	if history, changed := g.after(step); changed {
		return &Watch{history}
	}
	return g
}

// AppendTo appends the canonical encoding to b.
func (g *Watch) AppendTo(b []byte) []byte { return g.appendTo(b) }
