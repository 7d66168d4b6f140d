package twopctest

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/twopc"
)

// Ghost is what no node knows: the clients, and the applications at the participants. It is an immutable value.
type Ghost struct {
	config *Config
	// Clients are those of Config.Scopes: the first is client 1.
	Clients []Client
	// Applications are those at the participants: the first is at node 1.
	Applications []Application
	// WrongWork says that an application was handed work that was never enlisted.
	WrongWork bool
	// WrongAnswer says that somebody was answered who had not asked, or with another transaction than their own.
	WrongAnswer bool
}

// Client is a client that runs one transaction, and what its participants have said of it.
type Client struct {
	// Txn is its transaction, of number 0 before Began.
	Txn      twopc.Txn
	Enlisted twopc.NodeSet
	// Asked says that it has asked to commit, GaveUp that it has asked its coordinator to abort, before or after that. GaveUpAt
	// are the participants that were asked to abort.
	Asked, GaveUp bool
	GaveUpAt      twopc.NodeSet
	Told          Telling
	// Promised are the participants whose vote of yes has left them, Read those that have voted read-only.
	Promised, Read twopc.NodeSet
}

// Application is what runs at a participant.
type Application struct {
	// Locks are the transactions whose branches it works on or keeps, in order.
	Locks []twopc.Txn
	// Ends are the transactions of whose end it was told.
	Ends []End
	// Forgotten are the transactions that it has asked to forget.
	Forgotten []twopc.Txn
}

// End is what an application was told of a transaction.
type End struct {
	Txn  twopc.Txn
	Told Telling
}

// Telling is a set of outcomes that somebody was told: more than one is a catastrophe.
type Telling uint8

// The outcomes that somebody may have been told.
const (
	ToldAbort Telling = 1 << iota
	ToldCommit
)

func telling(o twopc.Outcome) Telling {
	if o == twopc.Committed {
		return ToldCommit
	}
	return ToldAbort
}

func newGhost(c *Config) *Ghost {
	return &Ghost{config: c, Clients: make([]Client, len(c.Scopes)), Applications: make([]Application, c.Participants)}
}

// Application returns the one at a participant.
func (g *Ghost) Application(id machine.NodeID) *Application { return &g.Applications[id-1] }

// Scope returns the participants of the k-th client, counted from 0.
func (g *Ghost) Scope(k int) twopc.NodeSet { return twopc.NewNodeSet(g.config.Scopes[k]...) }

// coordinator returns the coordinator of the k-th client, counted from 0.
func (g *Ghost) coordinator(k int) machine.NodeID {
	all := g.config.coordinators()
	return all[k%len(all)]
}

// work returns what the k-th client, counted from 0, enlists.
func work(k int) string { return fmt.Sprintf("work of client %d", k+1) }

// clientOf returns whose transaction t is, counted from 0, or -1.
func (g *Ghost) clientOf(t twopc.Txn) int {
	return slices.IndexFunc(g.Clients, func(c Client) bool { return c.Txn == t })
}

// Told returns what the application was told of t.
func (a *Application) Told(t twopc.Txn) Telling {
	for _, end := range a.Ends {
		if end.Txn == t {
			return end.Told
		}
	}
	return 0
}

// aborting is what the IDs of requests to abort have on top: they may wait for their answer beside another one.
const aborting = 1 << 20

// requester returns who has made the request of that ID, counted from 0, and whether it is one to abort.
func (g *Ghost) requester(id machine.RequestID) (k int, abort, known bool) {
	if abort = id > aborting; abort {
		id -= aborting
	}
	return int(id) - 1, abort, id >= 1 && int(id) <= len(g.Clients)
}

// Offers returns what clients and applications may ask for. Requests of client k have the ID k, as do those
// of applications about its transaction.
func (g *Ghost) Offers() []explore.Offer {
	var offers []explore.Offer
	for k := range g.Clients {
		for _, o := range g.clientOffers(k) {
			id := machine.RequestID(k + 1)
			if _, abort := o.op.(twopc.Abort); abort {
				id += aborting
			}
			offers = append(offers, explore.Offer{Node: o.node, Request: machine.Request{ID: id, Op: o.op}})
		}
	}
	return offers
}

type offer struct {
	node machine.NodeID
	op   machine.Op
}

func (g *Ghost) clientOffers(k int) []offer {
	c := &g.Clients[k]
	if c.Txn.Number == 0 {
		if k > 0 && g.Clients[k-1].Txn.Number == 0 {
			return nil // clients begin in their order, as in the specification
		}
		return []offer{{g.coordinator(k), twopc.Begin{}}}
	}
	var offers []offer
	if !c.Asked && !c.GaveUp {
		offers = g.workOffers(k, c)
	}
	if g.config.Abort {
		offers = append(offers, g.abortOffers(k, c)...)
	}
	if g.config.Forget {
		for _, p := range g.Scope(k) {
			a := g.Application(p)
			if a.Told(c.Txn) != 0 && !slices.Contains(a.Forgotten, c.Txn) {
				offers = append(offers, offer{p, twopc.Forget{Txn: c.Txn}})
			}
		}
	}
	return offers
}

func (g *Ghost) workOffers(k int, c *Client) []offer {
	var offers []offer
	scope := g.Scope(k)
	for _, p := range scope.Without(c.Enlisted...) {
		offers = append(offers, offer{p, twopc.Enlist{Txn: c.Txn, Work: work(k)}})
		if g.config.ReadOnly {
			offers = append(offers, offer{p, twopc.Enlist{Txn: c.Txn, ReadOnly: true, Work: work(k)}})
		}
	}
	if len(offers) == 0 {
		offers = append(offers, offer{c.Txn.Coordinator, twopc.Commit{Txn: c.Txn, Participants: scope}})
	}
	return offers
}

// abortOffers are to give up at any time, also while the transaction commits or when it has ended, at each node once.
func (g *Ghost) abortOffers(k int, c *Client) []offer {
	var offers []offer
	if !c.GaveUp {
		offers = append(offers, offer{c.Txn.Coordinator, twopc.Abort{Txn: c.Txn}})
	}
	for _, p := range g.Scope(k).Without(c.GaveUpAt...) {
		if c.Enlisted.Has(p) {
			offers = append(offers, offer{p, twopc.Abort{Txn: c.Txn}})
		}
	}
	return offers
}

// AppendTo appends the canonical encoding to b.
func (g *Ghost) AppendTo(b []byte) []byte {
	for i := range g.Clients {
		b = g.Clients[i].appendTo(b)
	}
	for i := range g.Applications {
		a := &g.Applications[i]
		b = appendTxns(b, a.Locks)
		b = binary.AppendUvarint(b, uint64(len(a.Ends)))
		for _, end := range a.Ends {
			b = append(end.Txn.AppendTo(b), byte(end.Told))
		}
		b = appendTxns(b, a.Forgotten)
	}
	return append(b, bit(g.WrongWork), bit(g.WrongAnswer))
}

func (c *Client) appendTo(b []byte) []byte {
	b = c.Enlisted.AppendTo(c.Txn.AppendTo(b))
	b = append(b, bit(c.Asked), bit(c.GaveUp), byte(c.Told))
	return c.Read.AppendTo(c.Promised.AppendTo(c.GaveUpAt.AppendTo(b)))
}

func appendTxns(b []byte, txns []twopc.Txn) []byte {
	b = binary.AppendUvarint(b, uint64(len(txns)))
	for _, t := range txns {
		b = t.AppendTo(b)
	}
	return b
}

func bit(v bool) byte {
	if v {
		return 1
	}
	return 0
}
