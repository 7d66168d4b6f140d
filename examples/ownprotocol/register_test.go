package ownprotocol

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/explore/exhaustive"
	"github.com/tenet-go/tenet/explore/fuzztest"
	"github.com/tenet-go/tenet/explore/rapidtest"
	"github.com/tenet-go/tenet/explore/walk"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/machine/machinetest"
)

// Client is the ghost: it makes so many requests, one by one, and remembers what it was told.
type Client struct{ Requests, Asked, Told uint64 }

// Offers are the requests that may be made next.
func (c Client) Offers() []explore.Offer {
	if c.Asked == c.Requests {
		return nil
	}
	next := machine.Request{ID: machine.RequestID(c.Asked + 1), Op: Fact{"put", c.Asked + 1, 10 * (c.Asked + 1)}}
	return []explore.Offer{{Node: Primary, Request: next}}
}

// Observe returns the client after a step. The old one stays as it is.
func (c Client) Observe(step *explore.Step) explore.Ghost {
	if step.Event.Kind == explore.Ask {
		c.Asked++
	}
	for _, r := range step.Replies {
		c.Told = max(c.Told, r.Result.(Fact).Version)
	}
	return c
}

// AppendTo appends the encoding of what changes.
func (c Client) AppendTo(b []byte) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, c.Asked), c.Told)
}

func kept(n *explore.Node) Fact { return n.Durable.(*Storage).Kept }

// System is what is explored: the nodes, the client, the network, the faults and what must hold.
func System(p machine.Protocol, requests uint64, crashes int) *explore.System {
	return &explore.System{
		Name:     "register",
		Protocol: p,
		Nodes:    []machine.NodeID{1, 2, 3},
		Network:  explore.Unreliable, // loses, duplicates, reorders
		Ghost:    Client{Requests: requests},
		Faults:   explore.Faults{Crashes: crashes},
		Properties: []explore.Property{
			{Name: "what is answered is durable everywhere", Kind: explore.Always, Holds: durable},
			{Name: "a version has one value", Kind: explore.Always, Holds: agreed},
			{Name: "all requests are answered", Kind: explore.Reachable, Holds: answered},
			{Name: "all nodes have the last value", Kind: explore.Eventually, Holds: copied},
		},
	}
}

func durable(w *explore.World) error {
	for _, n := range w.Nodes {
		if told := w.Ghost.(Client).Told; kept(n).Version < told {
			return fmt.Errorf("version %d is answered, but node %d has only %v", told, n.ID, kept(n))
		}
	}
	return nil
}

func agreed(w *explore.World) error {
	for _, n := range w.Nodes {
		if a, b := kept(w.Nodes[0]), kept(n); a.Version == b.Version && a != b {
			return fmt.Errorf("node %d has %v, but node %d has %v", w.Nodes[0].ID, a, n.ID, b)
		}
	}
	return nil
}

func answered(w *explore.World) error {
	if c := w.Ghost.(Client); c.Told < c.Requests {
		return fmt.Errorf("%d of %d requests are answered", c.Told, c.Requests)
	}
	return nil
}

func copied(w *explore.World) error {
	for _, n := range w.Nodes {
		if a := kept(w.Nodes[0]); kept(n) != a {
			return fmt.Errorf("node 1 has %v, but node %d has %v", a, n.ID, kept(n))
		}
	}
	return nil
}

var protocol = Protocol{Backups: []machine.NodeID{2, 3}}

// All schedules within the bounds: a proof, and otherwise the shortest counterexample.
func TestAllSchedules(t *testing.T) {
	result, err := exhaustive.Check(t.Context(), System(protocol, 4, 3), exhaustive.Options{})
	require.NoError(t, err)
	require.Nil(t, result.Violation)
	require.True(t, result.Complete)
	require.Empty(t, result.Unreached)
	require.Empty(t, result.Unchecked)
	t.Logf("%d worlds, %d steps", result.Distinct, result.Generated)
}

// Random schedules beyond the bounds, which shrink.
func TestRandomSchedules(t *testing.T) {
	rapidtest.Check(t, System(protocol, 5, 4), rapidtest.Options{})
}

// The contract: determinism, clones, encodings, recovery from all that a crash may leave.
func TestContract(t *testing.T) {
	machinetest.Run(t, System(protocol, 3, 2), nil)
}

// Schedules that a fuzzer makes: go test -fuzz FuzzSchedules.
func FuzzSchedules(f *testing.F) {
	fuzztest.Fuzz(f, System(protocol, 5, 4), fuzztest.Options{})
}

// Long runs in virtual time, with all faults, each of which must come to a good end after they have stopped.
func TestSimulation(t *testing.T) {
	system := func() *explore.System { return System(protocol, 100, 0) }
	totals, err := walk.Many(t.Context(), system, walk.Options{Runs: 50})
	require.NoError(t, err)
	require.Nil(t, totals.Violation)
	t.Log(totals)
}
