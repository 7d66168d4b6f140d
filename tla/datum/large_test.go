package datum_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/tla/datum"
)

// first returns what Each yields first.
func first(set datum.Datum, n int) []string {
	var all []string
	datum.Each(set, func(e datum.Datum) bool {
		all = append(all, e.String())
		return len(all) < n
	})
	return all
}

// Sets that are finite and too large to enumerate can still be asked, and enumerated in part.
func TestOperationsOnLargeSets(t *testing.T) {
	large, evens := datum.Interval(1, 1<<40), datum.Filter(datum.Interval(0, 1<<40), func(x datum.Datum) bool { return x.Int()%2 == 0 })
	for name, c := range map[string]struct {
		set   datum.Datum
		first []string
		has   map[int64]bool
	}{
		`\cup`:           {datum.Union(large, evens), []string{"1", "2", "3"}, map[int64]bool{0: true, 1: true, -2: false, 1<<40 + 2: false}},
		`\cap`:           {datum.Intersect(large, evens), []string{"2", "4", "6"}, map[int64]bool{0: false, 1: false, 2: true}},
		`infinite \cap`:  {datum.Intersect(datum.Nat, evens), []string{"0", "2", "4"}, map[int64]bool{0: true, 1: false, 2: true}},
		`\`:              {datum.Minus(large, evens), []string{"1", "3", "5"}, map[int64]bool{0: false, 1: true, 2: false}},
		"with one more":  {datum.Union(large, datum.Interval(-1, -1)), []string{"1", "2", "3"}, map[int64]bool{-1: true, 0: false, 1: true}},
		"with one less":  {datum.Minus(large, datum.Interval(2, 2)), []string{"1", "3", "4"}, map[int64]bool{1: true, 2: false}},
		"without nobody": {datum.Minus(large, datum.EmptySet), []string{"1", "2", "3"}, map[int64]bool{0: false, 1: true}},
	} {
		require.Equal(t, c.first, first(c.set, 3), name)
		for n, in := range c.has {
			require.Equal(t, in, datum.Contains(c.set, datum.Int(n)), "%d in %s", n, name)
		}
		require.True(t, datum.IsFinite(c.set), name)
		require.ErrorContains(t, refused(func() { datum.Elements(c.set) }), "too many elements", name)
		require.ErrorContains(t, refused(func() { datum.EachInOrder(datum.Union(large, c.set), func(datum.Datum) bool { return false }) }), "too many elements")
		require.ErrorContains(t, refused(func() { c.set.Hash() }), "so many elements", name)
	}
	require.Equal(t, []string{"0", "2"}, func() (all []string) {
		datum.EachInOrder(evens, func(e datum.Datum) bool {
			all = append(all, e.String())
			return len(all) < 2
		})
		return all
	}())
	three := datum.Intersect(datum.Interval(1, 5), datum.Minus(large, evens))
	require.Equal(t, "{1, 3, 5}", three.String())
}

func TestSizes(t *testing.T) {
	whole := datum.Interval(math.MinInt64, math.MaxInt64)
	many := datum.Interval(1, 1<<40)
	for _, set := range []datum.Datum{
		whole, datum.Powerset(whole), datum.Powerset(datum.Interval(1, 63)), datum.Product(many, many), datum.FunctionSet(datum.Interval(0, 99), datum.Booleans),
		datum.KSubsets(50, datum.Interval(1, 100)), datum.RecordSet(datum.NewShape([]string{"a", "b"}), many, many),
	} {
		require.True(t, datum.IsFinite(set))
		require.ErrorContains(t, refused(func() { datum.Cardinality(set) }), "overflow")
	}
	for _, set := range []datum.Datum{
		datum.Nat, datum.Powerset(datum.Nat), datum.Product(many, datum.Nat), datum.FunctionSet(datum.Nat, datum.Booleans),
		datum.KSubsets(2, datum.Nat), datum.RecordSet(datum.NewShape([]string{"a"}), datum.Nat), datum.Seq(many),
		datum.FunctionSet(many, datum.Strings), datum.Filter(datum.Nat, nil), datum.Minus(datum.Nat, many),
	} {
		n, finite := datum.Cardinality(set)
		require.False(t, finite, "%v", set)
		require.Zero(t, n)
		require.ErrorContains(t, refused(func() { datum.Each(set, func(datum.Datum) bool { return true }) }), "infinite", "%v", set)
	}
	for want, set := range map[int64]datum.Datum{
		0:       datum.Product(datum.Nat, datum.EmptySet),
		1:       datum.FunctionSet(datum.EmptySet, datum.Nat),
		1 << 40: many,
		1 << 62: datum.Powerset(datum.Interval(1, 62)),
		3 << 40: datum.Product(datum.Interval(1, 3), many),
	} {
		n, finite := datum.Cardinality(set)
		require.True(t, finite)
		require.Equal(t, want, n, "%v", set)
	}
}

func TestInfiniteSetsOfOneForm(t *testing.T) {
	forms := func(set datum.Datum) []datum.Datum {
		return []datum.Datum{
			set, datum.Powerset(set), datum.KSubsets(2, set), datum.KSubsets(3, set), datum.Seq(set), datum.Product(set, set), datum.Product(set),
			datum.FunctionSet(set, set), datum.FunctionSet(datum.Interval(1, 2), set), datum.RecordSet(datum.NewShape([]string{"a"}), set),
			datum.RecordSet(datum.NewShape([]string{"b"}), set),
		}
	}
	all := append(forms(datum.Nat), forms(datum.Integers)...)
	again := append(forms(datum.Nat), forms(datum.Integers)...)
	for i, a := range all {
		for j, b := range again {
			require.Equal(t, i == j, a.Hash() == b.Hash(), "%v and %v", a, b)
			require.Equal(t, i == j, datum.Compare(a, b) == 0, "%v and %v", a, b)
			require.Equal(t, datum.Compare(a, b), -datum.Compare(b, a))
			if equal := answer(func() bool { return datum.Equal(a, b) }); equal != refuses {
				require.Equal(t, i == j, equal == yes, "%v and %v", a, b)
			}
		}
	}
	filtered := datum.Filter(datum.Nat, func(datum.Datum) bool { return true })
	require.Equal(t, refuses, answer(func() bool { return datum.Equal(filtered, datum.Filter(datum.Nat, nil)) }))
	require.Equal(t, yes, answer(func() bool { return datum.Equal(filtered, filtered) }))
}

func TestManyElementsOfALargeSet(t *testing.T) {
	all := datum.Filter(datum.Interval(1, 1<<20+1), func(x datum.Datum) bool { return x.Int() < 3000 })
	n, _ := datum.Cardinality(all)
	require.EqualValues(t, 2999, n)
	require.Contains(t, all.String(), "{1, 2, 3, 4, ", "TLC prints the elements")
}

// Filtered sets are enumerated when they need to be, however many elements are tried.
func TestFewElementsOfALargeSet(t *testing.T) {
	tried := 0
	few := datum.Filter(datum.Interval(1, 5<<19), func(x datum.Datum) bool {
		tried++
		return x.Int()%(1<<19) == 0
	})
	require.True(t, datum.Contains(few, datum.Int(1<<19)))
	require.True(t, datum.IsFinite(few))
	with := datum.Union(few, datum.Interval(-1, -1))
	without := datum.Minus(few, datum.Interval(1<<19, 1<<19))
	require.False(t, datum.Contains(without, datum.Int(1<<19)))
	require.Equal(t, 2, tried, "only these were asked for")

	n, finite := datum.Cardinality(few)
	require.True(t, finite)
	require.EqualValues(t, 5, n)
	require.Equal(t, 2+5<<19, tried)
	require.Equal(t, "{524288, 1048576, 1572864, 2097152, 2621440}", few.String())
	require.Equal(t, "{1048576, 1572864, 2097152, 2621440}", without.String())
	require.Equal(t, parsed(with.String()).Hash(), with.Hash())
	require.True(t, datum.Contains(with, datum.Int(-1)))
	require.Equal(t, "{1048576}", datum.Intersect(few, datum.Interval(1<<20, 1<<20)).String())
	require.ErrorContains(t, refused(func() { datum.Elements(datum.Filter(datum.Interval(1, 1<<21), func(datum.Datum) bool { return true })) }), "too many elements")
}
