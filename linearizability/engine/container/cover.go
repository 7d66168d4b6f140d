package container

import "math/bits"

// covered is what a slot counts that is not looked for any more.
const covered = 1 << 30

// cover counts for each of a row of cells how many ranges cover it, and finds those that none
// covers: a segment tree over the cells.
type cover struct {
	size int // a power of two, at least the number of cells
	// least[k] is the least count of the cells of node k, not counting what is in added of its
	// ancestors; node k has the children 2k and 2k+1, and cell c is node size+c.
	least, added []int32
}

// newCover makes a cover of cells with the given counts.
func newCover(counts []int32) *cover {
	size := 1 << bits.Len(uint(max(len(counts), 1)-1))
	c := &cover{size: size, least: make([]int32, 2*size), added: make([]int32, size)}
	copy(c.least[size:], counts)
	for k := size + len(counts); k < 2*size; k++ {
		c.least[k] = covered
	}
	for k := size - 1; k > 0; k-- {
		c.least[k] = min(c.least[2*k], c.least[2*k+1])
	}
	return c
}

// uncover takes a range away that covered the cells of where.
func (c *cover) uncover(where span) {
	l, r := c.size+int(where.lo), c.size+int(where.hi)+1
	left, right := l, r-1
	for ; l < r; l, r = l>>1, r>>1 {
		if l&1 == 1 {
			c.lower(l)
			l++
		}
		if r&1 == 1 {
			r--
			c.lower(r)
		}
	}
	c.update(left)
	c.update(right)
}

func (c *cover) lower(k int) {
	c.least[k]--
	if k < c.size {
		c.added[k]--
	}
}

func (c *cover) update(k int) {
	for k >>= 1; k > 0; k >>= 1 {
		c.least[k] = min(c.least[2*k], c.least[2*k+1]) + c.added[k]
	}
}

// collect appends the cells of where that nothing covers to found, in order, and does not find
// them again.
func (c *cover) collect(where span, found []int32) []int32 {
	return c.search(1, span{0, int32(c.size) - 1}, where, 0, found)
}

func (c *cover) search(k int, cells, where span, above int32, found []int32) []int32 {
	if cells.hi < where.lo || where.hi < cells.lo || c.least[k]+above > 0 {
		return found
	}
	if k >= c.size {
		c.least[k] = covered
		return append(found, cells.lo)
	}
	above += c.added[k]
	middle := cells.lo + (cells.hi-cells.lo)/2
	found = c.search(2*k, span{cells.lo, middle}, where, above, found)
	found = c.search(2*k+1, span{middle + 1, cells.hi}, where, above, found)
	c.least[k] = min(c.least[2*k], c.least[2*k+1]) + c.added[k]
	return found
}
