package engine

import (
	"hash/maphash"

	"github.com/tenet-go/tenet/linearizability/model"
)

// classes numbers actions from 0 in order of their first appearance, equal ones alike. It is a
// hash table with open addressing that holds numbers and not the actions themselves: where values
// are unique there are as many classes as operations, and a map of them would take more memory
// than the history.
type classes struct {
	seed   maphash.Seed
	blocks [][]model.Action // classBlock in each but the last
	count  int
	table  []classSlot // a power of two of them, at most half in use
}

// classSlot is free if next is 0.
type classSlot struct {
	hash uint32
	next int32 // the class's number and 1
}

// classBlock is a power of two.
const classBlock = 1 << 12

func newClasses() *classes {
	return &classes{seed: maphash.MakeSeed(), table: make([]classSlot, 16)}
}

// number returns the number of a's class.
func (c *classes) number(a *model.Action) int32 {
	hash := uint32(maphash.Comparable(c.seed, *a))
	slot := c.find(hash, a)
	if slot.next == 0 {
		if 2*c.count >= len(c.table) {
			c.grow()
			slot = c.find(hash, a)
		}
		c.add(a)
		*slot = classSlot{hash, int32(c.count)}
	}
	return slot.next - 1
}

// find returns the slot of a's class, or the free one where it belongs. With a nil a it returns
// the free one.
func (c *classes) find(hash uint32, a *model.Action) *classSlot {
	last := uint32(len(c.table) - 1)
	for at := hash & last; ; at = (at + 1) & last {
		slot := &c.table[at]
		if slot.next == 0 {
			return slot
		}
		if n := slot.next - 1; a != nil && slot.hash == hash && c.blocks[n/classBlock][n%classBlock] == *a {
			return slot
		}
	}
}

func (c *classes) grow() {
	before := c.table
	c.table = make([]classSlot, 4*len(before))
	for _, slot := range before {
		if slot.next != 0 {
			*c.find(slot.hash, nil) = slot
		}
	}
}

func (c *classes) add(a *model.Action) {
	if c.count%classBlock == 0 {
		var block []model.Action
		if c.count > 0 { // few classes do not pay for a whole block
			block = make([]model.Action, 0, classBlock)
		}
		c.blocks = append(c.blocks, block)
	}
	last := &c.blocks[len(c.blocks)-1]
	*last = append(*last, *a)
	c.count++
}

// all returns the classes by number. Nothing may be added afterwards.
func (c *classes) all() []model.Action {
	c.table = nil
	if len(c.blocks) == 1 {
		return c.blocks[0]
	}
	list := make([]model.Action, 0, c.count)
	for i, block := range c.blocks {
		list = append(list, block...)
		c.blocks[i] = nil // let the garbage collector have it
	}
	return list
}
