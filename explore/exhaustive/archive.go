package exhaustive

import (
	"bytes"
	"fmt"
	"math/bits"
	"os"
	"sync"
)

// archive keeps the worlds of all levels, packed: the frontier, and what the path to a violation is found from.
// What does not fit into memory is in a file.
type archive struct {
	width  int
	memory int64 // bytes that may stay in memory
	folder folder
	name   string

	mu     sync.Mutex
	levels [][]chunk
	used   int64
	file   *os.File
	end    int64
}

// chunk is some worlds of one level, each slot in as many bits as the greatest number there needs.
type chunk struct {
	count  int
	packed []byte
	offset int64 // in the file, if packed is nil
	size   int
}

// chunkWorlds is how many worlds make a chunk: enough to share work by, few enough for a cache.
const chunkWorlds = 2048

// add packs worlds, which are vectors one after the other, into a chunk of a level, by way of buffer.
func (a *archive) add(level int, worlds []uint32, buffer *[]byte) error {
	packed := pack(worlds, a.width, (*buffer)[:0])
	*buffer = packed
	c := chunk{count: len(worlds) / a.width, size: len(packed)}
	a.mu.Lock()
	for len(a.levels) <= level {
		a.levels = append(a.levels, nil)
	}
	if a.used+int64(len(packed)) <= a.memory {
		c.packed = bytes.Clone(packed)
		a.used += int64(len(packed))
		a.levels[level] = append(a.levels[level], c)
		a.mu.Unlock()
		return nil
	}
	err := a.open()
	c.offset = a.end
	a.end += int64(len(packed))
	a.mu.Unlock()
	if err != nil {
		return err
	}
	if _, err := a.file.WriteAt(packed, c.offset); err != nil {
		return fmt.Errorf("exhaustive: cannot write the frontier: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.levels[level] = append(a.levels[level], c)
	return nil
}

// open makes the file if there is none.
func (a *archive) open() error {
	if a.file != nil {
		return nil
	}
	f, err := a.folder.create(a.name)
	a.file = f
	return err
}

// level returns the chunks of a level.
func (a *archive) level(level int) []chunk {
	a.mu.Lock()
	defer a.mu.Unlock()
	if level >= len(a.levels) {
		return nil
	}
	return a.levels[level]
}

// read appends the vectors of a chunk to worlds[:0].
func (a *archive) read(c chunk, worlds []uint32, buffer *[]byte) ([]uint32, error) {
	packed := c.packed
	if packed == nil {
		if cap(*buffer) < c.size {
			*buffer = make([]byte, c.size)
		}
		packed = (*buffer)[:c.size]
		if _, err := a.file.ReadAt(packed, c.offset); err != nil {
			return nil, fmt.Errorf("exhaustive: cannot read the frontier: %w", err)
		}
	}
	return unpack(packed, a.width, c.count, worlds[:0]), nil
}

// pack appends a byte for the bits of each slot, and then the worlds, to packed, which is empty.
func pack(worlds []uint32, width int, packed []byte) []byte {
	all := make([]uint32, width)
	for i := 0; i < len(worlds); i += width {
		for slot, id := range worlds[i : i+width] {
			all[slot] |= id
		}
	}
	for _, ids := range all {
		packed = append(packed, byte(bits.Len32(ids)))
	}
	var held uint64
	var count uint
	for i := 0; i < len(worlds); i += width {
		for slot, id := range worlds[i : i+width] {
			held |= uint64(id) << count
			count += uint(packed[slot])
			for ; count >= 8; count -= 8 {
				packed = append(packed, byte(held))
				held >>= 8
			}
		}
	}
	if count > 0 {
		packed = append(packed, byte(held))
	}
	return packed
}

// unpack appends count vectors to worlds.
func unpack(packed []byte, width, count int, worlds []uint32) []uint32 {
	sizes, rest := packed[:width], packed[width:]
	var held uint64
	var have uint
	for range count {
		for _, size := range sizes {
			for ; have < uint(size); have += 8 {
				held |= uint64(rest[0]) << have
				rest = rest[1:]
			}
			worlds = append(worlds, uint32(held&(1<<size-1)))
			held >>= size
			have -= uint(size)
		}
	}
	return worlds
}

// close removes the file.
func (a *archive) close() {
	if a.file != nil {
		_ = a.file.Close()
		_ = os.Remove(a.file.Name())
		a.file = nil
	}
}

// reset forgets all chunks, and keeps the file for others.
func (a *archive) reset() {
	a.levels, a.used, a.end = nil, 0, 0
}

// folder is where files are, "" for the system's folder for temporary files.
type folder string

// create makes a file and, where the system allows it, takes its name away at once: so nothing is left of it, however
// the process ends.
func (f folder) create(name string) (*os.File, error) {
	file, err := os.CreateTemp(string(f), "tenet-explore-"+name+"-")
	if err != nil {
		return nil, fmt.Errorf("exhaustive: cannot make a file for what does not fit into memory: %w", err)
	}
	_ = os.Remove(file.Name())
	return file, nil
}
