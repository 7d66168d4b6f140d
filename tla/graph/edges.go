package graph

import "slices"

// edge leads from one state to another by an action.
type edge struct {
	from, to uint32
	action   uint16
}

// edgeList collects edges in blocks, so that growing copies nothing.
type edgeList struct {
	blocks [][]edge
	count  int
}

const blockSize = 1 << 16

func (l *edgeList) add(e edge) {
	if l.count%blockSize == 0 {
		l.blocks = append(l.blocks, make([]edge, 0, blockSize))
	}
	last := &l.blocks[len(l.blocks)-1]
	*last = append(*last, e)
	l.count++
}

// edges holds all edges, each once, in the order of their origins; those of one origin in the order of target and action.
type edges struct {
	first  []uint32 // by state; one more at the end
	to     []uint32
	action []uint16
}

// compact sorts the edges and drops those that occur again. The list is empty afterwards.
func (l *edgeList) compact(states int) edges {
	starts := make([]uint32, states+1)
	for _, b := range l.blocks {
		for _, e := range b {
			starts[e.from+1]++
		}
	}
	for i := range states {
		starts[i+1] += starts[i]
	}
	all := make([]uint64, l.count) // target and action
	next := slices.Clone(starts[:states])
	for i, b := range l.blocks {
		for _, e := range b {
			all[next[e.from]] = uint64(e.to)<<16 | uint64(e.action)
			next[e.from]++
		}
		l.blocks[i] = nil
	}
	l.blocks, l.count = nil, 0
	kept := edges{first: make([]uint32, states+1)}
	total := 0
	for s := range states {
		group := all[starts[s]:starts[s+1]]
		slices.Sort(group)
		distinct := slices.Compact(group)
		total += copy(all[total:], distinct)
		kept.first[s+1] = uint32(total)
	}
	kept.to, kept.action = make([]uint32, total), make([]uint16, total)
	for i, e := range all[:total] {
		kept.to[i], kept.action[i] = uint32(e>>16), uint16(e)
	}
	return kept
}

// find returns the place of an edge.
func (e *edges) find(from, to uint32, action uint16) (int, bool) {
	low, high := e.first[from], e.first[from+1]
	for i := low; i < high; i++ {
		if e.to[i] == to && e.action[i] == action {
			return int(i), true
		}
	}
	return 0, false
}

// from returns the places of the edges from a state.
func (e *edges) from(state uint32) (low, high int) {
	return int(e.first[state]), int(e.first[state+1])
}
