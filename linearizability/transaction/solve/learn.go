package solve

import "math/bits"

// learn makes a clause of a conflict, at its first unique implication point (Marques-Silva and
// Sakallah, IEEE ToC 1999; Zhang et al., ICCAD 2001), and goes back to where that
// clause forces a literal. It reports false if the conflict follows from nothing but the problem.
func (s *solver) learn(conflict int32) bool {
	level := int32(0)
	for _, l := range s.clauses[conflict].literals {
		level = max(level, s.levels[l.variable()])
	}
	if level == 0 {
		return false
	}
	s.backtrack(level)
	c := clause{literals: []literal{0}}
	pending, at := 0, len(s.trail)-1
	reason, resolved := conflict, none
	for {
		c.from = append(c.from, reason)
		for _, l := range s.clauses[reason].literals {
			pending += s.meet(&c, l, resolved, level)
		}
		for !s.seen[s.trail[at].variable()] {
			at--
		}
		resolved = s.trail[at].variable()
		reason = s.reason[resolved]
		s.seen[resolved] = false
		at--
		if pending--; pending == 0 {
			break
		}
	}
	c.literals[0] = s.trail[at+1].not()
	s.adopt(c)
	return true
}

// meet looks at a literal of a clause that was false: it is resolved later if it is of the level of
// the conflict, and stays in the learned clause otherwise.
func (s *solver) meet(c *clause, l literal, resolved, level int32) (pending int) {
	v := l.variable()
	if v == resolved || s.seen[v] {
		return 0
	}
	s.bump(v)
	switch s.levels[v] {
	case level:
		s.seen[v] = true
		return 1
	case 0:
		c.from = append(c.from, s.reason[v])
	default:
		s.seen[v] = true
		c.literals = append(c.literals, l)
	}
	return 0
}

// adopt adds a learned clause, and goes back to where its first literal follows from it.
func (s *solver) adopt(c clause) {
	level := int32(0)
	for _, l := range c.literals[1:] {
		s.seen[l.variable()] = false
		level = max(level, s.levels[l.variable()])
	}
	s.backtrack(level)
	s.addClause(c)
	s.increment /= 0.95
}

// bump raises the activity of a variable.
func (s *solver) bump(v int32) {
	s.activity[v] += s.increment
	if s.activity[v] > 1e100 {
		for i := range s.activity {
			s.activity[i] *= 1e-100
		}
		s.increment *= 1e-100
	}
	s.open.raised(s.activity, v)
}

// restarts says when to start again, in Luby's sequence (Luby, Sinclair and Zuckerman, 1993).
type restarts struct{ count, next, index int }

func (r *restarts) due() bool {
	const unit = 64
	if r.next == 0 {
		r.next = unit
	}
	if r.count++; r.count < r.next {
		return false
	}
	r.count = 0
	r.index++
	r.next = unit * luby(r.index+1)
	return true
}

// luby returns element i, from 1, of 1 1 2 1 1 2 4 ...
func luby(i int) int {
	k := bits.Len(uint(i))
	if i == 1<<k-1 {
		return 1 << (k - 1)
	}
	return luby(i - 1<<(k-1) + 1)
}

// variableHeap is a heap of variables, the most active one first.
type variableHeap struct {
	heap     []int32
	position []int32 // variable -> its place in heap, or none
}

func (h *variableHeap) push(activity []float64, v int32) {
	h.heap = append(h.heap, v)
	h.position[v] = int32(len(h.heap)) - 1
	h.up(activity, h.position[v])
}

// raised says that the activity of a variable has grown.
func (h *variableHeap) raised(activity []float64, v int32) {
	if h.position[v] != none {
		h.up(activity, h.position[v])
	}
}

func (h *variableHeap) pop(activity []float64) int32 {
	v := h.heap[0]
	last := int32(len(h.heap)) - 1
	h.swap(0, last)
	h.heap = h.heap[:last]
	h.position[v] = none
	h.down(activity)
	return v
}

func (h *variableHeap) swap(i, j int32) {
	h.heap[i], h.heap[j] = h.heap[j], h.heap[i]
	h.position[h.heap[i]], h.position[h.heap[j]] = i, j
}

func (h *variableHeap) up(activity []float64, i int32) {
	for i > 0 {
		parent := (i - 1) / 2
		if activity[h.heap[parent]] >= activity[h.heap[i]] {
			return
		}
		h.swap(i, parent)
		i = parent
	}
}

func (h *variableHeap) down(activity []float64) {
	n := int32(len(h.heap))
	for i := int32(0); ; {
		child := 2*i + 1
		if child+1 < n && activity[h.heap[child+1]] > activity[h.heap[child]] {
			child++
		}
		if child >= n || activity[h.heap[i]] >= activity[h.heap[child]] {
			return
		}
		h.swap(i, child)
		i = child
	}
}
