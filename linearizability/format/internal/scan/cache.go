package scan

import (
	"encoding/binary"

	"github.com/tenet-go/tenet/linearizability/history"
)

const (
	cacheSlots = 1024
	// CacheText is the length of the longest text worth caching.
	CacheText = 64
)

// Cache remembers which value a text stands for, so that texts that repeat cost no allocation.
// It holds a fixed number of them; a text that hashes to the same place replaces another. The
// zero Cache is empty.
type Cache struct {
	slots *[cacheSlots]cacheSlot
}

type cacheSlot struct {
	text  string
	value history.Value
}

// Get returns the value stored for text.
func (c *Cache) Get(text []byte) (history.Value, bool) {
	if c.slots == nil || len(text) == 0 {
		return history.Nil, false
	}
	slot := &c.slots[hash(text)]
	if slot.text != string(text) {
		return history.Nil, false
	}
	return slot.value, true
}

// Put stores the value of a text that is not empty. Long texts are not stored.
func (c *Cache) Put(text string, v history.Value) {
	if len(text) > CacheText || len(text) == 0 {
		return
	}
	if c.slots == nil {
		c.slots = new([cacheSlots]cacheSlot)
	}
	c.slots[hash([]byte(text))] = cacheSlot{text, v}
}

func hash(b []byte) uint64 {
	const odd = 0x9E3779B97F4A7C15
	h := uint64(len(b)) * odd
	for len(b) >= 8 {
		h = (h ^ binary.LittleEndian.Uint64(b)) * odd
		h ^= h >> 29
		b = b[8:]
	}
	for _, c := range b {
		h = (h ^ uint64(c)) * odd
	}
	return h >> (64 - 10)
}
