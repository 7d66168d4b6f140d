package check

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/eval"
)

// chunkStates is how many states a worker takes at once.
const chunkStates = 64

// chunk is some states of a level. It holds them as they are, as bytes, or on disk, whatever the memory allows: bytes take
// a fraction of the memory, and nothing of the garbage collector's time.
type chunk struct {
	count   int
	numbers []number
	values  []datum.Datum // of the states, one after the other; nil if they are bytes
	packed  []byte        // nil if they are on disk
	offset  int64
	size    int   // in bytes, if packed
	weight  int64 // what it takes of the memory for states as they are
}

// frontier has the states of two levels: those to be expanded, and those that were found.
type frontier struct {
	width int   // values in a state
	live  int64 // bytes for states as they are
	limit int64 // bytes in all, 0 for as many as it takes
	disks [2]*spool

	current []*chunk
	taken   atomic.Int64
	next    struct {
		sync.Mutex
		chunks []*chunk
	}
	level  int
	alive  atomic.Int64 // bytes of states as they are, estimated
	packed atomic.Int64 // bytes of packed states in memory
	// spilled counts the states that were on disk.
	spilled atomic.Int64
}

// put adds a state to a chunk of the next level, and returns the chunk to use for more.
func (f *frontier) put(c *chunk, s eval.State, n number) (*chunk, error) {
	if c == nil {
		c = &chunk{numbers: make([]number, 0, chunkStates), values: make([]datum.Datum, 0, chunkStates*f.width)}
	}
	c.numbers, c.values = append(c.numbers, n), append(c.values, s...)
	if c.count++; c.count < chunkStates {
		return c, nil
	}
	return nil, f.seal(c)
}

// seal gives a chunk to the next level.
func (f *frontier) seal(c *chunk) error {
	if c == nil {
		return nil
	}
	if err := f.store(c); err != nil {
		return err
	}
	f.next.Lock()
	f.next.chunks = append(f.next.chunks, c)
	f.next.Unlock()
	return nil
}

// store decides how the chunk is held.
func (f *frontier) store(c *chunk) error {
	c.weight = f.weight(c)
	if f.alive.Add(c.weight) <= f.live {
		return nil
	}
	packed, err := f.pack(c)
	if err != nil {
		return nil // An infinite set has no encoding. It can stay as it is.
	}
	f.alive.Add(-c.weight)
	c.size, c.values, c.numbers, c.weight = len(packed), nil, nil, 0
	if f.packed.Add(int64(c.size)); f.limit == 0 || f.packed.Load() <= f.limit/4 {
		c.packed = packed
		return nil
	}
	f.packed.Add(-int64(c.size))
	f.spilled.Add(int64(c.count))
	c.offset, err = f.disks[(f.level+1)%2].write(packed)
	return err
}

// weight estimates the bytes that the states of a chunk take as they are: several times those of the packed form, less what they
// share with others. One state stands for all.
func (f *frontier) weight(c *chunk) int64 {
	var buffer [512]byte
	sample, err := appendState(buffer[:0], c.values[:f.width])
	if err != nil {
		return int64(c.count * f.width * 64)
	}
	return int64(c.count * (len(sample)*12 + f.width*16))
}

func (f *frontier) pack(c *chunk) (packed []byte, err error) {
	packed = make([]byte, 0, int(c.weight)/8)
	for i, n := range c.numbers {
		packed = binary.AppendUvarint(packed, uint64(n))
		if packed, err = appendState(packed, c.values[i*f.width:(i+1)*f.width]); err != nil {
			return nil, err
		}
	}
	return bytes.Clone(packed), nil // It grew larger than it had to.
}

func appendState(b []byte, s eval.State) (_ []byte, err error) {
	defer recovered(&err)
	for _, v := range s {
		b = datum.AppendTo(b, v)
	}
	return b, nil
}

// take returns a chunk of the current level that nobody has taken, or nil.
func (f *frontier) take() *chunk {
	at := f.taken.Add(1) - 1
	if at >= int64(len(f.current)) {
		return nil
	}
	c := f.current[at]
	f.current[at] = nil
	return c
}

// load brings the states of a chunk that was taken into memory.
func (f *frontier) load(c *chunk) error {
	if c.values != nil {
		f.alive.Add(-c.weight)
		return nil
	}
	packed := c.packed
	if packed != nil {
		f.packed.Add(-int64(c.size))
	} else {
		packed = make([]byte, c.size)
		if err := f.disks[f.level%2].read(packed, c.offset); err != nil {
			return err
		}
	}
	c.packed = nil
	c.numbers, c.values = make([]number, c.count), make([]datum.Datum, c.count*f.width)
	for i := range c.numbers {
		n, read := binary.Uvarint(packed)
		c.numbers[i], packed = number(n), packed[read:]
		for j := range f.width {
			var err error
			if c.values[i*f.width+j], packed, err = datum.Decode(packed); err != nil {
				return fmt.Errorf("check: a state that was packed cannot be read: %w", err)
			}
		}
	}
	return nil
}

// state returns a state of a chunk that is loaded.
func (f *frontier) state(c *chunk, i int) eval.State {
	return c.values[i*f.width : (i+1)*f.width : (i+1)*f.width]
}

// advance makes the next level the current one, and reports whether there is any state in it. All chunks must be sealed.
func (f *frontier) advance() (bool, error) {
	if err := f.disks[f.level%2].reset(); err != nil {
		return false, err
	}
	f.current, f.next.chunks = f.next.chunks, nil
	f.taken.Store(0)
	f.level++
	return len(f.current) > 0, nil
}
