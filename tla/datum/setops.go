package datum

// Union returns a \cup b.
func Union(a, b Datum) Datum {
	needSet(a)
	needSet(b)
	large := a.node.isLarge() || b.node.isLarge()
	switch {
	case same(a, b) || isSmall(b, 0):
		return a
	case isSmall(a, 0):
		return b
	case large:
		return lazily(&combination{`\cup`, a, b})
	case isSmall(a, 1):
		return Include(b, elements(a)[0])
	case isSmall(b, 1):
		return Include(a, elements(b)[0])
	}
	return merge(a, b)
}

// isSmall reports whether a set has n elements, and is false for large ones.
func isSmall(set Datum, n int64) bool { return !set.node.isLarge() && set.node.count() == n }

// Include returns set \cup {x}, in one search and one copy.
func Include(set, x Datum) Datum {
	needSet(set)
	if set.node.isLarge() {
		return lazily(&combination{`\cup`, set, Singleton(x)})
	}
	elems := elements(set)
	at, found := find(elems, x)
	if found {
		return set
	}
	node := newNode(KindSet, repElems, len(elems)+1)
	copy(node.elems, elems[:at])
	node.elems[at] = x
	copy(node.elems[at+1:], elems[at:])
	if sum := set.node.sum.Load(); sum != 0 {
		node.sum.Store(sum + elementHash(x))
	}
	return Datum{node: node}
}

// Exclude returns set \ {x}, in one search and one copy.
func Exclude(set, x Datum) Datum {
	needSet(set)
	if set.node.isLarge() {
		return lazily(&combination{`\`, set, Singleton(x)})
	}
	elems := elements(set)
	at, found := find(elems, x)
	switch {
	case !found:
		return set
	case len(elems) == 1:
		return EmptySet
	}
	node := newNode(KindSet, repElems, len(elems)-1)
	copy(node.elems, elems[:at])
	copy(node.elems[at:], elems[at+1:])
	if sum := set.node.sum.Load(); sum != 0 {
		node.sum.Store(sum - elementHash(elems[at]))
	}
	return Datum{node: node}
}

// merge returns a \cup b for sets that can be enumerated, and one of them itself if it contains the other.
func merge(a, b Datum) Datum {
	x, y := elements(a), elements(b)
	if len(x) < len(y) {
		a, x, y = b, y, x
	}
	all := make([]Datum, 0, len(x)+len(y))
	for len(x) > 0 && len(y) > 0 {
		c := Compare(x[0], y[0])
		if c <= 0 {
			all = append(all, x[0])
			x = x[1:]
		} else {
			all = append(all, y[0])
		}
		if c >= 0 {
			y = y[1:]
		}
	}
	all = append(append(all, x...), y...)
	if len(all) == len(elements(a)) {
		return a
	}
	return sorted(all)
}

// Intersect returns a \cap b.
func Intersect(a, b Datum) Datum {
	needSet(a)
	needSet(b)
	switch {
	case same(a, b):
		return a
	case !a.node.isLarge():
		return retain(a, b, true)
	case !b.node.isLarge():
		return retain(b, a, true)
	}
	return lazily(&combination{`\cap`, a, b})
}

// Minus returns a \ b.
func Minus(a, b Datum) Datum {
	needSet(a)
	needSet(b)
	if a.node.isLarge() {
		return lazily(&combination{`\`, a, b})
	}
	if b.node.rep == repElems && len(b.node.elems) == 1 {
		return Exclude(a, b.node.elems[0])
	}
	return retain(a, b, false)
}

// retain returns the set of those elements of a of which it is so that they are elements of b.
func retain(a, b Datum, inside bool) Datum {
	elems := elements(a)
	var kept []Datum
	for i, e := range elems {
		switch keep := Contains(b, e) == inside; {
		case keep && kept != nil:
			kept = append(kept, e)
		case !keep && kept == nil: // the first that goes
			kept = append(make([]Datum, 0, len(elems)-1), elems[:i]...)
		}
	}
	if kept == nil {
		return a
	}
	return sorted(kept)
}

// SubsetEq reports whether a \subseteq b.
func SubsetEq(a, b Datum) bool {
	needSet(a)
	needSet(b)
	if same(a, b) {
		return true
	}
	if a.node.rep == repLazy {
		if yes, known := includes(b, a); known {
			return yes
		}
		return Each(a, func(e Datum) bool { return Contains(b, e) })
	}
	for _, e := range a.node.elems {
		if !Contains(b, e) {
			return false
		}
	}
	return true
}

// UnionAll returns UNION set.
func UnionAll(set Datum) Datum {
	needSet(set)
	var sets []Datum
	Each(set, func(s Datum) bool {
		if s.Kind() != KindSet {
			fail("attempted to compute UNION of a set that has %s as an element", what(s))
		}
		sets = append(sets, s)
		return true
	})
	return unionOf(sets)
}

// unionOf returns the union of sets.
func unionOf(sets []Datum) Datum {
	switch len(sets) {
	case 0:
		return EmptySet
	case 1:
		return sets[0]
	case 2:
		return Union(sets[0], sets[1])
	}
	total := int64(0)
	for _, s := range sets {
		n := int64(maxElements) + 1
		if !s.node.isLarge() {
			n = s.node.count()
		}
		if total+n > maxElements {
			half := len(sets) / 2
			return Union(unionOf(sets[:half]), unionOf(sets[half:]))
		}
		total += n
	}
	all := make([]Datum, 0, total)
	for _, s := range sets {
		all = append(all, elements(s)...)
	}
	return Set(all)
}
