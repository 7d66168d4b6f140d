package exhaustive

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"github.com/tenet-go/tenet/explore"
	"github.com/tenet-go/tenet/machine"
)

// digest stands for canonical bytes where hashes are made of hashes.
type digest [sha256.Size]byte

// place is where one node stands in the vector of a world, with all that was ever seen there. What is interned is
// compared by its canonical bytes, so that here no two things are ever taken for one.
type place struct {
	at       int
	id       machine.NodeID
	network  explore.Network
	mayCrash bool

	mu        sync.Mutex
	nodes     map[string]*node
	inboxes   map[string]*inbox
	envelopes dictionary[explore.Envelope]
	requests  dictionary[machine.Request]
	modes     dictionary[mode]
	sites     map[uint64]*site
	list      []*site
}

func newPlace(sys *explore.System, at int) *place {
	p := &place{
		at: at, id: sys.Nodes[at], network: sys.Network, mayCrash: sys.MayCrash(sys.Nodes[at]),
		nodes: map[string]*node{}, inboxes: map[string]*inbox{}, sites: map[uint64]*site{},
	}
	p.modes.number("", mode{}) // so that mode 0 is to ask nothing and not to crash
	return p
}

// dictionary numbers values by their bytes, from 0.
type dictionary[T any] struct {
	numbers map[string]uint32
	values  []T
}

func (d *dictionary[T]) number(key string, value T) uint32 {
	if n, ok := d.numbers[key]; ok {
		return n
	}
	if d.numbers == nil {
		d.numbers = map[string]uint32{}
	}
	n := uint32(len(d.values))
	d.numbers[key] = n
	d.values = append(d.values, value)
	return n
}

// node is one state of a node.
type node struct {
	id     uint32
	node   *explore.Node
	digest digest

	mu       sync.Mutex
	known    bool // whether local is
	local    []*step
	crashes  []*step
	arrivals map[uint32]*step // by envelope, nil if refused
	drops    map[uint32]*step
	asks     map[uint32]*step // by request, nil if refused
}

// inbox is one state of the network before a node.
type inbox struct {
	id     uint32
	inbox  explore.Inbox
	digest digest

	mu     sync.Mutex
	known  bool // whether events is
	events []arrival
	adds   map[uint32]*inbox // by envelope
}

// arrival is an envelope that may be delivered, or dropped, and the inbox without it.
type arrival struct {
	envelope uint32
	drop     bool
	after    *inbox
}

// mode is what the environment lets happen at a place.
type mode struct {
	crash bool
	asks  []uint32
}

// intern returns the one node with the bytes of n.
func (p *place) intern(n *explore.Node) *node {
	key := n.AppendTo(nil)
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.nodes[string(key)]; ok {
		return known
	}
	added := &node{id: uint32(len(p.nodes)), node: n, digest: sha256.Sum256(key)}
	p.nodes[string(key)] = added
	return added
}

// internInbox returns the one inbox with the bytes of b.
func (p *place) internInbox(b explore.Inbox) *inbox {
	key := b.AppendTo(nil)
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.inboxes[string(key)]; ok {
		return known
	}
	added := &inbox{id: uint32(len(p.inboxes)), inbox: b, digest: sha256.Sum256(key)}
	p.inboxes[string(key)] = added
	return added
}

// site returns the one site of n and b.
func (p *place) site(n *node, b *inbox) *site {
	key := uint64(n.id)<<32 | uint64(b.id)
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.sites[key]; ok {
		return known
	}
	added := &site{id: uint32(len(p.list)), node: n, inbox: b, hash: siteHash(p.at, n.digest, b.digest)}
	p.sites[key] = added
	p.list = append(p.list, added)
	return added
}

// siteHash depends on what the site is, and not on when it was found.
func siteHash(at int, n, b digest) uint64 {
	buf := binary.AppendUvarint(make([]byte, 0, 2*sha256.Size+binary.MaxVarintLen64), uint64(at))
	return hash(append(append(buf, n[:]...), b[:]...))
}

// hash returns 64 bits of a cryptographic hash: sums of such hashes collide no more often than chance has it.
func hash(b []byte) uint64 {
	sum := sha256.Sum256(b)
	return binary.LittleEndian.Uint64(sum[:])
}

// envelope numbers an envelope to this place.
func (p *place) envelope(e explore.Envelope) uint32 {
	key := string(e.AppendTo(nil))
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.envelopes.number(key, e)
}

// mode numbers what an environment lets happen here: its offers to this node, and whether it may crash.
func (p *place) mode(crash bool, offers []explore.Offer) uint32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := mode{crash: crash && p.mayCrash}
	key := []byte{0}
	if m.crash {
		key[0] = 1
	}
	for _, o := range offers {
		if o.Node != p.id {
			continue
		}
		request := binary.AppendUvarint(nil, uint64(o.Request.ID))
		ask := p.requests.number(string(o.Request.Op.AppendTo(request)), o.Request)
		m.asks = append(m.asks, ask)
		key = binary.AppendUvarint(key, uint64(ask))
	}
	if !m.crash && len(m.asks) == 0 {
		return 0
	}
	return p.modes.number(string(key), m)
}

func (p *place) modeOf(number uint32) mode {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.modes.values[number]
}

func (p *place) requestOf(number uint32) machine.Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.requests.values[number]
}

func (p *place) envelopeOf(number uint32) explore.Envelope {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.envelopes.values[number]
}

// all returns the sites found so far, by their numbers. The slice is never written to again.
func (p *place) all() []*site {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.list
}

// add returns b with an envelope in it.
func (p *place) add(b *inbox, envelope uint32) *inbox {
	b.mu.Lock()
	after, ok := b.adds[envelope]
	b.mu.Unlock()
	if ok {
		return after
	}
	after = p.internInbox(b.inbox.Add(p.envelopeOf(envelope)))
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.adds == nil {
		b.adds = map[uint32]*inbox{}
	}
	b.adds[envelope] = after
	return after
}

// awake is a machine that no input reaches: with it a node lists what its inbox lets happen.
type awake struct{ machine.Machine }

// arrivals returns what may happen to the envelopes in b.
func (p *place) arrivals(b *inbox) []arrival {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.known {
		return b.events
	}
	reader := &explore.Node{ID: p.id, Machine: awake{}}
	for _, e := range reader.Candidates(b.inbox, nil) {
		if e.Kind != explore.Deliver && e.Kind != explore.Drop {
			continue
		}
		rest, _ := b.inbox.Without(e.Envelope)
		b.events = append(b.events, arrival{p.envelope(e.Envelope), e.Kind == explore.Drop, p.internInbox(rest)})
	}
	b.known = true
	return b.events
}
