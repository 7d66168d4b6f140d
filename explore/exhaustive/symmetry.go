package exhaustive

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// Symmetry says how nodes of a system may be exchanged for each other. Where it is right, of all worlds that differ only
// by that, one is enough: it has a violation if any of them has. It is right if the initial world stays the same, if
// steps commute with it (Commutes tells), and if properties and specification do not tell such worlds apart.
type Symmetry struct {
	// Permutations are the ways to exchange nodes; the identity need not be among them. With two permutations, what
	// they do one after the other must be one too.
	Permutations []Permutation
	// Machine, Durable and Ghost return what they are given with the nodes' names exchanged, in which they
	// change nothing that they are given. Nil means that there are no names in it.
	Machine func(m machine.Machine, p Permutation) machine.Machine
	Durable func(d machine.Durable, p Permutation) machine.Durable
	Ghost   func(g explore.Ghost, p Permutation) explore.Ghost
	// Data does the same for messages, records, results, commands and timers.
	Data func(d machine.Data, p Permutation) machine.Data
}

// Permutation exchanges nodes. It maps those that it does not name to themselves.
type Permutation map[machine.NodeID]machine.NodeID

// Of returns the node that takes the place of id.
func (p Permutation) Of(id machine.NodeID) machine.NodeID {
	if to, ok := p[id]; ok {
		return to
	}
	return id
}

// Permutations returns all permutations of some nodes, but the identity.
func Permutations(ids ...machine.NodeID) []Permutation {
	var all []Permutation
	var extend func(images []machine.NodeID)
	extend = func(images []machine.NodeID) {
		if len(images) < len(ids) {
			for _, id := range ids {
				if !slices.Contains(images, id) {
					extend(append(slices.Clip(images), id))
				}
			}
			return
		}
		if slices.Equal(images, ids) {
			return
		}
		p := Permutation{}
		for i, id := range ids {
			p[id] = images[i]
		}
		all = append(all, p)
	}
	extend(nil)
	return all
}

// World returns w with nodes exchanged.
func (y *Symmetry) World(sys *explore.System, w *explore.World, p Permutation) *explore.World {
	next := &explore.World{
		Nodes: make([]*explore.Node, len(w.Nodes)), Inboxes: make([]explore.Inbox, len(w.Nodes)),
		Ghost: y.ghost(w.Ghost, p), Crashes: w.Crashes,
	}
	for i, n := range w.Nodes {
		to := sys.Place(p.Of(n.ID))
		next.Nodes[to] = y.node(n, p)
		next.Inboxes[to] = y.inbox(w.Inboxes[i], sys.Network, p)
	}
	return next
}

// Commutes returns nil if what can happen in w is, with nodes exchanged, what can happen in w with nodes exchanged.
func (y *Symmetry) Commutes(sys *explore.System, w *explore.World) error {
	for _, p := range y.Permutations {
		there := map[string]int{}
		for _, t := range sys.Transitions(y.World(sys, w, p)) {
			there[string(t.Action)+"\x00"+string(t.World.AppendTo(nil))]++
		}
		here := sys.Transitions(w)
		for _, t := range here {
			key := string(t.Action) + "\x00" + string(y.World(sys, t.World, p).AppendTo(nil))
			if there[key]--; there[key] < 0 {
				return fmt.Errorf("exhaustive: %v does not commute with the permutation %v", t.Step, p)
			}
			if there[key] == 0 {
				delete(there, key)
			}
		}
		if len(there) > 0 {
			return fmt.Errorf("exhaustive: under the permutation %v more can happen than the %d transitions without it", p, len(here))
		}
	}
	return nil
}

// validate checks what can be checked at once.
func (y *Symmetry) validate(sys *explore.System) error {
	initial, _ := sys.Initial()
	key := initial.AppendTo(nil)
	for _, p := range y.Permutations {
		images := map[machine.NodeID]bool{}
		for _, id := range sys.Nodes {
			if sys.Place(p.Of(id)) < 0 {
				return fmt.Errorf("exhaustive: the permutation %v maps node %d to %d, which there is not", p, id, p.Of(id))
			}
			if sys.MayCrash(id) != sys.MayCrash(p.Of(id)) {
				return fmt.Errorf("exhaustive: the permutation %v exchanges nodes that may crash for nodes that may not", p)
			}
			images[p.Of(id)] = true
		}
		if len(images) != len(sys.Nodes) {
			return fmt.Errorf("exhaustive: %v is no permutation", p)
		}
		if !bytes.Equal(y.World(sys, initial, p).AppendTo(nil), key) {
			return errors.New("exhaustive: the initial world is not symmetric")
		}
	}
	return nil
}

func (y *Symmetry) ghost(g explore.Ghost, p Permutation) explore.Ghost {
	if y.Ghost == nil {
		return g
	}
	return y.Ghost(g, p)
}

func (y *Symmetry) data(d machine.Data, p Permutation) machine.Data {
	if y.Data == nil {
		return d
	}
	return y.Data(d, p)
}

// inbox returns an inbox with nodes exchanged.
func (y *Symmetry) inbox(b explore.Inbox, network explore.Network, p Permutation) explore.Inbox {
	permuted := explore.Inbox{}
	if network != explore.Unreliable {
		for permuted = b; permuted.Len() > 0; {
			permuted, _ = permuted.Without(permuted.At(0))
		}
	}
	for i := range b.Len() {
		e := b.At(i)
		permuted = permuted.Add(explore.Envelope{From: p.Of(e.From), To: p.Of(e.To), Message: y.data(e.Message, p)})
	}
	return permuted
}

// node returns a node with nodes exchanged.
func (y *Symmetry) node(n *explore.Node, p Permutation) *explore.Node {
	permuted := &explore.Node{ID: p.Of(n.ID), Network: n.Network, Machine: n.Machine, Durable: n.Durable}
	if n.Up() && y.Machine != nil {
		permuted.Machine = y.Machine(n.Machine, p)
	}
	if y.Durable != nil {
		permuted.Durable = y.Durable(n.Durable, p)
	}
	for i := range n.Unsynced {
		permuted.Unsynced = append(permuted.Unsynced, y.batch(&n.Unsynced[i], p))
	}
	for _, t := range n.Timers {
		permuted.Timers = append(permuted.Timers, y.data(t, p))
	}
	slices.SortFunc(permuted.Timers, func(a, b machine.Timer) int {
		return bytes.Compare(a.AppendTo(nil), b.AppendTo(nil))
	})
	return permuted
}

func (y *Symmetry) batch(u *explore.Batch, p Permutation) explore.Batch {
	permuted := explore.Batch{Seq: u.Seq}
	for _, r := range u.Records {
		permuted.Records = append(permuted.Records, y.data(r, p))
	}
	for _, s := range u.Sends {
		permuted.Sends = append(permuted.Sends, machine.Send{To: p.Of(s.To), Message: y.data(s.Message, p), After: s.After})
	}
	for _, r := range u.Replies {
		permuted.Replies = append(permuted.Replies, machine.Reply{ID: r.ID, Result: y.data(r.Result, p), After: r.After})
	}
	for _, a := range u.Applies {
		permuted.Applies = append(permuted.Applies, machine.Apply{Command: y.data(a.Command, p), After: a.After})
	}
	return permuted
}
