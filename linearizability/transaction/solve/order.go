package solve

import (
	"context"

	"github.com/tenet-go/tenet/linearizability/history"
)

// scheduler puts the vertices of a problem in a first order, as much as possible one in which every
// transaction reads the latest versions. It goes by the edges that are certain and by when
// transactions were called and returned, and holds back transactions whose writes would hide a
// version that others are still to read. When only such are left, one of them goes on
// nevertheless, and the solver has to mend the order. The histories of databases that keep the level are
// mostly put in order here.
type scheduler struct {
	*problem
	graph *graph

	missing []int32 // vertex -> predecessors that have no place yet
	ready   byPriority
	// held are those that are held back. isHeld tells which of them still are.
	held     byPriority
	isHeld   []bool
	waiting  []int32 // key -> the latest vertex that waits for it
	nextWait []waiter

	current []int32 // key -> the slot that was written last, or none
	pending []int32 // key -> how many nodes are still to read it
	locked  []int32 // key -> the node that has begun and will write it; with snapshots only
}

// waiter is an element of a linked list of vertices.
type waiter struct{ vertex, next int32 }

// schedule puts the vertices in an order, and reports whether there is one: whether the certain
// edges have no cycle. If not, the vertices without a place are those behind cycles.
func schedule(ctx context.Context, p *problem, g *graph) bool {
	keys := len(p.execution.History.Keys)
	s := &scheduler{
		problem: p, graph: g, missing: make([]int32, p.vertices()), isHeld: make([]bool, p.vertices()),
		waiting: make([]int32, keys), current: make([]int32, keys), pending: make([]int32, keys), locked: make([]int32, keys),
	}
	priorities := s.priorities()
	s.ready.priority, s.held.priority = priorities, priorities
	for k := range keys {
		s.waiting[k], s.current[k], s.locked[k] = none, none, none
		s.pending[k] = int32(len(p.readersOf(read{p.chains[p.chainsAt[k]].key, none})))
	}
	for v := range s.missing {
		g.position[v] = none
		s.missing[v] = g.inAt[v+1] - g.inAt[v]
		if s.missing[v] == 0 {
			s.ready.push(int32(v))
		}
	}
	for s.step() {
		if len(g.order)%4096 == 0 && ctx.Err() != nil {
			break
		}
	}
	return len(g.order) == len(s.missing)
}

// priorities says when vertices should come: nodes begin when they were called and end when they
// returned. Without times the sessions advance side by side.
func (s *scheduler) priorities() []int64 {
	e := s.execution
	priorities := make([]int64, s.vertices()) // relays cost nothing, and come at once
	for v, node := range s.owner {
		switch {
		case node == none:
			priorities[v] = -1
		case !e.History.Timed():
			priorities[v] = int64(e.Position[node])
		case s.split && s.begin(node) == int32(v) || e.Txn(node).Return == history.Never:
			priorities[v] = e.Txn(node).Call
		default:
			priorities[v] = e.Txn(node).Return
		}
	}
	return priorities
}

// step places a vertex, or holds it back, and reports whether there was one.
func (s *scheduler) step() bool {
	switch {
	case len(s.ready.vertices) > 0:
		v := s.ready.pop()
		if k := s.obstacle(v); k != none {
			s.hold(v, k)
		} else {
			s.place(v)
		}
	case len(s.held.vertices) > 0:
		if v := s.held.pop(); s.isHeld[v] {
			s.isHeld[v] = false
			s.place(v)
		}
	default:
		return false
	}
	return true
}

// obstacle returns the key for which a vertex should wait, or none.
func (s *scheduler) obstacle(v int32) int32 {
	node := s.owner[v]
	if node == none {
		return none
	}
	from, to := s.slotsOf(node)
	for i := from; i < to; i++ {
		k := s.slots[i].key
		if s.split && v == s.begin(node) {
			if s.locked[k] != none {
				return int32(k)
			}
			continue
		}
		pending := s.pending[k]
		if !s.split && s.readsCurrent(node, i) {
			pending-- // it is itself one of those that are to read the version
		}
		if pending > 0 {
			return int32(k)
		}
	}
	return none
}

// readsCurrent reports whether a node is to read the latest version of the key of its slot.
func (s *scheduler) readsCurrent(node, slot int32) bool {
	k := s.slots[slot].key
	for _, r := range s.readsOf(node) {
		if r.key == k && r.slot == s.current[k] {
			return true
		}
	}
	return false
}

func (s *scheduler) hold(v, k int32) {
	s.isHeld[v] = true
	s.held.push(v)
	s.nextWait = append(s.nextWait, waiter{v, s.waiting[k]})
	s.waiting[k] = int32(len(s.nextWait)) - 1
}

// release lets those go on that wait for a key.
func (s *scheduler) release(k int32) {
	for w := s.waiting[k]; w != none; w = s.nextWait[w].next {
		if v := s.nextWait[w].vertex; s.isHeld[v] {
			s.isHeld[v] = false
			s.ready.push(v)
		}
	}
	s.waiting[k] = none
}

// place gives a vertex the next place.
func (s *scheduler) place(v int32) {
	g := s.graph
	g.position[v] = int32(len(g.order))
	g.order = append(g.order, v)
	if node := s.owner[v]; node != none {
		if v == s.begin(node) {
			s.started(node)
		}
		if v == s.end(node) {
			s.committed(node)
		}
	}
	for _, w := range g.out[g.outAt[v]:g.outAt[v+1]] {
		if s.missing[w]--; s.missing[w] == 0 {
			s.ready.push(w)
		}
	}
}

func (s *scheduler) started(node int32) {
	for _, r := range s.readsOf(node) {
		if s.current[r.key] == r.slot {
			if s.pending[r.key]--; s.pending[r.key] <= 1 {
				s.release(int32(r.key)) // 1 may be a transaction that reads the version and replaces it
			}
		}
	}
	if s.split {
		for i, to := s.slotsOf(node); i < to; i++ {
			s.locked[s.slots[i].key] = node
		}
	}
}

func (s *scheduler) committed(node int32) {
	for i, to := s.slotsOf(node); i < to; i++ {
		k := s.slots[i].key
		s.current[k] = i
		s.pending[k] = int32(len(s.readersOf(read{k, i})))
		s.locked[k] = none
		s.release(int32(k))
	}
}

// byPriority is a heap of vertices, the one of the lowest priority first.
type byPriority struct {
	vertices []int32
	priority []int64
}

func (h *byPriority) less(a, b int32) bool {
	if h.priority[a] != h.priority[b] {
		return h.priority[a] < h.priority[b]
	}
	return a < b
}

func (h *byPriority) push(v int32) {
	h.vertices = append(h.vertices, v)
	i := len(h.vertices) - 1
	for ; i > 0 && h.less(v, h.vertices[(i-1)/2]); i = (i - 1) / 2 {
		h.vertices[i] = h.vertices[(i-1)/2]
	}
	h.vertices[i] = v
}

func (h *byPriority) pop() int32 {
	first, n := h.vertices[0], len(h.vertices)-1
	v := h.vertices[n]
	h.vertices = h.vertices[:n]
	if n == 0 {
		return first
	}
	i := 0
	for {
		child := 2*i + 1
		if child+1 < n && h.less(h.vertices[child+1], h.vertices[child]) {
			child++
		}
		if child >= n || !h.less(h.vertices[child], v) {
			break
		}
		h.vertices[i] = h.vertices[child]
		i = child
	}
	h.vertices[i] = v
	return first
}
