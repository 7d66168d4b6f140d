package exhaustive

import (
	"math/bits"
	"sync"
	"sync/atomic"
)

// table is a set of fingerprints: open addressing in the order of the fingerprints, so that it grows and is
// written out in sequence. Inserting is free of locks between lock and unlock, and growing waits for that.
type table struct {
	mu       sync.RWMutex
	shards   []shard
	bits     uint         // of a fingerprint, choose the shard
	size     int          // of each shard
	batch    int          // fingerprints, at most, to lock for
	count    atomic.Int64 // with those that insert may yet add
	capacity int64        // of fingerprints, before the table grows
	memory   int64        // bytes that it may take, 0 for as many as it needs
	// full is called when the table needs more memory than it may take. It must empty the table.
	full func()
	err  error // of full, or of getting memory
}

// shard holds the fingerprints of one range. Zero means empty.
type shard struct {
	slots   []uint64
	release func()
}

const (
	shardBits    = 6         // many shards, growing one by one, take little memory besides
	smallTable   = 1 << 20   // bytes; one shard is enough for less
	leastSlots   = 256       // twice a small batch
	initialSlots = 64 * 1024 // of a table that may become large: shards must be so large that chance fills none before the table grows
	largeTable   = 4 << 20   // slots
	largeBatch   = 512       // fingerprints
)

func newTable(memory int64) *table {
	t := &table{memory: memory, batch: leastSlots / 2}
	slots := leastSlots
	if memory <= 0 || memory > smallTable {
		t.bits, slots, t.batch = shardBits, initialSlots, largeBatch
	}
	t.shards = make([]shard, 1<<t.bits)
	t.size = slots >> t.bits
	for i := range t.shards {
		t.shards[i].slots = make([]uint64, t.size)
	}
	t.setCapacity()
	return t
}

// setCapacity leaves a fifth of the table empty, as probes get long otherwise.
func (t *table) setCapacity() { t.capacity = int64(t.size*len(t.shards)) * 4 / 5 }

// lock makes room for n fingerprints, at most a batch, and keeps the table from growing until unlock. If it fails, nothing
// is locked.
func (t *table) lock(n int) error {
	for {
		t.mu.RLock()
		if t.err != nil {
			err := t.err
			t.mu.RUnlock()
			return err
		}
		if t.count.Add(int64(n)) <= t.capacity {
			return nil
		}
		t.count.Add(-int64(n))
		t.mu.RUnlock()
		t.grow(n)
	}
}

// unlock ends lock; of the n fingerprints so many were there already.
func (t *table) unlock(known int) {
	t.count.Add(-int64(known))
	t.mu.RUnlock()
}

// larger is the next size of a shard. Large tables grow by less, to take little more memory than they need.
func (t *table) larger() int {
	if t.size*len(t.shards) < largeTable {
		return t.size * 2
	}
	return t.size + t.size/8
}

// grow makes the table larger, or has it emptied if it may not be.
func (t *table) grow(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.count.Load()+int64(n) <= t.capacity || t.err != nil {
		return
	}
	size := t.larger()
	if t.count.Load() > 0 && t.memory > 0 && int64(size*len(t.shards))*8 > t.memory && t.full != nil {
		t.full()
		if t.count.Load()+int64(n) <= t.capacity || t.err != nil {
			return
		}
	}
	for i := range t.shards {
		slots, release, err := allocate(size)
		if err != nil {
			t.err = err
			return
		}
		old := t.shards[i]
		t.shards[i] = shard{slots, release}
		for _, fp := range old.slots {
			if fp != 0 {
				t.shards[i].insert(fp, t.bits)
			}
		}
		old.free()
	}
	t.size = size
	t.setCapacity()
}

func (s *shard) free() {
	if s.release != nil {
		s.release()
	}
}

// clear empties the table. It needs the lock of grow, or that nobody else uses the table.
func (t *table) clear() {
	for i := range t.shards {
		clear(t.shards[i].slots)
	}
	t.count.Store(0)
}

// close gives the memory back. The table is of no use after that.
func (t *table) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.shards {
		t.shards[i].free()
		t.shards[i] = shard{}
	}
}

// nonzero maps fingerprints to those that can be told from empty slots.
func nonzero(fp uint64) uint64 {
	if fp == 0 {
		return 1
	}
	return fp
}

// touch reads where fp belongs. Doing so for many first lets the processor wait for all of them at once.
func (t *table) touch(fp uint64) uint64 {
	slots := t.shards[fp>>(64-t.bits)].slots
	at, _ := bits.Mul64(fp<<t.bits, uint64(len(slots)))
	return atomic.LoadUint64(&slots[at])
}

// insert adds fp, which is not zero, and reports whether it was not there.
func (t *table) insert(fp uint64) bool { return t.shards[fp>>(64-t.bits)].insert(fp, t.bits) }

func (s *shard) insert(fp uint64, used uint) bool {
	slots := s.slots
	at, _ := bits.Mul64(fp<<used, uint64(len(slots)))
	for {
		held := atomic.LoadUint64(&slots[at])
		if held == 0 && atomic.CompareAndSwapUint64(&slots[at], 0, fp) {
			return true
		} else if held == 0 {
			held = atomic.LoadUint64(&slots[at])
		}
		if held == fp {
			return false
		}
		if at++; at == uint64(len(slots)) {
			at = 0
		}
	}
}
