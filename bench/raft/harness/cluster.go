package harness

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// Load says what clients do.
type Load struct {
	// Size is the bytes of an entry, at least 8.
	Size int
	// InFlight is how many proposals wait to be applied, as many as clients can have open.
	InFlight int
	// Batch gives the proposals of a burst to the core at once, and not one by one.
	Batch bool
	// Encoded has messages encoded and decoded on their way.
	Encoded bool
	// MaxInflight is that of Options, 0 if the core does not know it.
	MaxInflight int
}

func (l Load) String() string {
	passed, proposed := "memory", "singly"
	if l.Encoded {
		passed = "encoded"
	}
	if l.Batch {
		proposed = "batch"
	}
	name := fmt.Sprintf("passed=%s/bytes=%d/inflight=%d/proposed=%s", passed, l.Size, l.InFlight, proposed)
	if l.MaxInflight != 0 {
		name += fmt.Sprintf("/window=%d", l.MaxInflight)
	}
	return name
}

const (
	// payloads is how many different proposals there are. Applied entries are compared with them, so it is more than can be in flight.
	payloads = 4096
	// compactEvery and trailing say how many entries a log has at most, and at least.
	compactEvery = 4096
	trailing     = 1024
	// blockBytes is how much memory at a time is made for messages that keep their bytes.
	blockBytes = 32 << 10
	leader     = 1
	nodes      = 3
)

// Cluster is three nodes that run in turns, each in bursts: it is given all messages that wait and all proposals that clients
// have, and then writes and sends. All that a burst sends arrives.
type Cluster[M any, D Data] struct {
	core     Core[M, D]
	load     Load
	nodes    []*seat[M, D]
	payload  []D
	proposed uint64
}

// NewCluster returns a cluster whose first node leads.
func NewCluster[M any, D Data](core Core[M, D], load Load) (*Cluster[M, D], error) {
	c := &Cluster[M, D]{core: core, load: load}
	// A batch may reach over the end of the payloads.
	for i := range payloads + load.InFlight {
		c.payload = append(c.payload, core.Data(payload(uint64(i%payloads), load.Size)))
	}
	o := &Options{
		Nodes: nodes, PreVote: true, CheckQuorum: true, ElectionTicks: 10,
		MaxInflight: load.MaxInflight, MaxMessageBytes: 1 << 20, Trailing: trailing,
	}
	for id := 1; id <= nodes; id++ {
		c.nodes = append(c.nodes, &seat[M, D]{cluster: c, node: core.New(id, o)})
	}
	c.nodes[leader-1].node.Campaign()
	for range 20 {
		c.round(0)
	}
	if _, leads := c.nodes[leader-1].node.Leader(); !leads {
		return nil, fmt.Errorf("harness: %s: node %d does not lead after it has campaigned", core.Name(), leader)
	}
	return c, nil
}

// payload returns the data of a proposal.
func payload(number uint64, size int) string {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], number)
	return string(b[:]) + strings.Repeat(".", size-len(b))
}

// number returns the number of the proposal that has this data.
func number[D Data](d D) uint64 {
	return uint64(d[0]) | uint64(d[1])<<8 | uint64(d[2])<<16 | uint64(d[3])<<24 |
		uint64(d[4])<<32 | uint64(d[5])<<40 | uint64(d[6])<<48 | uint64(d[7])<<56
}

// Run proposes n proposals more, and returns when the leader has applied them all.
func (c *Cluster[M, D]) Run(n int) error {
	end := c.proposed + uint64(n)
	first := c.nodes[leader-1]
	for idle := 0; first.applied < end; idle++ {
		before := first.applied
		c.round(end)
		if first.applied > before {
			idle = 0
		}
		if idle > 1000 {
			return fmt.Errorf("harness: %s: %d of %d proposals are applied after 1000 rounds in vain", c.core.Name(), first.applied, end)
		}
		for _, s := range c.nodes {
			if s.err != nil {
				return s.err
			}
		}
	}
	return nil
}

// round gives each node a burst. Clients propose up to the end.
func (c *Cluster[M, D]) round(end uint64) {
	for i, s := range c.nodes {
		s.deliver()
		if i == leader-1 {
			c.propose(s, end)
		}
		s.node.Flush(s)
		if s.index-s.compacted >= compactEvery {
			s.node.Compact(s.index)
			s.compacted = s.index
		}
	}
}

