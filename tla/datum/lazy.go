package datum

import (
	"math"
	"strconv"
)

// lazySet represents a set by what it is made of.
type lazySet interface {
	contains(x Datum) bool
	// count returns the number of elements, or infinite, uncounted or unknown.
	count() int64
	// each enumerates the set, which is finite, without duplicates.
	each(yield func(Datum) bool) bool
	// inOrder reports whether each goes in canonical order.
	inOrder() bool
	// hash makes equal numbers of infinite sets that equalLazy takes for equal.
	hash() uint64
	// print appends the set as TLC prints it without its elements.
	print(b []byte) []byte
}

// Numbers of elements that are none.
const (
	infinite  = math.MaxInt64
	uncounted = math.MaxInt64 - 1 // finite, but too large a number
	unknown   = math.MaxInt64 - 2 // finite, but all elements of a larger set must be tried
)

func lazily(set lazySet) Datum {
	n := &lazyNode{Node: Node{kind: KindSet, rep: repLazy}, set: set}
	return Datum{node: &n.Node}
}

// interval is low..high, which is not empty.
type interval struct{ low, high int64 }

// Intervals 0..n and 1..n that are made once.
var intervals = func() (all [2][64]Datum) {
	for low := range all {
		for n := low; n < len(all[low]); n++ {
			all[low][n] = lazily(&interval{int64(low), int64(n)})
		}
	}
	return all
}()

// Interval returns low..high.
func Interval(low, high int64) Datum {
	switch {
	case low > high:
		return EmptySet
	case low>>1 == 0 && high < int64(len(intervals[low])): // 0 and 1
		return intervals[low][high]
	}
	return lazily(&interval{low, high})
}

// Bounds returns the least and the greatest element of a set that is represented as an interval.
func Bounds(set Datum) (low, high int64, ok bool) {
	if set.node != nil && set.node.rep == repLazy {
		if v, ok := set.node.lazy().set.(*interval); ok {
			return v.low, v.high, true
		}
	}
	return 0, 0, false
}

func (v *interval) contains(x Datum) bool {
	if x.node == intNode {
		return v.low <= x.n && x.n <= v.high
	}
	if x.node == modelNode && modelType(x.n) == 0 {
		return false
	}
	failMember(x, lazily(v))
	return false
}

func (v *interval) count() int64 {
	if n := uint64(v.high) - uint64(v.low); n < unknown-1 {
		return int64(n) + 1
	}
	return uncounted
}

func (v *interval) each(yield func(Datum) bool) bool {
	for n := v.low; ; n++ {
		if !yield(Int(n)) {
			return false
		}
		if n == v.high {
			return true
		}
	}
}

func (v *interval) inOrder() bool { return true }

func (v *interval) hash() uint64 { return 0 } // never infinite

func (v *interval) print(b []byte) []byte {
	b = strconv.AppendInt(b, v.low, 10)
	b = append(b, ".."...)
	return strconv.AppendInt(b, v.high, 10)
}

// named is an infinite set that has a name.
type named uint8

// The named sets, subsets before supersets.
const (
	naturals named = iota
	integers
	reals
	texts
)

// The infinite sets Nat, Int, Real and STRING.
var (
	Nat      = lazily(naturals)
	Integers = lazily(integers)
	Reals    = lazily(reals)
	Strings  = lazily(texts)
)

// named returns the name of a set that has one.
func (n *Node) named() (named, bool) {
	if n.rep != repLazy {
		return 0, false
	}
	v, ok := n.lazy().set.(named)
	return v, ok
}

func (v named) contains(x Datum) bool {
	switch {
	case x.node == modelNode && modelType(x.n) == 0:
		return false
	case v == texts && x.node == stringNode:
		return true
	case v != texts && x.node == intNode:
		return v != naturals || x.n >= 0
	}
	failMember(x, lazily(v))
	return false
}

func (v named) count() int64               { return infinite }
func (v named) each(func(Datum) bool) bool { return true } // never asked
func (v named) inOrder() bool              { return true }
func (v named) hash() uint64               { return scramble(seedInfinite + uint64(v)) }
func (v named) print(b []byte) []byte {
	return append(b, [...]string{"Nat", "Int", "Real", "STRING"}[v]...)
}
func multiply(n, m int64) int64 {
	switch {
	case n == 0 || m == 0:
		return 0
	case n == infinite || m == infinite:
		return infinite
	case n > unknown/m || n*m >= unknown:
		return uncounted
	}
	return n * m
}

// equalLazy compares two lazy sets by what they are made of, and says whether that told.
func equalLazy(a, b Datum) (equal, known bool) {
	if v, ok := a.node.named(); ok {
		w, ok := b.node.named()
		if ok && v != w && (v == texts || w == texts) {
			failCompare(a, b)
		}
		return v == w, ok
	}
	n, m := a.node.count(), b.node.count()
	if n != m && n < uncounted && m < uncounted {
		return false, true
	}
	if n == 0 || m == 0 {
		return n == m, true
	}
	switch v := a.node.lazy().set.(type) {
	case *interval:
		w, ok := b.node.lazy().set.(*interval)
		return ok && *v == *w, ok
	case *subsets:
		w, ok := b.node.lazy().set.(*subsets)
		if ok && v.size == w.size {
			return Equal(v.of, w.of), true
		}
	case *functions:
		w, ok := b.node.lazy().set.(*functions)
		return ok && Equal(v.dom, w.dom) && (v.dom.node.count() == 0 || Equal(v.rng, w.rng)), ok
	case *tuples:
		w, ok := b.node.lazy().set.(*tuples)
		if ok && v.shape == w.shape {
			return len(v.sets) == len(w.sets) && equalElements(v.sets, w.sets), true
		}
	case *sequences:
		w, ok := b.node.lazy().set.(*sequences)
		return ok && Equal(v.of, w.of), ok
	}
	return false, false
}

// includes says whether small is a subset of large by what they are made of, if that tells.
func includes(large, small Datum) (yes, known bool) {
	if large.node.rep != repLazy || small.node.rep != repLazy {
		return false, false
	}
	switch s := small.node.lazy().set.(type) {
	case named:
		l, ok := large.node.lazy().set.(named)
		return s <= l && (s == texts) == (l == texts), ok
	case *interval:
		switch l := large.node.lazy().set.(type) {
		case *interval:
			return l.low <= s.low && s.high <= l.high, true
		case named:
			return l != naturals || s.low >= 0, l != texts
		}
	case *subsets:
		if l, ok := large.node.lazy().set.(*subsets); ok && l.size < 0 && s.size < 0 {
			return SubsetEq(s.of, l.of), true
		}
	case *sequences:
		if l, ok := large.node.lazy().set.(*sequences); ok {
			return SubsetEq(s.of, l.of), true
		}
	}
	return false, false
}
