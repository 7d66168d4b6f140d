package eval

import (
	"math/rand/v2"
	"slices"

	"github.com/tenet-go/tenet/tla/datum"
)

var _ = register("Randomization", map[string]native{
	"RandomSubset":           {chance: true, call: randomSubset},
	"RandomSetOfSubsets":     {chance: true, call: randomSetOfSubsets},
	"TestRandomSetOfSubsets": {chance: true, call: testRandomSetOfSubsets},
})

// maxDrawn bounds the size of sets that are walked through to draw from them.
const maxDrawn = 100_000_000

// sizeToDraw returns the number of elements of a set that is drawn from.
func sizeToDraw(i int, operator string, set datum.Datum) int64 {
	n, _ := datum.Cardinality(setArgument(i, operator, set))
	if n > maxDrawn {
		refuse("%s draws from sets of at most %d elements, and the set %s has more", operator, maxDrawn, set)
	}
	return n
}

func randomElement(c *call) datum.Datum {
	set := c.arg(0)
	if low, high, ok := datum.Bounds(set); ok && low <= high {
		return datum.Int(low + int64(c.evaluator.random().Uint64N(uint64(high-low)+1)))
	}
	n := sizeToDraw(0, "RandomElement", set)
	if n == 0 {
		refuse("the argument of RandomElement should be a set with elements, but it is {}")
	}
	return elementAt(set, c.evaluator.random().Int64N(n))
}

// elementAt returns an element of a set by its number.
func elementAt(set datum.Datum, number int64) (element datum.Datum) {
	datum.EachInOrder(set, func(x datum.Datum) bool {
		element = x
		number--
		return number >= 0
	})
	return element
}

// randomSubset draws k different numbers of elements, and then the elements.
func randomSubset(c *call) datum.Datum {
	k, set := naturalArgument(0, "RandomSubset", c.arg(0)), c.arg(1)
	n := sizeToDraw(1, "RandomSubset", set)
	if k > n {
		refuse("the first argument of RandomSubset is %d, and the set has only %d elements", k, n)
	}
	numbers := drawNumbers(c.evaluator.random(), k, n)
	drawn := make([]datum.Datum, 0, k)
	number := int64(0)
	datum.EachInOrder(set, func(x datum.Datum) bool {
		if len(drawn) < len(numbers) && numbers[len(drawn)] == number {
			drawn = append(drawn, x)
		}
		number++
		return len(drawn) < len(numbers)
	})
	return datum.Set(drawn)
}

// drawNumbers draws k different numbers below n (Floyd's algorithm), and sorts them.
func drawNumbers(random *rand.Rand, k, n int64) []int64 {
	chosen := make(map[int64]bool, k)
	for top := n - k; top < n; top++ {
		number := random.Int64N(top + 1)
		if chosen[number] {
			number = top
		}
		chosen[number] = true
	}
	numbers := make([]int64, 0, k)
	for number := range chosen {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	return numbers
}

func randomSetOfSubsets(c *call) datum.Datum {
	return c.drawSubsets("RandomSetOfSubsets")
}

// drawSubsets draws k subsets of S, of which each has each element with the probability n/|S|. Equal ones are one.
func (c *call) drawSubsets(operator string) datum.Datum {
	k, n, set := naturalArgument(0, operator, c.arg(0)), naturalArgument(1, operator, c.arg(1)), c.arg(2)
	size := sizeToDraw(2, operator, set)
	if n > size {
		refuse("the second argument of %s is %d, and the set has only %d elements", operator, n, size)
	}
	elems, random := datum.Elements(set), c.evaluator.random()
	subsets := make([]datum.Datum, 0, min(k, maxDrawn))
	for range k {
		var subset []datum.Datum
		for _, x := range elems {
			if random.Int64N(size) < n {
				subset = append(subset, x)
			}
		}
		subsets = append(subsets, datum.Set(subset))
	}
	return datum.Set(subsets)
}

func testRandomSetOfSubsets(c *call) datum.Datum {
	sizes := make([]datum.Datum, 5)
	for i := range sizes {
		sizes[i] = cardinality(c.drawSubsets("TestRandomSetOfSubsets"))
	}
	return datum.Tuple(sizes)
}
