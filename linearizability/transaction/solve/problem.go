package solve

import (
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/execution"
	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
	"github.com/tenet-go/tenet/linearizability/transaction/txn"
	"github.com/tenet-go/tenet/linearizability/transaction/version"
)

// none stands for a slot, a chain, a vertex or an edge that there is not.
const none int32 = -1

// slot is what one node leaves of one key.
type slot struct {
	node int32
	key  txn.Key
}

// read is a read of a slot, or of the initial version if slot is none.
type read struct {
	key  txn.Key
	slot int32
}

// chain is a run of slots of a key that directly follow each other in every order of versions that
// the level allows: each but the first is of a node that has read the one before it. The first
// chain of a key follows the initial version, and has no slots if nobody read that and wrote the
// key; of lists it has all elements that were read.
type chain struct {
	key        txn.Key
	head, tail int32
	// relay is a vertex after the readers of the last version; none if it is not needed.
	relay   int32
	initial bool
}

// problem is a polygraph (Papadimitriou, J. ACM 1979) in the compact form of Cobra (Tan et al.,
// OSDI 2020): what is certain is a graph, and of each two chains of a key either comes first.
type problem struct {
	execution *execution.Execution
	orders    *version.Orders
	level     isolation.Level
	// split says that each node has two vertices, its beginning and its end.
	split bool

	slots    []slot
	slotsAt  []int32 // node -> its first slot; one more than there are nodes
	next     []int32 // slot -> the slot that directly follows it
	previous []int32
	chainOf  []int32 // slot -> chain

	reads   []read
	readsAt []int32 // node -> its first read; one more than there are nodes
	// readers lists the nodes that read each slot, and then those that read the initial version of each
	// key.
	readers   []int32
	readersAt []int32

	chains   []chain
	chainsAt []int32 // key -> its first chain, which is the initial one; one more than there are keys

	// owner is the node of each vertex, or none for relays.
	owner []int32
	// edges are those that are certain.
	edges []edge
	// conflict lists nodes among which alone the level is violated, if that was seen at once.
	conflict []int32
}

// edge is an edge between vertices.
type edge struct{ from, to int32 }

// newProblem returns the problem of an execution.
func newProblem(e *execution.Execution, o *version.Orders, l isolation.Level) *problem {
	p := &problem{execution: e, orders: o, level: l, split: l.Base == isolation.SnapshotIsolation}
	p.list()
	p.own()
	p.index()
	p.follow()
	if p.conflict == nil {
		p.enchain()
		p.connect()
	}
	return p
}

// begin is the vertex at which a node takes its snapshot.
func (p *problem) begin(node int32) int32 {
	if p.split {
		return 2 * node
	}
	return node
}

// end is the vertex at which a node commits.
func (p *problem) end(node int32) int32 {
	if p.split {
		return 2*node + 1
	}
	return node
}

// slotsOf returns the first of the slots of a node, and the one after the last.
func (p *problem) slotsOf(node int32) (from, to int32) { return p.slotsAt[node], p.slotsAt[node+1] }

// slotOf returns the slot of a node and a key, or none.
func (p *problem) slotOf(node int32, k txn.Key) int32 {
	for s, to := p.slotsOf(node); s < to; s++ {
		if p.slots[s].key == k {
			return s
		}
	}
	return none
}

// readsOf returns the reads of a node, one for each version that it read.
func (p *problem) readsOf(node int32) []read { return p.reads[p.readsAt[node]:p.readsAt[node+1]] }

// readersOf returns the nodes that read a slot, or the initial version of a key.
func (p *problem) readersOf(r read) []int32 {
	i := p.place(r)
	return p.readers[p.readersAt[i]:p.readersAt[i+1]]
}

func (p *problem) place(r read) int32 {
	if r.slot == none {
		return int32(len(p.slots)) + int32(r.key)
	}
	return r.slot
}

// list lists slots and reads.
func (p *problem) list() {
	e := p.execution
	p.slotsAt, p.readsAt = make([]int32, 1, e.Len()+1), make([]int32, 1, e.Len()+1)
	for node := range int32(e.Len()) {
		for _, w := range e.Writes(node) {
			p.slots = append(p.slots, slot{node, w.Key})
		}
		p.slotsAt = append(p.slotsAt, int32(len(p.slots)))
	}
	for node := range int32(e.Len()) {
		for _, r := range e.Reads(node) {
			seen := read{key: r.Key, slot: none}
			if r.From != execution.None {
				seen.slot = p.slotOf(r.From, r.Key)
			}
			if !slices.Contains(p.reads[p.readsAt[node]:], seen) {
				p.reads = append(p.reads, seen)
			}
		}
		p.readsAt = append(p.readsAt, int32(len(p.reads)))
	}
}

// index lists the readers of each version.
func (p *problem) index() {
	places := len(p.slots) + len(p.execution.History.Keys)
	p.readersAt = make([]int32, places+1)
	for _, r := range p.reads {
		p.readersAt[p.place(r)+1]++
	}
	for i := range places {
		p.readersAt[i+1] += p.readersAt[i]
	}
	at := slices.Clone(p.readersAt)
	p.readers = make([]int32, len(p.reads))
	for node := range int32(p.execution.Len()) {
		for _, r := range p.readsOf(node) {
			i := p.place(r)
			p.readers[at[i]] = node
			at[i]++
		}
	}
}
