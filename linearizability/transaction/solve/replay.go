package solve

import "github.com/tenet-go/tenet/linearizability/transaction/isolation"

// replay goes through the vertices in the order of the graph, and compares what transactions have
// read with the latest versions. Where these differ, it makes variables of the chains of both.
type replay struct {
	solver  *solver
	current []int32 // key -> the slot written last, or none
	before  []int32 // slot -> the slot of the key that was written before
	atBegin []int32 // slot -> the latest slot of its key when its node began
	agrees  bool
}

func newReplay(s *solver) *replay {
	return &replay{
		solver: s, current: make([]int32, len(s.execution.History.Keys)),
		before: make([]int32, len(s.slots)), atBegin: make([]int32, len(s.slots)),
	}
}

// run returns satisfied if the order explains all reads.
func (r *replay) run() verdict {
	s := r.solver
	for k := range r.current {
		r.current[k] = none
	}
	r.agrees = true
	for _, v := range s.graph.order {
		node := s.owner[v]
		if node == none {
			continue
		}
		if v == s.begin(node) {
			r.begin(node)
		}
		if v == s.end(node) {
			r.end(node)
		}
	}
	if r.agrees {
		return satisfied
	}
	return undecided
}

func (r *replay) begin(node int32) {
	s := r.solver
	for _, seen := range s.readsOf(node) {
		if r.current[seen.key] != seen.slot {
			r.differ(seen.slot, seen.slot, r.current[seen.key])
		}
	}
	if s.level.Base == isolation.SnapshotIsolation {
		for i, to := s.slotsOf(node); i < to; i++ {
			r.atBegin[i] = r.current[s.slots[i].key]
		}
	}
}

// end lets a node commit. If it took a snapshot, nobody else may have written what it writes since.
func (r *replay) end(node int32) {
	s := r.solver
	for i, to := s.slotsOf(node); i < to; i++ {
		k := s.slots[i].key
		if s.split && r.current[k] != r.atBegin[i] {
			r.differ(i, r.atBegin[i], r.current[k])
		}
		r.before[i] = r.current[k]
		r.current[k] = i
	}
}

// differ makes variables of the chain of a slot and those of the slots that were written since
// another one, the latest ones first.
func (r *replay) differ(slot, since, latest int32) {
	const enough = 8
	r.agrees = false
	s := r.solver
	if slot == none {
		return
	}
	c := s.chainOf[slot]
	for i := 0; i < enough && latest != since && latest != none; i++ {
		if other := s.chainOf[latest]; other != c && c != none && other != none {
			s.number(c, other)
		}
		latest = r.before[latest]
	}
}

// order lists the transactions as they commit.
func (s *solver) order() []int32 {
	order := make([]int32, 0, s.execution.Len())
	for _, v := range s.graph.order {
		if node := s.owner[v]; node != none && v == s.end(node) {
			order = append(order, s.execution.Txns[node])
		}
	}
	return order
}
