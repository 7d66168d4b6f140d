package graph

import (
	"fmt"
	"hash/maphash"

	"github.com/tenet-go/tenet/tla/value"
)

// column holds the values that one variable has in some state. A value is known by its number.
type column struct {
	name   string
	values []value.Value
	number map[value.Value]uint32
	// printed finds the number of a text that was parsed before, by a 128-bit hash of the text.
	printed map[[2]uint64]uint32
}

// hashes are keyed anew in each process.
var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// read returns the number of a value by how the dump prints it.
func (c *column) read(text []byte) (uint32, error) {
	key := [2]uint64{maphash.Bytes(seeds[0], text), maphash.Bytes(seeds[1], text)}
	if n, known := c.printed[key]; known {
		return n, nil
	}
	v, err := value.Parse(unescape(text))
	if err != nil {
		return 0, fmt.Errorf("the value of %s: %w", c.name, err)
	}
	n, known := c.number[v]
	if !known {
		n = uint32(len(c.values))
		c.number[v] = n
		c.values = append(c.values, v)
	}
	c.printed[key] = n
	return n, nil
}

// states holds states as rows of the numbers of their values, and finds them by these.
type states struct {
	columns []*column // in the order in which TLC prints variables
	rows    []uint32  // state after state
	slots   []uint32  // open addressing: the number of a state + 1, or 0
	count   int
}

// row returns the numbers of a state's values.
func (s *states) row(state uint32) []uint32 {
	w := len(s.columns)
	return s.rows[int(state)*w : (int(state)+1)*w]
}

// find returns the number of the state with those values.
func (s *states) find(row []uint32) (uint32, bool) {
	if len(s.slots) == 0 {
		return 0, false
	}
	for at := hash(row) & uint64(len(s.slots)-1); s.slots[at] != 0; at = (at + 1) & uint64(len(s.slots)-1) {
		if state := s.slots[at] - 1; equal(s.row(state), row) {
			return state, true
		}
	}
	return 0, false
}

// add returns the number of the state with those values, which it adds if it is not there.
func (s *states) add(row []uint32) (state uint32, added bool) {
	if s.count*3/2 >= len(s.slots) {
		s.grow()
	}
	at := hash(row) & uint64(len(s.slots)-1)
	for ; s.slots[at] != 0; at = (at + 1) & uint64(len(s.slots)-1) {
		if state := s.slots[at] - 1; equal(s.row(state), row) {
			return state, false
		}
	}
	s.rows = append(s.rows, row...)
	s.count++
	s.slots[at] = uint32(s.count)
	return uint32(s.count - 1), true
}

// grow doubles the slots.
func (s *states) grow() {
	s.slots = make([]uint32, max(16, 2*len(s.slots)))
	for state := range uint32(s.count) {
		at := hash(s.row(state)) & uint64(len(s.slots)-1)
		for s.slots[at] != 0 {
			at = (at + 1) & uint64(len(s.slots)-1)
		}
		s.slots[at] = state + 1
	}
}

// index makes all states findable. It fails if two are the same.
func (s *states) index() error {
	size := 16
	for size < s.count*3/2 {
		size *= 2
	}
	s.slots = make([]uint32, size)
	for state := range uint32(s.count) {
		row := s.row(state)
		if other, found := s.find(row); found {
			return fmt.Errorf("two states of the dump have the same values: numbers %d and %d\n%v", other, state, s.state(state))
		}
		at := hash(row) & uint64(size-1)
		for s.slots[at] != 0 {
			at = (at + 1) & uint64(size-1)
		}
		s.slots[at] = state + 1
	}
	return nil
}

// state returns a state's values.
func (s *states) state(state uint32) value.State {
	fields := make([]value.Field, len(s.columns))
	for i, n := range s.row(state) {
		fields[i] = value.Field{Name: s.columns[i].name, Value: s.columns[i].values[n]}
	}
	return value.NewState(fields...)
}

func hash(row []uint32) uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, n := range row {
		h = (h ^ uint64(n)) * 0xff51afd7ed558ccd
		h ^= h >> 32
	}
	return h
}

func equal(a, b []uint32) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
