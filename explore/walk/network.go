package walk

import (
	"time"

	"github.com/tenet-go/tenet/explore"
)

// network is what the simulation knows of links and partitions.
type network struct {
	nodes int
	links []link // from * nodes + to
	// cut are the links that carry nothing, until cutUntil.
	cut      []bool
	cutUntil time.Duration
	// sent is a sample of the envelopes sent so far, each as likely as any other, for late duplicates.
	sent  []arrival
	count int64
}

type link struct {
	// sent counts the envelopes, and arrived is the latest of them that arrived.
	sent, arrived uint64
	// last is when the latest planned envelope arrives.
	last time.Duration
	// waiting are the envelopes on their way, on ordered networks only.
	waiting []explore.Envelope
}

type arrival struct {
	to       int
	envelope explore.Envelope
}

// again is when an ordered network tries again to reach a node that is down.
const again = 10 * time.Millisecond

// sample bounds how many old envelopes are remembered.
const sample = 1024

func newNetwork(nodes int) network {
	return network{nodes: nodes, links: make([]link, nodes*nodes), cut: make([]bool, nodes*nodes)}
}

func (n *network) link(from, to int) *link { return &n.links[from*n.nodes+to] }

// send puts an envelope on its link, or loses it.
func (r *run) send(from int, e explore.Envelope) {
	to := r.system.Place(e.To)
	if to < 0 {
		return
	}
	r.remember(arrival{to, e})
	if !r.healing && r.chance(Loss) {
		r.count(Loss)
		r.drop(to, e)
		return
	}
	r.post(from, to, e)
	if !r.healing && r.chance(Duplication) {
		r.count(Duplication)
		r.post(from, to, e)
	}
}

// drop loses an envelope, which on networks that do not keep envelopes is an event. A node that is down
// cannot take part in one: there the envelope stays, and never arrives.
func (r *run) drop(to int, e explore.Envelope) {
	if r.system.Network != explore.Unreliable && r.world.Nodes[to].Up() {
		r.happen(to, explore.Event{Kind: explore.Drop, Node: e.To, Envelope: e})
	}
}

func (r *run) post(from, to int, e explore.Envelope) {
	l := r.net.link(from, to)
	at := r.now + r.dice.draw(r.plan.latency)
	if !r.plan.on[Reordering] {
		at = max(at, l.last)
	}
	l.last = max(at, l.last)
	l.sent++
	if r.system.Network == explore.Ordered {
		l.waiting = append(l.waiting, e)
	}
	r.queue.add(at, &task{kind: arrive, node: to, envelope: e, order: l.sent})
}

// arrive brings an envelope to its node, if link and node work.
func (r *run) arrive(t *task) {
	from := r.system.Place(t.envelope.From)
	l := r.net.link(from, t.node)
	ordered := r.system.Network == explore.Ordered
	if r.isCut(from, t.node) {
		if ordered {
			r.queue.add(r.net.cutUntil, t)
			return
		}
		r.count(Cut)
		r.drop(t.node, t.envelope)
		return
	}
	if !r.world.Nodes[t.node].Up() {
		if ordered {
			r.queue.add(r.now+again, t)
		}
		return
	}
	if t.order < l.arrived && !ordered {
		r.count(Reordering)
	}
	l.arrived = max(l.arrived, t.order)
	e := t.envelope
	if ordered {
		e = l.waiting[0]
		l.waiting = l.waiting[1:]
	}
	r.deliver(t.node, e)
}

func (r *run) deliver(to int, e explore.Envelope) {
	r.happen(to, explore.Event{Kind: explore.Deliver, Node: e.To, Envelope: e})
	r.planFlush(to)
}

func (r *run) isCut(from, to int) bool {
	return r.net.cutUntil > r.now && r.net.cut[from*r.net.nodes+to]
}

// remember keeps an envelope in the sample.
func (r *run) remember(a arrival) {
	r.net.count++
	if len(r.net.sent) < sample {
		r.net.sent = append(r.net.sent, a)
	} else if at := r.dice.below(r.net.count); at < sample {
		r.net.sent[at] = a
	}
}

// repeat delivers any envelope that was ever sent.
func (r *run) repeat() {
	if len(r.net.sent) == 0 {
		return
	}
	a := r.net.sent[r.dice.pick(len(r.net.sent))]
	from := r.system.Place(a.envelope.From)
	if r.world.Nodes[a.to].Up() && r.hosts[a.to].pausedUntil <= r.now && !r.isCut(from, a.to) {
		r.count(LateDuplicate)
		r.deliver(a.to, a.envelope)
	}
}

// partition cuts links for a while, unless some are cut already.
func (r *run) partition(f Fault) {
	n := r.net.nodes
	if n < 2 || r.net.cutUntil > r.now {
		return
	}
	r.count(f)
	r.net.cutUntil = r.now + r.length(f)
	inFirst, bridge := r.groups(f)
	for from := range n {
		for to := range n {
			r.net.cut[from*n+to] = from != bridge && to != bridge && inFirst[from] != inFirst[to] &&
				(f != PartitionOneWay || inFirst[from])
		}
	}
}

// groups divides the nodes in two groups, none of them empty. The bridge belongs to both, -1 if there is none.
func (r *run) groups(f Fault) (inFirst []bool, bridge int) {
	n := r.net.nodes
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := r.dice.pick(i + 1)
		order[i], order[j] = order[j], order[i]
	}
	bridge = -1
	if f == PartitionBridge && n > 2 {
		bridge, order = order[0], order[1:]
	}
	size := len(order) / 2
	switch f {
	case PartitionOne:
		size = 1
	case PartitionOneWay:
		size = 1 + r.dice.pick(len(order)-1)
	default:
	}
	inFirst = make([]bool, n)
	for _, i := range order[:size] {
		inFirst[i] = true
	}
	return inFirst, bridge
}
