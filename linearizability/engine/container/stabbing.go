package container

import "sort"

// stabbing finds the values whose inserts were open in a slot. It keeps the open inserts at a few
// places, so many that between two of them about as many inserts begin as are open.
type stabbing struct {
	values []value
	byCall []int32
	marks  []mark
	open   []int32
}

// mark says that open[from:to] were open when the insert of byCall[at] was called.
type mark struct{ at, from, to int32 }

// newStabbing takes values in order of the calls of their inserts, and the numbers of those that
// matter.
func newStabbing(values []value, byCall []int32) *stabbing {
	const least = 16
	s := &stabbing{values: values, byCall: byCall}
	var live []int32
	since := 0
	for at, k := range byCall {
		if since >= max(least, len(live)/2) {
			kept := live[:0]
			for _, o := range live {
				if values[o].ins.hi >= values[k].ins.lo {
					kept = append(kept, o)
				}
			}
			live = kept
			from := int32(len(s.open))
			s.open = append(s.open, live...)
			s.marks = append(s.marks, mark{int32(at), from, int32(len(s.open))})
			since = 0
		}
		live = append(live, k)
		since++
	}
	return s
}

// find returns a value whose insert was open in the slot and which satisfies ok, or none.
func (s *stabbing) find(slot int32, ok func(k int32) bool) int32 {
	m := sort.Search(len(s.marks), func(m int) bool {
		return s.values[s.byCall[s.marks[m].at]].ins.lo > slot
	}) - 1
	at := int32(0)
	if m >= 0 {
		at = s.marks[m].at
		for _, k := range s.open[s.marks[m].from:s.marks[m].to] {
			if s.values[k].ins.has(slot) && ok(k) {
				return k
			}
		}
	}
	for _, k := range s.byCall[at:] {
		if s.values[k].ins.lo > slot {
			break
		}
		if s.values[k].ins.has(slot) && ok(k) {
			return k
		}
	}
	return none
}
