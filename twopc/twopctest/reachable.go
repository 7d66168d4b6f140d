package twopctest

import (
	"errors"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

var errNotHere = errors.New("not in this world")

// reachability returns what must be seen, or else the safety properties say little.
func reachability(c *Config) []explore.Property {
	properties := []explore.Property{
		reachable("a client is told of a commit", told(ToldCommit)),
		reachable("a client is told of an abort", told(ToldAbort)),
		reachable("a participant is in doubt", someBranch(func(s twopc.BranchState) bool { return s == twopc.BranchPrepared })),
		reachable("a commit is forgotten by its coordinator", someClient(func(w *World, _ int, c *Client) bool {
			return c.Told == ToldCommit && len(c.Promised) > 0 && !w.decided(c.Txn)
		})),
	}
	if c.ReadOnly {
		properties = append(properties, reachable("all have only read", someClient(func(w *World, k int, c *Client) bool {
			return c.Told == ToldCommit && c.Read.Equal(w.ghost().Scope(k))
		})))
	}
	if c.Forget {
		properties = append(properties, reachable("a commit is forgotten by a participant", someClient(func(w *World, _ int, c *Client) bool {
			for p, n := range w.participants() {
				if w.forgotten(p, c.Txn) && c.Told == ToldCommit && w.storage(n).State(c.Txn) == twopc.BranchAbsent {
					return true
				}
			}
			return false
		})))
	}
	if len(c.Scopes) > 1 {
		properties = append(properties, reachable("all clients are told of commits", allCommitted))
	}
	if c.Crashes > 0 {
		properties = append(properties, crashing(c)...)
	}
	return properties
}

// crashing returns what must be seen if nodes may crash.
func crashing(c *Config) []explore.Property {
	var properties []explore.Property
	participants, coordinators := false, false
	for _, id := range c.nodes() {
		s := explore.System{Faults: explore.Faults{Crashes: c.Crashes, Crashing: c.Crashing}}
		isCoordinator := id == 0 || int(id) > c.Participants
		participants = participants || !isCoordinator && s.MayCrash(id)
		coordinators = coordinators || isCoordinator && s.MayCrash(id)
	}
	if participants {
		properties = append(properties, reachable("a participant crashes in doubt", crashedInDoubt))
	}
	if coordinators {
		properties = append(properties,
			reachable("a client never learns of its commit", someClient(unknown)),
			reachable("a participant in doubt is told of a presumed abort", someClient(presumedAbort)))
	}
	peers := slices.ContainsFunc(c.Scopes, func(scope []machine.NodeID) bool { return len(scope) > 1 })
	if coordinators && peers && c.Network == explore.Unreliable {
		properties = append(properties, reachable("a peer ends the doubt while the coordinator is down", someClient(endedByPeer)))
	}
	return properties
}

func reachable(name string, holds func(w *World) bool) explore.Property {
	return explore.Property{Name: name, Kind: explore.Reachable, Holds: func(w *explore.World) error {
		if !holds(&World{w}) {
			return errNotHere
		}
		return nil
	}}
}

func someClient(holds func(w *World, k int, c *Client) bool) func(w *World) bool {
	return func(w *World) bool {
		clients := w.ghost().Clients
		for k := range clients {
			if clients[k].Txn.Number != 0 && holds(w, k, &clients[k]) {
				return true
			}
		}
		return false
	}
}

func told(outcome Telling) func(w *World) bool {
	return someClient(func(_ *World, _ int, c *Client) bool { return c.Told == outcome })
}

func someBranch(in func(s twopc.BranchState) bool) func(w *World) bool {
	return someClient(func(w *World, _ int, c *Client) bool {
		for _, n := range w.participants() {
			if n.Up() && in(participantOf(n).State(c.Txn)) {
				return true
			}
		}
		return false
	})
}

func allCommitted(w *World) bool {
	for _, c := range w.ghost().Clients {
		if c.Told != ToldCommit {
			return false
		}
	}
	return true
}

func crashedInDoubt(w *World) bool {
	for _, n := range w.participants() {
		if n.Up() {
			continue
		}
		for _, branch := range w.storage(n).Branches() {
			if branch.State == twopc.BranchPrepared {
				return true
			}
		}
	}
	return false
}

// unknown is a commit whose coordinator has crashed with the answer.
func unknown(w *World, _ int, c *Client) bool {
	coordinator := w.coordinator(c.Txn)
	return c.Asked && c.Told == 0 && w.decided(c.Txn) && coordinator != nil && coordinator.Epoch() > c.Txn.Epoch
}

// presumedAbort is an abort that a coordinator tells after a crash, knowing nothing.
func presumedAbort(w *World, _ int, c *Client) bool {
	coordinator := w.coordinator(c.Txn)
	if coordinator == nil || coordinator.Epoch() == c.Txn.Epoch {
		return false
	}
	for p, n := range w.participants() {
		if n.Up() && c.Promised.Has(p) && participantOf(n).State(c.Txn) == twopc.BranchAborted {
			return true
		}
	}
	return false
}

// endedByPeer is a branch that has promised and has ended by what a peer has told, while the coordinator is down and has told nothing.
func endedByPeer(w *World, _ int, c *Client) bool {
	if w.coordinator(c.Txn) != nil {
		return false
	}
	for p, n := range w.participants() {
		if c.Promised.Has(p) && n.Up() && !isOpen(participantOf(n).State(c.Txn)) && !w.told(c.Txn.Coordinator, p, c.Txn) {
			return true
		}
	}
	return false
}

// told reports whether a decision of t has been sent from one node to another; on unreliable networks only.
func (w *World) told(from, to machine.NodeID, t twopc.Txn) bool {
	inbox := w.Inboxes[to]
	for i := range inbox.Len() {
		e := inbox.At(i)
		if m, ok := e.Message.(twopc.Decision); ok && e.From == from && m.Txn == t {
			return true
		}
	}
	return false
}
