package saturate

import (
	"fmt"

	"github.com/tenet-go/tenet/linearizability/transaction/txn"
)

// maxForced bounds the forced edges that are kept: 1 GB.
const maxForced = 1 << 28

// forced has the edges that the level forces. Why an edge is forced is found out again for the few
// edges of which somebody asks.
type forced struct {
	// from has the edges of runs; the runs of a vertex are linked.
	from []int32
	runs []run
	head []int32
	// backward counts the edges against rank.
	backward int
	// overwritten has reads of the initial state that a visible write had replaced, the first maxOverwritten.
	overwritten []overwrite
}

const maxOverwritten = 256

// run is a run of edges to one vertex.
type run struct{ start, end, next int32 }

// overwrite is a read of the initial state by a node that can see a writer of the key.
type overwrite struct {
	writer, reader int32
	key            txn.Key
	op             int32
}

func newForced(vertices int32) forced {
	f := forced{head: make([]int32, vertices)}
	for v := range f.head {
		f.head[v] = none
	}
	return f
}

// force adds an edge.
func (g *graph) force(from, to int32) {
	if g.rank[from] > g.rank[to] {
		g.backward++
	}
	if len(g.from) == maxForced {
		return
	}
	at := int32(len(g.from))
	g.from = append(g.from, from)
	if r := g.head[to]; r != none && g.runs[r].end == at {
		g.runs[r].end++
		return
	}
	g.runs = append(g.runs, run{at, at + 1, g.head[to]})
	g.head[to] = int32(len(g.runs) - 1)
}

// full returns an error if there were more edges than can be kept.
func (f *forced) full() error {
	if len(f.from) < maxForced {
		return nil
	}
	return fmt.Errorf("the level forces more than %d edges of the commit order: not decided", maxForced)
}

// overwrote adds a read of the initial state by a node that can see a writer of the key.
func (f *forced) overwrote(o overwrite) {
	if len(f.overwritten) < maxOverwritten {
		f.overwritten = append(f.overwritten, o)
	}
}

// cursor goes through the vertices before a vertex.
type cursor struct{ vertex, at, run, k int32 }

func (g *graph) cursor(v int32) cursor {
	c := cursor{vertex: v, at: g.at[v], run: g.head[v]}
	if c.run != none {
		c.k = g.runs[c.run].start
	}
	return c
}

// next returns the next vertex before the cursor's, or none.
func (g *graph) next(c *cursor) int32 {
	if c.at < g.at[c.vertex+1] {
		c.at++
		return g.before[c.at-1]
	}
	for c.run != none {
		r := &g.runs[c.run]
		if c.k < r.end {
			c.k++
			return g.from[c.k-1]
		}
		if c.run = r.next; c.run != none {
			c.k = g.runs[c.run].start
		}
	}
	return none
}
