package datum

import (
	"math/bits"
	"strconv"
)

// subsets is SUBSET of a set, or its subsets of one size.
type subsets struct {
	of   Datum
	size int64 // -1: all
}

// Powerset returns SUBSET set.
func Powerset(set Datum) Datum {
	needSet(set)
	return lazily(&subsets{set, -1})
}

// KSubsets returns the subsets of set that have k elements.
func KSubsets(k int64, set Datum) Datum {
	needSet(set)
	n := set.node.count()
	switch {
	case k < 0 || k > n:
		return EmptySet
	case k == 0:
		return Singleton(EmptySet)
	}
	return lazily(&subsets{set, k})
}

func (s *subsets) contains(x Datum) bool {
	if x.Kind() != KindSet {
		failMember(x, lazily(s))
	}
	if s.size >= 0 && x.node.count() != s.size {
		return false
	}
	return SubsetEq(x, s.of)
}

func (s *subsets) count() int64 {
	n := s.of.node.count()
	switch {
	case n == infinite:
		return infinite
	case s.size >= 0:
		return choose(n, s.size)
	case n > 62:
		return uncounted
	}
	return 1 << n
}

// choose returns the number of ways to choose k of n.
func choose(n, k int64) int64 {
	k = min(k, n-k)
	ways := int64(1)
	for i := range k {
		high, low := bits.Mul64(uint64(ways), uint64(n-i))
		if high > uint64(i) {
			return uncounted
		}
		quotient, _ := bits.Div64(high, low, uint64(i+1)) // exact: it is the number of ways to choose i+1
		if quotient >= unknown {
			return uncounted
		}
		ways = int64(quotient)
	}
	return ways
}

// each goes by size, and within a size in lexical order, which is the canonical order. TLC enumerates the subsets of one size with
// the places of the elements in colexical order.
func (s *subsets) each(yield func(Datum) bool) bool {
	elems := elements(s.of)
	if s.size >= 0 {
		return eachColexical(elems, int(s.size), yield)
	}
	for k := range len(elems) + 1 {
		if !eachLexical(elems, k, yield) {
			return false
		}
	}
	return true
}

func eachLexical(elems []Datum, k int, yield func(Datum) bool) bool {
	chosen := firstChoice(k)
	for {
		if !yield(choice(elems, chosen)) {
			return false
		}
		i := k - 1
		for i >= 0 && chosen[i] == len(elems)-k+i {
			i--
		}
		if i < 0 {
			return true
		}
		for chosen[i]++; i+1 < k; i++ {
			chosen[i+1] = chosen[i] + 1
		}
	}
}

func eachColexical(elems []Datum, k int, yield func(Datum) bool) bool {
	chosen := firstChoice(k)
	for {
		if !yield(choice(elems, chosen)) {
			return false
		}
		i := 0
		for i+1 < k && chosen[i]+1 == chosen[i+1] {
			chosen[i] = i
			i++
		}
		if chosen[i]+1 == len(elems) {
			return true
		}
		chosen[i]++
	}
}

// firstChoice returns the places 0, 1, ..., k-1.
func firstChoice(k int) []int {
	chosen := make([]int, k)
	for i := range chosen {
		chosen[i] = i
	}
	return chosen
}

// choice returns the set of the elements in these places, which are ascending.
func choice(elems []Datum, places []int) Datum {
	if len(places) == 0 {
		return EmptySet
	}
	node := newNode(KindSet, repElems, len(places))
	for i, at := range places {
		node.elems[i] = elems[at]
	}
	return Datum{node: node}
}

func (s *subsets) inOrder() bool { return s.size < 0 }

func (s *subsets) hash() uint64 {
	return mix(s.of.Hash()^seedInfinite, scramble(uint64(s.size)+seedPlace)|1)
}

func (s *subsets) print(b []byte) []byte {
	if s.size < 0 {
		return appendBrief(append(b, "SUBSET "...), s.of)
	}
	b = append(b, "kSubset("...)
	b = append(strconv.AppendInt(b, s.size, 10), ", "...)
	return append(appendBrief(b, s.of), ')')
}
