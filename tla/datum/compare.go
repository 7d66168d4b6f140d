package datum

import "cmp"

// Equal reports whether a and b are equal. It panics with an *Error if TLC would refuse to compare them.
func Equal(a, b Datum) bool { return same(a, b) || equalOther(a, b) }

// equalOther is Equal for values that are not the same.
func equalOther(a, b Datum) bool {
	switch {
	case a.node == b.node: // both are atoms
		if a.node == modelNode {
			checkModels(a, b)
		}
		return false
	case a.node == modelNode || b.node == modelNode:
		checkModels(a, b)
		return false
	case a.node.kind != b.node.kind:
		failCompare(a, b)
	case a.node.kind == KindSet:
		return equalSets(a, b)
	}
	return equalFunctions(a, b)
}

// checkModels refuses to compare a typed model value with a value of another type. One of a and b is a model value.
func checkModels(a, b Datum) {
	switch {
	case a.node != b.node:
		if a.node == modelNode && modelType(a.n) != 0 || b.node == modelNode && modelType(b.n) != 0 {
			failCompare(a, b)
		}
	default:
		if t, u := modelType(a.n), modelType(b.n); t != u && t != 0 && u != 0 {
			failCompare(a, b)
		}
	}
}

func equalSets(a, b Datum) bool {
	if a.node.rep == repLazy && b.node.rep == repLazy {
		if equal, known := equalLazy(a, b); known {
			return equal
		}
	}
	n, m := a.node.count(), b.node.count()
	if n == infinite || m == infinite {
		failCompare(a, b)
	}
	return n == m && equalElements(elements(a), elements(b))
}

func equalElements(a, b []Datum) bool {
	for i := range a {
		if !Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func equalFunctions(a, b Datum) bool {
	f, g := a.node.points(), b.node.points()
	if len(f.elems) != len(g.elems) {
		// Like TLC, refuse to compare a record with a tuple, but not a tuple with a record.
		if f.isRecord() && !g.isRecord() && len(g.elems) > 0 {
			failCompare(a, b)
		}
		return false
	}
	return (f.dom == g.dom || equalDomains(f, g)) && equalElements(f.elems, g.elems)
}

// equalDomains compares the domains of two functions that have as many points, and not the same domain node.
func equalDomains(f, g *Node) bool {
	switch {
	case f.dom == nil:
		return compareDomains(f, g) == 0
	case g.dom == nil:
		return compareDomains(g, f) == 0
	}
	return equalElements(f.dom.elems, g.dom.elems)
}

// Compare orders values as TLC does: integers by number, names by their text, sets by size and then by their elements in order,
// functions by size, then by their domains, then by their values, and model values before all others. It panics with an *Error
// if TLC would refuse to compare a and b. The result is -1, 0 or 1.
func Compare(a, b Datum) int {
	switch {
	case a.node != b.node:
		return compareNodes(a, b)
	case a.n == b.n:
		return 0
	case a.node == intNode || a.node == boolNode:
		return cmp.Compare(a.n, b.n)
	case a.node == modelNode:
		checkModels(a, b)
	}
	return compareNames(a.n, b.n)
}

// compareNodes is Compare if the nodes differ.
func compareNodes(a, b Datum) int {
	if a.node.rep == b.node.rep {
		switch a.node.rep {
		case repElems:
			if c := cmp.Compare(len(a.node.elems), len(b.node.elems)); c != 0 {
				return c
			}
			return compareElements(a.node.elems, b.node.elems)
		case repTuple, repFunction:
			return comparePoints(a.node, b.node)
		}
	}
	switch {
	case a.node == modelNode:
		checkModels(a, b)
		return -1
	case b.node == modelNode:
		checkModels(a, b)
		return 1
	case a.isAtom() || b.isAtom() || a.node.kind != b.node.kind:
		failCompare(a, b)
	case a.node.kind == KindSet:
		return compareSets(a, b)
	}
	return comparePoints(a.node.points(), b.node.points())
}

// comparePoints orders two functions.
func comparePoints(f, g *Node) int {
	if c := cmp.Compare(len(f.elems), len(g.elems)); c != 0 {
		return c
	}
	if f.dom != g.dom {
		if c := compareDomains(f, g); c != 0 {
			return c
		}
	}
	return compareElements(f.elems, g.elems)
}

func compareSets(a, b Datum) int {
	n, m := a.node.count(), b.node.count()
	if n != m {
		return cmp.Compare(n, m) // infinite is the largest
	}
	if a.node.rep == repLazy && b.node.rep == repLazy {
		if n == infinite {
			return compareInfinite(a, b)
		}
		if equal, known := equalLazy(a, b); known && equal {
			return 0
		}
	}
	return compareElements(elements(a), elements(b))
}

// compareInfinite orders infinite sets by what they are made of, so that sets can have them as elements.
func compareInfinite(a, b Datum) int {
	v, first := a.node.named()
	w, second := b.node.named()
	if first && second {
		return cmp.Compare(v, w)
	}
	if c := cmp.Compare(a.Hash(), b.Hash()); c != 0 {
		return c
	}
	if equal, known := equalLazy(a, b); !known || !equal {
		failCompare(a, b)
	}
	return 0
}

// compareElements orders lists that are equally long.
func compareElements(a, b []Datum) int {
	b = b[:len(a)]
	for i := range a {
		if !same(a[i], b[i]) {
			if c := Compare(a[i], b[i]); c != 0 {
				return c
			}
		}
	}
	return 0
}

// compareDomains orders the domains of two functions that have as many points.
func compareDomains(f, g *Node) int {
	switch {
	case f.dom == nil && g.dom == nil:
		return 0
	case f.dom == nil:
		return -compareDomains(g, f)
	case g.dom == nil:
		for i, key := range f.dom.elems {
			if c := Compare(key, Int(int64(i+1))); c != 0 {
				return c
			}
		}
		return 0
	}
	return compareElements(f.dom.elems, g.dom.elems)
}
