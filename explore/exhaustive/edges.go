package exhaustive

import (
	"sync/atomic"

	"github.com/tenet-go/tenet/explore"
)

// site is a node with its inbox: one component of a world.
type site struct {
	id    uint32
	hash  uint64
	node  *node
	inbox *inbox

	edges  atomic.Pointer[[]edge]
	extras atomic.Pointer[[]extra]
	part   atomic.Pointer[part]
}

// extra is what happens at a site in one mode besides its edges: requests and crashes.
type extra struct {
	mode  uint32
	edges []edge
}

// edge is a step at a site. It is possible in each world with the site, whatever else is in it.
type edge struct {
	// delta is what the step adds to the fingerprint by changing its own site.
	delta uint64
	// alpha is the same for the fingerprint of the specification's state.
	alpha uint64
	step  *step
	after uint32
}

// step is a step of a node, whatever is in its inbox.
type step struct {
	id     uint32
	action uint32
	after  *node
	step   *explore.Step
	// own are the envelopes that the node sends to itself, posts those to others.
	own   []uint32
	posts []post
}

// post is an envelope to another place.
type post struct {
	place, envelope uint32
}

// stepOf numbers a step and the envelopes it sends.
func (s *space) stepOf(p *place, taken *explore.Step) *step {
	if taken == nil {
		return nil
	}
	t := &step{id: s.steps.Add(1) - 1, action: s.action(taken.Action), after: p.intern(taken.After), step: taken}
	for _, e := range taken.Sends {
		switch to := s.sys.Place(e.To); {
		case to == p.at:
			t.own = append(t.own, p.envelope(e))
		case to >= 0:
			t.posts = append(t.posts, post{uint32(to), s.places[to].envelope(e)})
		}
	}
	return t
}

// take lets an event happen at a node. It returns nil if the machine refuses it, or the guard.
func (s *space) take(p *place, n *node, e explore.Event) *step {
	if !s.sys.Allows(n.node, e) {
		return nil
	}
	return s.stepOf(p, n.node.Step(s.sys.Protocol, e))
}

// local returns the steps that need neither envelope nor request nor fault.
func (s *space) local(p *place, n *node) []*step {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known {
		return n.local
	}
	for _, e := range n.node.Candidates(explore.Inbox{}, nil) {
		if t := s.take(p, n, e); t != nil {
			n.local = append(n.local, t)
		}
	}
	n.known = true
	return n.local
}

func (s *space) crashes(p *place, n *node) []*step {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.crashes == nil {
		n.crashes = []*step{}
		for _, e := range n.node.Crashes(nil) {
			if t := s.take(p, n, e); t != nil {
				n.crashes = append(n.crashes, t)
			}
		}
	}
	return n.crashes
}

// remembered returns the step in memo, or takes it.
func (s *space) remembered(p *place, n *node, memo *map[uint32]*step, key uint32, event func() explore.Event) *step {
	n.mu.Lock()
	defer n.mu.Unlock()
	t, ok := (*memo)[key]
	if !ok {
		if *memo == nil {
			*memo = map[uint32]*step{}
		}
		t = s.take(p, n, event())
		(*memo)[key] = t
	}
	return t
}

// arrive returns the step that an envelope makes at n, nil if there is none.
func (s *space) arrive(p *place, n *node, a arrival) *step {
	event := explore.Event{Kind: explore.Deliver, Node: p.id}
	if a.drop {
		event.Kind = explore.Drop
		return s.remembered(p, n, &n.drops, a.envelope, func() explore.Event {
			event.Envelope = p.envelopeOf(a.envelope)
			return event
		})
	}
	t := s.remembered(p, n, &n.arrivals, a.envelope, func() explore.Event {
		event.Envelope = p.envelopeOf(a.envelope)
		return event
	})
	if t != nil || p.network == explore.Unreliable {
		return t
	}
	// Where envelopes are consumed, one that the machine refuses is too: see explore.System.Transitions.
	event.Envelope = p.envelopeOf(a.envelope)
	if !s.sys.Allows(n.node, event) {
		return nil
	}
	t = s.stepOf(p, &explore.Step{Event: event, Action: explore.Refuse, Before: n.node, After: n.node})
	n.mu.Lock()
	defer n.mu.Unlock()
	n.arrivals[a.envelope] = t
	return t
}

func (s *space) ask(p *place, n *node, request uint32) *step {
	return s.remembered(p, n, &n.asks, request, func() explore.Event {
		return explore.Event{Kind: explore.Ask, Node: p.id, Request: p.requestOf(request)}
	})
}

// edge makes an edge of a step, which leaves so much in the inbox.
func (s *space) edge(p *place, at *site, t *step, rest *inbox) edge {
	for _, envelope := range t.own {
		rest = p.add(rest, envelope)
	}
	after := p.site(t.after, rest)
	e := edge{delta: after.hash - at.hash, step: t, after: after.id}
	if s.abstraction != nil {
		e.alpha = s.part(p, after).hash - s.part(p, at).hash
	}
	return e
}

// edges returns what may happen at a site in every environment.
func (s *space) edges(p *place, at *site) []edge {
	if known := at.edges.Load(); known != nil {
		return *known
	}
	edges := []edge{}
	if at.node.node.Up() {
		for _, a := range p.arrivals(at.inbox) {
			if t := s.arrive(p, at.node, a); t != nil {
				edges = append(edges, s.edge(p, at, t, a.after))
			}
		}
	}
	for _, t := range s.local(p, at.node) {
		edges = append(edges, s.edge(p, at, t, at.inbox))
	}
	at.edges.Store(&edges)
	return edges
}

// extras returns what may happen at a site besides, in one mode.
func (s *space) extras(p *place, at *site, mode uint32) []edge {
	known := at.extras.Load()
	if known != nil {
		for i := range *known {
			if (*known)[i].mode == mode {
				return (*known)[i].edges
			}
		}
	}
	edges := []edge{}
	if at.node.node.Up() {
		m := p.modeOf(mode)
		if m.crash {
			for _, t := range s.crashes(p, at.node) {
				edges = append(edges, s.edge(p, at, t, at.inbox))
			}
		}
		for _, request := range m.asks {
			if t := s.ask(p, at.node, request); t != nil {
				edges = append(edges, s.edge(p, at, t, at.inbox))
			}
		}
	}
	for {
		var list []extra
		if known != nil {
			list = append(list, *known...)
		}
		list = append(list, extra{mode, edges})
		if at.extras.CompareAndSwap(known, &list) {
			return edges
		}
		known = at.extras.Load()
	}
}