// propose makes up for what was applied in earlier bursts.
func (c *Cluster[M, D]) propose(s *seat[M, D], end uint64) {
	until := min(end, s.applied+uint64(c.load.InFlight))
	if c.proposed >= until {
		return
	}
	at, n := c.proposed%payloads, until-c.proposed
	data := c.payload[at : at+n]
	if c.load.Batch {
		if s.node.ProposeAll(c.proposed+1, data) {
			c.proposed += n
		}
		return
	}
	for i := range data {
		if !s.node.Propose(c.proposed+1, data[i]) {
			return
		}
		c.proposed++
	}
}

// Lag returns by how many proposals the last node is behind the first.
func (c *Cluster[M, D]) Lag() int {
	least := c.nodes[0].applied
	for _, s := range c.nodes {
		least = min(least, s.applied)
	}
	return int(c.nodes[leader-1].applied - least)
}

// seat is a node's place: its inbox and its application. It is the node's Host.
type seat[M any, D Data] struct {
	cluster          *Cluster[M, D]
	node             Node[M, D]
	inbox, receiving inbox[M]
	outbox           []byte // encoded in a burst; read before the next one, since every other node has had a burst by then
	block            []byte // for messages that keep their bytes
	index, compacted uint64 // of the log
	applied          uint64 // proposals
	err              error
}

// inbox holds messages, or their bytes.
type inbox[M any] struct {
	messages []M
	encoded  []encoded
}

// encoded is the bytes of a message. If they are its own, their memory is not used again.
type encoded struct {
	bytes []byte
	own   bool
}

func (s *seat[M, D]) Send(to int, m M) {
	in := &s.cluster.nodes[to-1].inbox
	if !s.cluster.load.Encoded {
		in.messages = append(in.messages, m)
		return
	}
	if size := s.cluster.core.Own(m); size > 0 {
		in.encoded = append(in.encoded, encoded{s.encode(s.room(size), m), true})
		return
	}
	in.encoded = append(in.encoded, encoded{s.encode(&s.outbox, m), false})
}

// encode appends the bytes of a message, and returns them.
func (s *seat[M, D]) encode(b *[]byte, m M) []byte {
	start := len(*b)
	*b = s.cluster.core.Encode(*b, m)
	return (*b)[start:]
}

// room returns memory for so many bytes, which is not used again: a part of a block, or for a large message a block of its own.
func (s *seat[M, D]) room(size int) *[]byte {
	if size > blockBytes/4 {
		own := make([]byte, 0, size)
		return &own
	}
	if cap(s.block)-len(s.block) < size {
		s.block = make([]byte, 0, blockBytes)
	}
	return &s.block
}

// deliver gives the node what waits.
func (s *seat[M, D]) deliver() {
	s.inbox, s.receiving = s.receiving, s.inbox
	in := &s.receiving
	for _, m := range in.messages {
		s.node.Receive(m)
	}
	for _, e := range in.encoded {
		m, err := s.node.Decode(e.bytes, e.own)
		if err != nil {
			s.fail("a message cannot be decoded: %v", err)
			return
		}
		s.node.Receive(m)
	}
	clear(in.messages)
	clear(in.encoded)
	in.messages, in.encoded = in.messages[:0], in.encoded[:0]
	s.outbox = s.outbox[:0]
}

// Apply checks that proposals are applied in their order, each once.
func (s *seat[M, D]) Apply(index uint64, data D) {
	if index != s.index+1 {
		s.fail("entry %d is applied after %d", index, s.index)
	}
	s.index = index
	if len(data) == 0 {
		return
	}
	if len(data) != s.cluster.load.Size || number(data) != s.applied%payloads {
		s.fail("%d bytes were applied at %d, expected proposal %d", len(data), index, s.applied)
	}
	s.applied++
}

func (s *seat[M, D]) Restore(index uint64) {
	if index != 0 {
		s.fail("a snapshot at %d was installed, expected that everybody keeps up", index)
	}
}

func (s *seat[M, D]) Answer(id uint64, applied bool) {
	if !applied {
		s.fail("proposal %d was not applied", id)
	}
}

func (s *seat[M, D]) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("harness: %s: "+format, append([]any{s.cluster.core.Name()}, args...)...)
	}
}
