package solve

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/proof"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// link is an edge between two members of a part, as proofs have it.
type link struct {
	from, to int32 // members
	edge     proof.Edge
	choice   int32 // the choice by which there is the edge, or none
}

// choice is a pair of members that both wrote a key in unknown order, with the edges of either
// order.
type choice struct {
	key   txn.Key
	a, b  int32
	links [2][]link // a first, b first
}

// part has what is known and unknown of the order among some nodes, its members, without any
// conclusions. What is said of them by themselves holds in the whole execution.
type part struct {
	execution *execution.Execution
	orders    *version.Orders
	level     isolation.Level
	members   []int32 // nodes, ascending
	known     []link
	choices   []choice

	places  map[txn.Version]int32           // of lists: where an element stands in its chain
	longest map[txn.Key]proof.Place         // of lists: a read of the whole chain
	pairs   map[[2]txn.Version]version.Pair // of registers: the orders that the user vouches for
}

// newPart returns the part of an execution that is some nodes.
func newPart(e *execution.Execution, o *version.Orders, l isolation.Level, members []int32) *part {
	p := &part{execution: e, orders: o, level: l, members: members}
	p.order()
	p.dependencies()
	keys := p.keys()
	if e.History.Model == txn.Lists {
		p.findLongest(keys)
	} else {
		p.vouched()
	}
	for _, k := range keys {
		p.key(k)
	}
	return p
}

// member returns the number of a node among the members, or none.
func (p *part) member(node int32) int32 {
	if i, found := slices.BinarySearch(p.members, node); found {
		return int32(i)
	}
	return none
}

// link returns an edge with its ends, which the caller gives reasons.
func (p *part) link(from, to int32, reason proof.Reason, k txn.Key) link {
	return link{from: from, to: to, choice: none, edge: proof.Edge{
		From: p.execution.Txns[p.members[from]], To: p.execution.Txns[p.members[to]], Reason: reason, Key: k,
		FromOp: proof.None, ToOp: proof.None, Reader: proof.None, ReaderOp: proof.None,
	}}
}

// order adds the orders of sessions and of real time.
func (p *part) order() {
	if p.level.Order == isolation.Unordered {
		return
	}
	e := p.execution
	for i, a := range p.members {
		for k, b := range p.members {
			switch {
			case e.Session[a] == e.Session[b] && e.Position[a] < e.Position[b]:
				p.known = append(p.known, p.link(int32(i), int32(k), proof.Process, 0))
			case p.level.Order == isolation.RealTime && e.History.Before(e.Txns[a], e.Txns[b]):
				p.known = append(p.known, p.link(int32(i), int32(k), proof.RealTime, 0))
			}
		}
	}
}

// dependencies adds the edges from writers to readers.
func (p *part) dependencies() {
	for i, node := range p.members {
		for _, r := range p.execution.Reads(node) {
			if from := p.member(r.From); from != none && !r.Repeated {
				l := p.link(from, int32(i), proof.WR, r.Key)
				l.edge.FromOp, l.edge.ToOp = p.execution.History.Versions[r.Version].Op, r.Op
				p.known = append(p.known, l)
			}
		}
	}
}

