package datum

// Filter returns the set of the elements for which keep returns true. If there are many elements, or infinitely many, then keep is
// not called before somebody asks, and by several goroutines at once if several do: it must stay callable.
func Filter(set Datum, keep func(Datum) bool) Datum {
	needSet(set)
	if set.node.isLarge() {
		return lazily(&filtered{set, keep})
	}
	if set.node.rep == repElems {
		return filterElements(set, keep)
	}
	var kept []Datum
	Each(set, func(e Datum) bool {
		if keep(e) {
			kept = append(kept, e)
		}
		return true
	})
	return Set(kept)
}

// filterElements is Filter of an enumerated set. It returns the set itself if all its elements are kept.
func filterElements(set Datum, keep func(Datum) bool) Datum {
	elems := set.node.elems
	at := 0
	for at < len(elems) && keep(elems[at]) {
		at++
	}
	if at == len(elems) {
		return set
	}
	kept := append(make([]Datum, 0, len(elems)-1), elems[:at]...)
	for _, e := range elems[at+1:] {
		if keep(e) {
			kept = append(kept, e)
		}
	}
	return sorted(kept)
}

// filtered is {x \in of: keep(x)} for a set that is infinite or too large.
type filtered struct {
	of   Datum
	keep func(Datum) bool
}

func (s *filtered) contains(x Datum) bool { return Contains(s.of, x) && s.keep(x) }

func (s *filtered) count() int64 { return atMost(s.of) }

func (s *filtered) each(yield func(Datum) bool) bool {
	return Each(s.of, func(x Datum) bool { return !s.keep(x) || yield(x) })
}

func (s *filtered) inOrder() bool { return s.of.node.rep == repElems || s.of.node.lazy().set.inOrder() }

func (s *filtered) hash() uint64 { return mix(s.of.Hash()^seedInfinite, seedSet) }

func (s *filtered) print(b []byte) []byte {
	return append(appendBrief(append(b, `{x \in `...), s.of), " : ...}"...)
}

// atMost is the count of a set of some elements of another one.
func atMost(set Datum) int64 {
	if set.node.rep == repElems {
		return unknown
	}
	switch n := set.node.lazy().set.count(); {
	case n == infinite || n == unknown:
		return n
	case n > maxTried:
		return uncounted
	}
	return unknown
}

// combination is a \cup b, a \cap b or a \ b of sets that cannot be enumerated.
type combination struct {
	op   string
	a, b Datum
}

func (s *combination) contains(x Datum) bool {
	switch s.op {
	case `\cup`:
		return Contains(s.a, x) || Contains(s.b, x)
	case `\cap`:
		return Contains(s.a, x) && Contains(s.b, x)
	}
	return Contains(s.a, x) && !Contains(s.b, x)
}

func (s *combination) count() int64 {
	n, m := atMost(s.a), atMost(s.b)
	switch s.op {
	case `\cup`:
		return max(n, m)
	case `\cap`:
		return min(n, m)
	}
	return n
}

func (s *combination) each(yield func(Datum) bool) bool {
	a, b := s.a, s.b
	switch {
	case s.op == `\cup`:
		return Each(a, yield) && Each(b, func(x Datum) bool { return Contains(a, x) || yield(x) })
	case s.op == `\cap` && atMost(a) > atMost(b):
		a, b = b, a
	}
	inside := s.op == `\cap`
	return Each(a, func(x Datum) bool { return Contains(b, x) != inside || yield(x) })
}

func (s *combination) inOrder() bool { return false }

func (s *combination) hash() uint64 {
	return mix(s.a.Hash()^seedInfinite, s.b.Hash()|1) ^ hashText(s.op)
}

func (s *combination) print(b []byte) []byte {
	b = append(append(append(appendBrief(b, s.a), ' '), s.op...), ' ')
	return appendBrief(b, s.b)
}
