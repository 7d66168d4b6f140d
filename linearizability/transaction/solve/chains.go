package solve

import "github.com/tenet-go/tenet/linearizability/transaction/txn"

// loose marks slots of which it is not known what they directly follow.
const loose int32 = -2

// follow finds which slot directly follows which. A node that read a version and wrote the key
// comes right after that version: any other between them would have been overwritten unseen, which
// is a lost update, and all levels here forbid it. Two nodes that both do so with one version
// are such a conflict too.
func (p *problem) follow() {
	p.next, p.previous = make([]int32, len(p.slots)), make([]int32, len(p.slots))
	for s := range p.slots {
		p.next[s], p.previous[s] = none, loose
	}
	first := make([]int32, len(p.execution.History.Keys)) // the slot after the initial version
	for k := range first {
		first[k] = none
	}
	chained := make([]bool, len(p.slots))
	if p.execution.History.Model == txn.Lists {
		p.followLists(first, chained)
	}
	for node := range int32(p.execution.Len()) {
		for _, r := range p.readsOf(node) {
			s := p.slotOf(node, r.key)
			if s == none || chained[s] {
				continue // the order of what was read of a list is known, whoever read and wrote it
			}
			if p.conflict = p.link(p.after(first, r), r, s, chained); p.conflict != nil {
				return
			}
		}
	}
	p.heads(first)
}

// after is the place of the slot that directly follows what was read.
func (p *problem) after(first []int32, r read) *int32 {
	if r.slot == none {
		return &first[r.key]
	}
	return &p.next[r.slot]
}

// link lets slot s directly follow the version that its node has read, or returns the nodes of a
// conflict: a lost update, or two versions that a node read of what it wrote.
func (p *problem) link(after *int32, r read, s int32, chained []bool) []int32 {
	other := *after
	switch {
	case other != none && chained[other]:
		return nil // a version amid a list was read, and an element appended to its end: the edges have a cycle
	case other == none && p.previous[s] == loose:
		*after, p.previous[s] = s, r.slot
		return nil
	}
	nodes := []int32{p.slots[s].node}
	for _, c := range []int32{r.slot, other, p.previous[s]} {
		if c >= 0 && c != s {
			nodes = append(nodes, p.slots[c].node)
		}
	}
	return nodes
}

// followLists links the slots of lists as they were read, and marks them in chained.
func (p *problem) followLists(first []int32, chained []bool) {
	for k, elements := range p.orders.Chains {
		last := none
		for _, v := range elements {
			s := p.slotOf(p.execution.Writer(v), txn.Key(k))
			if s == last {
				continue
			}
			if last != none {
				p.certain(p.end(p.slots[last].node), p.begin(p.slots[s].node))
			}
			if !chained[s] { // else its elements are torn apart, and the edges have a cycle
				chained[s] = true
				p.previous[s] = last
				*p.after(first, read{txn.Key(k), last}) = s
			}
			last = s
		}
		for _, v := range p.orders.Rest[k] {
			if s := p.slotOf(p.execution.Writer(v), txn.Key(k)); chained[s] && s != last {
				p.certain(p.end(p.slots[last].node), p.begin(p.slots[s].node))
			}
		}
	}
}

// heads makes chains: of each key first the one after the initial version.
func (p *problem) heads(first []int32) {
	keys := len(first)
	p.chainsAt = make([]int32, keys+1)
	for k := range keys {
		p.chainsAt[k+1] = 1
	}
	for s := range p.slots {
		if p.previous[s] == loose {
			p.chainsAt[p.slots[s].key+1]++
		}
	}
	for k := range keys {
		p.chainsAt[k+1] += p.chainsAt[k]
	}
	p.chains = make([]chain, p.chainsAt[keys])
	at := make([]int32, keys)
	for k := range keys {
		at[k] = p.chainsAt[k] + 1
		p.chains[p.chainsAt[k]] = chain{key: txn.Key(k), head: first[k], tail: first[k], relay: none, initial: true}
	}
	for s := range p.slots {
		if k := p.slots[s].key; p.previous[s] == loose {
			p.chains[at[k]] = chain{key: k, head: int32(s), tail: int32(s), relay: none}
			at[k]++
		}
	}
}

// enchain follows each chain to its end. Slots that follow one another in a circle are in no chain:
// the edges between them are a cycle.
func (p *problem) enchain() {
	p.chainOf = make([]int32, len(p.slots))
	for s := range p.chainOf {
		p.chainOf[s] = none
	}
	for c := range p.chains {
		for s := p.chains[c].head; s != none && p.chainOf[s] == none; s = p.next[s] {
			p.chainOf[s] = int32(c)
			p.chains[c].tail = s
		}
	}
}

// chainsOf returns the first of the chains of a key, and the one after the last.
func (p *problem) chainsOf(k txn.Key) (from, to int32) { return p.chainsAt[k], p.chainsAt[k+1] }

// last is what a read of the end of a chain has read.
func (c *chain) last() read { return read{c.key, c.tail} }
