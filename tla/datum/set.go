package datum

import (
	"slices"
	"sort"
)

const (
	// maxElements is how many elements a set may have that is enumerated, as in TLC, which allows 1,000,000.
	maxElements = 1 << 20
	// maxTried is how many elements are tried to find those of a filtered set.
	maxTried = 1 << 30
)

// EmptySet is {}.
var EmptySet = Datum{node: &Node{kind: KindSet, rep: repElems}}

// Booleans is BOOLEAN.
var Booleans = Set([]Datum{Bool(false), Bool(true)})

// Set returns the set of these elements. It takes the slice over.
func Set(elems []Datum) Datum {
	if len(elems) == 0 {
		return EmptySet
	}
	return sorted(sortElements(elems))
}

// Singleton returns {x}.
func Singleton(x Datum) Datum {
	node := newNode(KindSet, repElems, 1)
	node.elems[0] = x
	return Datum{node: node}
}

// sorted returns the set of elements that are in order and all different.
func sorted(elems []Datum) Datum {
	if len(elems) == 0 {
		return EmptySet
	}
	return Datum{node: &Node{kind: KindSet, rep: repElems, elems: elems}}
}

// sortElements sorts in place and drops what occurs twice.
func sortElements(elems []Datum) []Datum {
	inOrder := true
	for i := 1; i < len(elems); i++ {
		if Compare(elems[i-1], elems[i]) >= 0 {
			inOrder = false
			break
		}
	}
	if inOrder {
		return elems
	}
	slices.SortFunc(elems, Compare)
	return slices.CompactFunc(elems, func(a, b Datum) bool { return Compare(a, b) == 0 })
}

// Elements returns the elements of a set in canonical order. It panics with an *Error if the set is infinite or much too large.
// The slice is the set's own.
func Elements(set Datum) []Datum {
	needSet(set)
	return elements(set)
}

func elements(set Datum) []Datum {
	if set.node.rep == repElems {
		return set.node.elems
	}
	return set.node.enumerated().elems
}

// enumerated returns a set by its elements. A lazy set remembers them.
func (n *Node) enumerated() *Node {
	if n.rep == repElems {
		return n
	}
	if full := n.lazy().full.Load(); full != nil {
		return full
	}
	count := n.lazy().set.count()
	switch {
	case count == infinite:
		fail("attempted to enumerate the infinite set %s", described(Datum{node: n}))
	case count > maxElements && count != unknown:
		fail("attempted to enumerate a set of too many elements: %s", described(Datum{node: n}))
	}
	var elems []Datum
	if count != unknown {
		elems = make([]Datum, 0, count)
	}
	if !n.lazy().set.each(func(e Datum) bool {
		elems = append(elems, e)
		return len(elems) <= maxElements
	}) {
		fail("attempted to enumerate a set of too many elements: %s", described(Datum{node: n}))
	}
	var full *Node
	if n.lazy().set.inOrder() {
		full = sorted(elems).node
	} else {
		full = Set(elems).node
	}
	if !n.lazy().full.CompareAndSwap(nil, full) { // one enumeration, so that domains are shared
		full = n.lazy().full.Load()
	}
	return full
}

// Each calls yield with the elements of a set until it returns false, and reports whether it never did. Sets such as SUBSET S and
// [S -> T] are enumerated without having all their elements at once, in the order in which TLC does.
func Each(set Datum, yield func(Datum) bool) bool {
	needSet(set)
	node := set.node
	if node.rep == repLazy {
		full := node.lazy().full.Load()
		if full == nil {
			if node.isInfinite() {
				fail("attempted to enumerate the infinite set %s", described(set))
			}
			return node.lazy().set.each(yield)
		}
		node = full
	}
	for _, e := range node.elems {
		if !yield(e) {
			return false
		}
	}
	return true
}

// EachInOrder is Each in canonical order: the order in which CHOOSE tries elements.
func EachInOrder(set Datum, yield func(Datum) bool) bool {
	needSet(set)
	if set.node.rep == repLazy && !set.node.lazy().set.inOrder() {
		set.node.enumerated()
	}
	return Each(set, yield)
}

// Cardinality returns the number of elements of a finite set. It panics with an *Error if the number is no int64.
func Cardinality(set Datum) (n int64, finite bool) {
	needSet(set)
	switch n := set.node.count(); n {
	case infinite:
		return 0, false
	case uncounted:
		fail("overflow when computing the number of elements in %s", described(set))
		return 0, false
	default:
		return n, true
	}
}

// IsFinite reports whether a set is finite.
func IsFinite(set Datum) bool {
	needSet(set)
	return !set.node.isInfinite()
}

// isLarge reports whether a set has, or may have, so many elements that it is not enumerated without need.
func (n *Node) isLarge() bool {
	return n.rep == repLazy && n.lazy().full.Load() == nil && n.lazy().set.count() > maxElements
}

func (n *Node) isInfinite() bool { return n.rep == repLazy && n.lazy().set.count() == infinite }

// IsEmpty reports whether a set has no element.
func IsEmpty(set Datum) bool {
	needSet(set)
	return set.node.count() == 0
}

// count returns the number of elements of a set, or infinite, or uncounted.
func (n *Node) count() int64 {
	if n.rep == repElems {
		return int64(len(n.elems))
	}
	if full := n.lazy().full.Load(); full != nil {
		return int64(len(full.elems))
	}
	if count := n.lazy().set.count(); count != unknown {
		return count
	}
	return int64(len(n.enumerated().elems))
}

// Contains reports whether x is an element of a set. It panics with an *Error if TLC would refuse to say.
func Contains(set, x Datum) bool {
	if set.Kind() != KindSet {
		fail("attempted to check if %s is an element of %s", what(x), what(set))
	}
	if set.node.rep == repLazy {
		return set.node.lazy().set.contains(x)
	}
	_, found := find(set.node.elems, x)
	return found
}

// few is up to how many elements are searched one after the other.
const few = 8

// find returns the place of x in sorted elements, or the place where it would be.
func find(elems []Datum, x Datum) (int, bool) {
	if len(elems) == 0 {
		return 0, false
	}
	if x.isAtom() && elems[0].node == x.node && elems[len(elems)-1].node == x.node {
		at, found := findAtom(elems, x)
		if found || x.node != modelNode { // Compare may refuse the types of model values
			return at, found
		}
	}
	low, high := 0, len(elems)
	for low < high {
		mid := int(uint(low+high) >> 1)
		c := Compare(x, elems[mid])
		switch {
		case c == 0:
			return mid, true
		case c < 0:
			high = mid
		default:
			low = mid + 1
		}
	}
	return low, false
}

// findAtom is find among atoms of x's kind. As elements are sorted, all are of one kind if the first and the last are.
func findAtom(elems []Datum, x Datum) (int, bool) {
	if x.node == intNode || x.node == boolNode {
		if first := elems[0].n; x.n >= first { // 1..n, and most sets of integers that are near to it
			if at := x.n - first; uint64(at) < uint64(len(elems)) && elems[at].n == x.n {
				return int(at), true
			}
		}
		at := sort.Search(len(elems), func(i int) bool { return elems[i].n >= x.n })
		return at, at < len(elems) && elems[at].n == x.n
	}
	if len(elems) <= few {
		for i := range elems {
			if elems[i].n == x.n {
				return i, true
			}
		}
	}
	at := sort.Search(len(elems), func(i int) bool { return compareNames(elems[i].n, x.n) >= 0 })
	return at, at < len(elems) && elems[at].n == x.n
}
