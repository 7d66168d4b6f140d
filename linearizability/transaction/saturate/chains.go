package saturate

import (
	"cmp"
	"slices"

	"github.com/tenet-go/tenet/linearizability/transaction/isolation"
)

// clocksPay reports whether clocks over chains have less to do than blocks: for each edge of visibility
// they touch each chain, and blocks a 64th of the writers.
func (g *graph) clocksPay() bool { return len(g.chains()) <= max(64, int(g.n/64)) }

// chains returns sequences of nodes each of which sees the one before it: the sessions, or, if one
// follows another in real time, both together, so that there are no more than were open at once.
func (g *graph) chains() [][]int32 {
	var sessions [][]int32
	for _, s := range g.e.Sessions {
		if len(s) > 0 {
			sessions = append(sessions, s)
		}
	}
	if g.level.Order != isolation.RealTime || !g.e.History.Timed() {
		return sessions
	}
	starts := make([]int, len(sessions)) // in order of their first calls
	for i := range starts {
		starts[i] = i
	}
	ends := slices.Clone(starts)
	slices.SortFunc(starts, func(a, b int) int { return cmp.Compare(sessions[a][0], sessions[b][0]) })
	end := func(i int) int64 { return g.e.Txn(sessions[i][len(sessions[i])-1]).Return }
	slices.SortFunc(ends, func(a, b int) int { return cmp.Compare(end(a), end(b)) })
	var list [][]int32
	var free []int
	in := make([]int, len(sessions)) // the chains of the sessions
	for _, i := range starts {
		for end(ends[0]) < g.e.Txn(sessions[i][0]).Call {
			free = append(free, in[ends[0]])
			ends = ends[1:]
		}
		if len(free) == 0 {
			in[i] = len(list)
			list = append(list, slices.Clone(sessions[i]))
			continue
		}
		in[i] = free[len(free)-1]
		free = free[:len(free)-1]
		list[in[i]] = append(list[in[i]], sessions[i]...)
	}
	return list
}

// chained has the writers of each key by chains.
type chained struct {
	list      [][]int32
	of, place []int32 // of nodes: the chain, and the place in it
	// segments[at[k]:at[k+1]] are those of key k.
	at       []int32
	segments []segment
	places   []int32
}

// segment has the writers of one key in one chain: places[start:end] are their places, ascending.
type segment struct {
	chain, start, end int32
	hint              int32 // what the last search found
}

func newChained(g *graph) *chained {
	c := &chained{list: g.chains(), of: make([]int32, g.n), place: make([]int32, g.n)}
	next := make([]int32, len(g.e.History.Keys)+1)
	for _, k := range g.keys {
		next[k+1]++
	}
	for k := range g.e.History.Keys {
		next[k+1] += next[k]
	}
	starts := slices.Clone(next)
	c.places = make([]int32, len(g.keys))
	of := make([]int32, len(g.keys)) // the chains of places
	for i, chain := range c.list {
		for p, t := range chain {
			c.of[t], c.place[t] = int32(i), int32(p)
			for _, k := range g.wrote(t) {
				c.places[next[k]], of[next[k]] = int32(p), int32(i)
				next[k]++
			}
		}
	}
	c.at = make([]int32, len(starts))
	for k := range g.e.History.Keys {
		for i := starts[k]; i < starts[k+1]; i++ {
			if i == starts[k] || of[i] != of[i-1] {
				c.segments = append(c.segments, segment{of[i], i, i, i})
			}
			c.segments[len(c.segments)-1].end++
		}
		c.at[k+1] = int32(len(c.segments))
	}
	return c
}

// below returns the last of a segment's places that is less than bound, or none. Bounds grow from
// search to search, but for a few, so it looks near the last find first.
func (c *chained) below(s *segment, bound int32) int32 {
	low, high := s.start, s.end // where the first place is that is not less
	if c.places[s.hint] < bound {
		low = s.hint + 1
		for step := int32(1); low+step <= s.end; step *= 2 {
			if c.places[low+step-1] >= bound {
				high = low + step - 1
				break
			}
			low += step
		}
	} else {
		high = s.hint
		for step := int32(1); high-step >= s.start; step *= 2 {
			if c.places[high-step] < bound {
				low = high - step + 1
				break
			}
			high -= step
		}
	}
	for low < high {
		if middle := (low + high) / 2; c.places[middle] < bound {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == s.start {
		s.hint = low
		return none
	}
	s.hint = low - 1
	return c.places[low-1]
}
