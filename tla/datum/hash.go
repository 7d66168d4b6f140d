package datum

import "math/bits"

// The hash of a set is made of the sum of its elements' hashes, that of a function of the sum over its points, so that the hash of
// a value with one point changed follows from the hash of the value. A node remembers the sum.

// Seeds, which are the same in each run.
const (
	seedBool     = 0x9e3779b97f4a7c15
	seedInt      = 0xd1b54a32d192ed03
	seedString   = 0x8cb92ba72f3d8dd7
	seedModel    = 0xaef17502108ef2d9
	seedSet      = 0xe7037ed1a0b428db
	seedFunction = 0x589965cc75374cc3
	seedPlace    = 0x1d8e4e27c47d124f
	seedInfinite = 0xeb44accab455d165
)

// Hash returns the same number for equal values, in each run, and almost surely different ones for different values.
func (d Datum) Hash() uint64 {
	switch d.node {
	case intNode:
		return scramble(uint64(d.n) ^ seedInt)
	case stringNode:
		return nameOf(d.n).stringHash
	case modelNode:
		return nameOf(d.n).modelHash
	case boolNode:
		return scramble(uint64(d.n) ^ seedBool)
	case nil:
		return 0
	}
	return scramble(d.node.hashSum())
}

// hashSum returns what the node's hash is made of.
func (n *Node) hashSum() uint64 {
	if sum := n.sum.Load(); sum != 0 {
		return sum
	}
	var sum uint64
	switch n.rep {
	case repElems:
		sum = sumOfSet(n.elems)
	case repTuple:
		sum = sumOfValues(seedFunction, n.elems)
	case repFunction:
		sum = sumOfValues(n.dom.hashSum()+seedFunction, n.elems)
	case repLambda:
		sum = n.points().hashSum()
	case repLazy:
		sum = n.lazySum()
	}
	n.sum.Store(sum) // a sum that happens to be 0 is computed again
	return sum
}

func sumOfSet(elems []Datum) uint64 {
	sum := uint64(seedSet)
	for _, e := range elems {
		sum += elementHash(e)
	}
	return sum
}

// elementHash is what an element adds to the sum of a set.
func elementHash(e Datum) uint64 { return mix(e.Hash()^seedSet, seedPlace) }

func sumOfValues(sum uint64, values []Datum) uint64 {
	for i, v := range values {
		sum += pointHash(i, v)
	}
	return sum
}

// pointHash is what the i-th value adds to the sum of a function.
func pointHash(i int, v Datum) uint64 { return mix(v.Hash()^seedFunction, placeKey(i)) }

// placeKey returns an odd number for each place in a domain. They have nothing to do with each other, as multiples of one number
// would have: sums over places with equal values would collide.
func placeKey(i int) uint64 {
	if i < len(placeKeys) {
		return placeKeys[i]
	}
	return scramble(uint64(i)+seedPlace) | 1
}

var placeKeys = func() (keys [32]uint64) {
	for i := range keys {
		keys[i] = scramble(uint64(i)+seedPlace) | 1
	}
	return keys
}()

// lazySum is hashSum of a lazy set: that of the set enumerated if it is finite, or else one of its parts.
func (n *Node) lazySum() uint64 {
	set := n.lazy().set
	switch count := set.count(); {
	case count == infinite:
		return set.hash()
	case count == unknown:
		return n.enumerated().hashSum()
	case count > maxElements:
		fail("cannot compute with a set of so many elements: %s", described(Datum{node: n}))
	}
	sum := uint64(seedSet)
	set.each(func(e Datum) bool {
		sum += elementHash(e)
		return true
	})
	return sum
}

// hashText hashes the bytes of a text.
func hashText(text string) uint64 {
	h := uint64(seedString)
	for i := 0; i < len(text); i++ {
		h = (h ^ uint64(text[i])) * 0x100000001b3
	}
	return scramble(h ^ uint64(len(text)))
}

// mix combines two numbers.
func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}

// scramble is a permutation of the numbers under which each bit depends on each.
func scramble(x uint64) uint64 {
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	return x ^ x>>32
}

// Identical reports whether two values are the same, up to a collision of their hashes. Unlike Equal it compares values of any kinds: those
// of different ones are different.
func Identical(a, b Datum) bool { return a.Kind() == b.Kind() && a.Hash() == b.Hash() }