// keys returns the keys that members write.
func (p *part) keys() []txn.Key {
	var keys []txn.Key
	for _, node := range p.members {
		for _, w := range p.execution.Writes(node) {
			keys = append(keys, w.Key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// findLongest finds for each of some keys a read of the longest list, and numbers its elements.
func (p *part) findLongest(keys []txn.Key) {
	p.places, p.longest = map[txn.Version]int32{}, map[txn.Key]proof.Place{}
	for _, k := range keys {
		if p.orders.Readers != nil {
			p.longest[k] = p.orders.Readers[k]
		}
		for i, v := range p.orders.Chains[k] {
			p.places[v] = int32(i)
		}
	}
}

// vouched lists the orders of versions for which the user vouches.
func (p *part) vouched() {
	p.pairs = map[[2]txn.Version]version.Pair{}
	for _, pair := range p.orders.Pairs {
		if p.member(p.execution.Writer(pair.Newer)) != none {
			p.pairs[[2]txn.Version{pair.Older, pair.Newer}] = pair
		}
	}
}

// writer is a member that writes the key in question.
type writer struct {
	member int32
	write  execution.Write
	// low and high are the first and the last of its elements in a list by their places, and their
	// versions. Elements that nobody read have the place unread.
	low, high     int32
	lowOf, highOf txn.Version
	onlyRest      bool
}

const unread = int32(1) << 30

func (p *part) writers(k txn.Key) []writer {
	var writers []writer
	for i, node := range p.members {
		for _, w := range p.execution.Writes(node) {
			if w.Key == k {
				writers = append(writers, p.writer(int32(i), w))
			}
		}
	}
	return writers
}

func (p *part) writer(member int32, w execution.Write) writer {
	all := writer{member: member, write: w, low: unread, high: -1, lowOf: w.Version, highOf: w.Version, onlyRest: true}
	if p.execution.History.Model != txn.Lists {
		return all
	}
	ops := p.execution.Txn(p.members[member]).Ops
	for i := range ops {
		if ops[i].Kind == txn.Read || ops[i].Key != w.Key {
			continue
		}
		place, wasRead := p.places[ops[i].Version]
		if !wasRead {
			place = unread
		}
		all.onlyRest = all.onlyRest && !wasRead
		if place < all.low {
			all.low, all.lowOf = place, ops[i].Version
		}
		if place > all.high {
			all.high, all.highOf = place, ops[i].Version
		}
	}
	return all
}

// key adds what is known of a key, and what is not.
func (p *part) key(k txn.Key) {
	writers := p.writers(k)
	for i, a := range writers {
		for _, b := range writers[i+1:] {
			ab, ba := p.knownOrder(k, a, b), p.knownOrder(k, b, a)
			if !ab && !ba {
				c := choice{key: k, a: a.member, b: b.member}
				c.links[0], c.links[1] = p.assumed(k, a, b), p.assumed(k, b, a)
				p.choices = append(p.choices, c)
			}
		}
	}
	for i, node := range p.members {
		for _, r := range p.execution.Reads(node) {
			if r.Key != k || r.Repeated {
				continue
			}
			for _, w := range writers {
				if w.member != int32(i) {
					p.antiDependency(int32(i), r, w)
				}
			}
		}
	}
}

// knownOrder adds the edge from the writer of a key to another that is known to be later, and
// reports whether there is one.
func (p *part) knownOrder(k txn.Key, a, b writer) bool {
	l := p.link(a.member, b.member, proof.WW, k)
	versions := p.execution.History.Versions
	if p.execution.History.Model == txn.Lists {
		if a.low >= b.high {
			return false
		}
		longest := p.longest[k]
		l.edge.FromOp, l.edge.ToOp = versions[a.lowOf].Op, versions[b.highOf].Op
		l.edge.Reader, l.edge.ReaderOp = longest.Txn, longest.Op
		p.known = append(p.known, l)
		return true
	}
	pair, known := p.pairs[[2]txn.Version{a.write.Version, b.write.Version}]
	if known {
		l.edge.FromOp, l.edge.ToOp = a.write.Op, b.write.Op
		l.rests(pair)
		p.known = append(p.known, l)
	}
	return known
}

// rests lets an edge rest on an order of versions for which the user vouches.
func (l *link) rests(pair version.Pair) {
	l.edge.Basis = pair.Basis
	reason := proof.Process
	switch pair.Basis {
	case proof.BySessionOrder:
	case proof.ByRealTimeOrder:
		reason = proof.RealTime
	default:
		return
	}
	l.edge.Path = []proof.Edge{{
		From: pair.First.Txn, To: pair.Second.Txn, Reason: reason, Key: l.edge.Key,
		FromOp: pair.First.Op, ToOp: pair.Second.Op, Reader: proof.None, ReaderOp: proof.None,
	}}
}

// antiDependency adds the edge from a reader to a writer that is known to be later.
func (p *part) antiDependency(reader int32, r execution.Read, w writer) {
	l := p.link(reader, w.member, proof.RW, r.Key)
	l.edge.FromOp, l.edge.ToOp = r.Op, w.write.Op
	if p.execution.History.Model == txn.Lists {
		at := int32(-1)
		if r.Version != txn.Initial {
			at = p.places[r.Version]
		}
		if w.high > at {
			l.edge.ToOp = p.execution.History.Versions[w.highOf].Op
			p.known = append(p.known, l)
		}
		return
	}
	if r.Version == txn.Initial {
		p.known = append(p.known, l)
	} else if pair, known := p.pairs[[2]txn.Version{r.Version, w.write.Version}]; known {
		l.rests(pair)
		p.known = append(p.known, l)
	}
}

// assumed returns the edges that there are if the version of a is older than that of b.
func (p *part) assumed(k txn.Key, a, b writer) []link {
	ww := p.link(a.member, b.member, proof.WW, k)
	ww.edge.FromOp, ww.edge.ToOp, ww.edge.Basis = a.write.Op, b.write.Op, proof.ByAssumption
	ww.choice = int32(len(p.choices))
	links := []link{ww}
	for i, node := range p.members {
		for _, r := range p.execution.Reads(node) {
			if r.Key == k && r.From == p.members[a.member] && int32(i) != b.member && !r.Repeated {
				rw := p.link(int32(i), b.member, proof.RW, k)
				rw.choice = ww.choice
				rw.edge.FromOp, rw.edge.ToOp, rw.edge.Basis = r.Op, b.write.Op, proof.ByAssumption
				links = append(links, rw)
			}
		}
	}
	return links
}
