package solve

import (
	"cmp"
	"slices"

	"github.com/tenet-go/tenet/linearizability/history"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// own makes the vertices of nodes.
func (p *problem) own() {
	for node := range int32(p.execution.Len()) {
		p.owner = append(p.owner, node)
		if p.split {
			p.owner = append(p.owner, node)
		}
	}
}

// relay makes a vertex that belongs to no node.
func (p *problem) relay() int32 {
	p.owner = append(p.owner, none)
	return int32(len(p.owner)) - 1
}

func (p *problem) vertices() int { return len(p.owner) }

// certain adds an edge that holds in any case.
func (p *problem) certain(from, to int32) { p.edges = append(p.edges, edge{from, to}) }

// connect adds the edges that hold in any case.
func (p *problem) connect() {
	if p.split {
		for node := range int32(p.execution.Len()) {
			p.certain(p.begin(node), p.end(node))
		}
	}
	p.connectOrder()
	for node := range int32(p.execution.Len()) {
		for _, r := range p.readsOf(node) {
			if r.slot != none {
				p.certain(p.end(p.slots[r.slot].node), p.begin(node))
			}
		}
	}
	for k := range p.execution.History.Keys {
		p.connectKey(txn.Key(k))
	}
	p.connectPairs()
}

// connectOrder adds the order of sessions and of real time, the latter through a chain of relays,
// one for each moment at which a transaction returned.
func (p *problem) connectOrder() {
	if p.level.Order == isolation.Unordered {
		return
	}
	for _, nodes := range p.execution.Sessions {
		for i := 1; i < len(nodes); i++ {
			p.certain(p.end(nodes[i-1]), p.begin(nodes[i]))
		}
	}
	if p.level.Order != isolation.RealTime || !p.execution.History.Timed() {
		return
	}
	byReturn := make([]int32, 0, p.execution.Len())
	for node := range int32(p.execution.Len()) {
		if p.execution.Txn(node).Return != history.Never {
			byReturn = append(byReturn, node)
		}
	}
	returned := func(node int32) int64 { return p.execution.Txn(node).Return }
	slices.SortFunc(byReturn, func(a, b int32) int { return cmp.Compare(returned(a), returned(b)) })
	at, last := 0, none
	for node := range int32(p.execution.Len()) { // in order of their Call
		for ; at < len(byReturn) && returned(byReturn[at]) < p.execution.Txn(node).Call; at++ {
			r := p.relay()
			if last != none {
				p.certain(last, r)
			}
			p.certain(p.end(byReturn[at]), r)
			last = r
		}
		if last != none {
			p.certain(last, p.begin(node))
		}
	}
}

// connectKey adds the edges within the chains of a key, and those from the initial chain to the
// others.
func (p *problem) connectKey(k txn.Key) {
	from, to := p.chainsOf(k)
	for c := from; c < to; c++ {
		if p.chains[c].initial {
			p.overwrite(read{k, none}, p.chains[c].head)
		}
		for s := p.chains[c].head; s != none; s = p.next[s] {
			if p.chainOf[s] != c {
				break // chains that run in a circle have a cycle already
			}
			p.overwrite(read{k, s}, p.next[s])
			if s == p.chains[c].tail {
				break
			}
		}
		if !p.chains[c].initial || to-from > 1 {
			p.gather(c, to-from)
		}
	}
	var edges [2]edge
	for c := from + 1; c < to; c++ {
		p.edges = append(p.edges, p.before(edges[:0], from, c)...)
	}
}

// overwrite adds the edges to a slot from the node that wrote the version before it, and those
// that read that.
func (p *problem) overwrite(r read, s int32) {
	if s == none {
		return
	}
	by := p.slots[s].node
	if r.slot != none {
		p.certain(p.end(p.slots[r.slot].node), p.begin(by))
	}
	if p.level.Base == isolation.ParallelSnapshotIsolation {
		return // anti-dependencies are looked at apart
	}
	for _, reader := range p.readersOf(r) {
		if reader != by {
			p.certain(p.begin(reader), p.end(by))
		}
	}
}

// gather makes the relay of a chain, after the readers of its last version, if another chain can
// come after this one. Serializability needs but this edge to the next chain, so that the relay is
// after the writer too.
func (p *problem) gather(c, chains int32) {
	ch := &p.chains[c]
	readers := p.readersOf(ch.last())
	psi := p.level.Base == isolation.ParallelSnapshotIsolation
	if len(readers) == 0 || psi || chains == 1 || !ch.initial && chains == 2 {
		return
	}
	ch.relay = p.relay()
	for _, reader := range readers {
		p.certain(p.begin(reader), ch.relay)
	}
	if !p.split && ch.tail != none {
		p.certain(p.end(p.slots[ch.tail].node), ch.relay)
	}
}

// before appends the edges that say that chain a comes before chain b.
func (p *problem) before(edges []edge, a, b int32) []edge {
	first, second := &p.chains[a], p.slots[p.chains[b].head].node
	if first.tail != none && (p.split || first.relay == none) {
		edges = append(edges, edge{p.end(p.slots[first.tail].node), p.begin(second)})
	}
	if first.relay != none {
		edges = append(edges, edge{first.relay, p.end(second)})
	}
	return edges
}

// connectPairs adds the orders of versions that the user vouches for.
func (p *problem) connectPairs() {
	var edges [2]edge
	for _, pair := range p.orders.Pairs {
		newer, key := p.execution.Writer(pair.Newer), p.execution.History.Versions[pair.Newer].Key
		older := p.execution.Writer(pair.Older)
		if newer == none || older == none || newer == older {
			continue
		}
		a, b := p.slotOf(older, key), p.slotOf(newer, key)
		p.certain(p.end(older), p.begin(newer))
		if ca, cb := p.chainOf[a], p.chainOf[b]; ca != cb && ca != none && cb != none && !p.chains[cb].initial {
			p.edges = append(p.edges, p.before(edges[:0], ca, cb)...)
		}
	}
}
