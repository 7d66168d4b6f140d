package check

import (
	"math"
	"math/bits"
	"slices"
	"sync"
)

// seen is a set of fingerprints that many goroutines add to. It has shards by the leading bits of the fingerprints, each an open-addressed
// table in the order of the fingerprints with a lock of its own. Shards grow one by one, so that growing takes little memory besides.
type seen struct {
	shards [1 << shardBits]shard
}

type shard struct {
	mu    sync.Mutex
	count int
	slots []uint64 // 0 is empty
	_     [24]byte // keeps the locks of two shards out of one cache line
}

const (
	shardBits    = 6
	initialSlots = 64
)

// add adds a fingerprint and reports whether it is new.
func (s *seen) add(fp uint64) bool {
	if fp == 0 {
		fp = 1
	}
	sh := &s.shards[fp>>(64-shardBits)]
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.count*5 >= len(sh.slots)*4 {
		sh.grow()
	}
	if !insert(sh.slots, fp) {
		return false
	}
	sh.count++
	return true
}

// grow makes the table larger by half: doubling would leave it half empty on average.
func (sh *shard) grow() {
	slots := make([]uint64, max(initialSlots, len(sh.slots)+len(sh.slots)/2))
	for _, fp := range sh.slots {
		if fp != 0 {
			insert(slots, fp)
		}
	}
	sh.slots = slots
}

func insert(slots []uint64, fp uint64) bool {
	at, _ := bits.Mul64(fp<<shardBits, uint64(len(slots)))
	for {
		switch slots[at] {
		case 0:
			slots[at] = fp
			return true
		case fp:
			return false
		}
		if at++; at == uint64(len(slots)) {
			at = 0
		}
	}
}

// bytes is the size of the tables.
func (s *seen) bytes() int64 {
	size := int64(0)
	for i := range s.shards {
		sh := &s.shards[i]
		sh.mu.Lock()
		size += int64(len(sh.slots)) * 8
		sh.mu.Unlock()
	}
	return size
}

// closest returns the least distance between two fingerprints, or 0 if there are not two. Nobody may add meanwhile.
func (s *seen) closest() uint64 {
	least, last, any := uint64(math.MaxUint64), uint64(0), false
	var sorted []uint64
	for i := range s.shards {
		sorted = sorted[:0]
		for _, fp := range s.shards[i].slots {
			if fp != 0 {
				sorted = append(sorted, fp)
			}
		}
		slices.Sort(sorted)
		for _, fp := range sorted {
			if any {
				least = min(least, fp-last)
			}
			last, any = fp, true
		}
	}
	if least == math.MaxUint64 {
		return 0
	}
	return least
}
