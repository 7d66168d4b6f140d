package datum_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/value"
)

// naive computes with sets as lists.
func naive(a, b value.Value, keep func(inA, inB bool) bool) value.Value {
	var kept []value.Value
	for _, e := range append(slices.Clone(a.Elements()), b.Elements()...) {
		if keep(slices.Contains(a.Elements(), e), slices.Contains(b.Elements(), e)) {
			kept = append(kept, e)
		}
	}
	return value.Set(kept...)
}

func TestSetOperationsAgreeWithLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		elem := sorts(1).Draw(t, "sort")
		v, w, x := value.Set(some(t, elem)...), value.Set(some(t, elem)...), elem(t)
		r := random(t)
		a, b := disguised(datum.FromValue(v), r), disguised(datum.FromValue(w), r)
		if rapid.Bool().Draw(t, "hashed") { // so that sums of the results are made of these
			a.Hash()
			b.Hash()
		}
		for name, c := range map[string]struct {
			got  datum.Datum
			keep func(inA, inB bool) bool
		}{
			`\cup`: {datum.Union(a, b), func(inA, inB bool) bool { return inA || inB }},
			`\cap`: {datum.Intersect(a, b), func(inA, inB bool) bool { return inA && inB }},
			`\`:    {datum.Minus(a, b), func(inA, inB bool) bool { return inA && !inB }},
		} {
			want := naive(v, w, c.keep)
			require.Equal(t, want, datum.ToValue(c.got), "%v %s %v", v, name, w)
			require.Equal(t, datum.FromValue(want).Hash(), c.got.Hash(), "%v %s %v", v, name, w)
			require.True(t, slices.IsSortedFunc(datum.Elements(c.got), datum.Compare))
		}
		require.Equal(t, datum.Equal(datum.Intersect(a, b), a), datum.SubsetEq(a, b))
		require.Equal(t, slices.Contains(v.Elements(), x), datum.Contains(a, datum.FromValue(x)))
		n, finite := datum.Cardinality(a)
		require.True(t, finite)
		require.EqualValues(t, len(v.Elements()), n)
		require.Equal(t, n == 0, datum.IsEmpty(a))
	})
}

func TestOneMoreAndOneLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Int64Range(0, 40), 0, 30).Draw(t, "elements")
		set, want := datum.EmptySet, map[int64]bool{}
		for _, n := range all {
			set.Hash()
			x := datum.Int(n / 2)
			if n%2 == 0 {
				set, want[n/2] = datum.Union(set, datum.Singleton(x)), true
			} else {
				set = datum.Minus(set, datum.Singleton(x))
				delete(want, n/2)
			}
			elems := make([]datum.Datum, 0, len(want))
			for m := range want {
				elems = append(elems, datum.Int(m))
			}
			again := datum.Set(elems)
			require.True(t, datum.Equal(again, set), "%v and %v", again, set)
			require.Equal(t, again.Hash(), set.Hash())
		}
	})
}

func TestUnionAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		elem := sorts(1).Draw(t, "sort")
		var sets []datum.Datum
		want := datum.EmptySet
		for range rapid.IntRange(0, 5).Draw(t, "sets") {
			sets = append(sets, datum.FromValue(value.Set(some(t, elem)...)))
			want = datum.Union(want, sets[len(sets)-1])
		}
		require.True(t, datum.Equal(want, datum.UnionAll(datum.Set(sets))))
	})
}

func TestInfiniteSetsAsElements(t *testing.T) {
	sets := datum.Set([]datum.Datum{datum.Strings, datum.Nat, datum.Seq(datum.Nat), datum.Integers, parsed("{-1}"), datum.Nat})
	n, _ := datum.Cardinality(sets)
	require.EqualValues(t, 5, n)
	union := datum.UnionAll(datum.Set([]datum.Datum{parsed("{-1}"), datum.Nat, parsed("{-7, -5}")}))
	for n, in := range map[int64]bool{-1: true, -2: false, 1000: true, -7: true} {
		require.Equal(t, in, datum.Contains(union, datum.Int(n)), n)
	}
	require.False(t, datum.IsFinite(union))
}

func TestNestedSetsOfInfiniteSets(t *testing.T) {
	strings, naturals := datum.Seq(datum.Strings), datum.Seq(datum.Nat)
	require.False(t, datum.Equal(datum.FunctionSet(datum.Nat, datum.Nat), datum.FunctionSet(datum.Nat, datum.Integers)))
	require.True(t, datum.Equal(naturals, datum.Seq(datum.Nat)))
	require.Equal(t, naturals.Hash(), datum.Seq(datum.Nat).Hash())
	require.Equal(t, datum.Compare(strings, naturals), -datum.Compare(naturals, strings))
	require.NotZero(t, datum.Compare(strings, naturals))
}

func TestFilter(t *testing.T) {
	even := func(x datum.Datum) bool { return x.Int()%2 == 0 }
	require.Equal(t, "{2, 4}", datum.Filter(datum.Interval(1, 5), even).String())
	require.Equal(t, "{2, 4}", datum.Filter(parsed("{1, 2, 3, 4}"), even).String())
	require.Equal(t, "{}", datum.Filter(parsed("{1, 3}"), even).String())
	all := parsed("{2, 4}")
	require.True(t, datum.Equal(all, datum.Filter(all, even)))

	evens := datum.Filter(datum.Nat, even)
	require.True(t, datum.Contains(evens, datum.Int(1<<40)))
	require.False(t, datum.Contains(evens, datum.Int(3)))
	require.False(t, datum.Contains(evens, datum.Int(-2)))
	require.False(t, datum.IsFinite(evens))
	require.Equal(t, "{2, 4}", datum.Intersect(datum.Interval(1, 5), evens).String())

	large := datum.Filter(datum.Interval(1, 1<<40), even)
	require.True(t, datum.Contains(large, datum.Int(1<<40)))
	require.True(t, datum.IsFinite(large))
	var first []int64
	datum.Each(large, func(x datum.Datum) bool {
		first = append(first, x.Int())
		return len(first) < 3
	})
	require.Equal(t, []int64{2, 4, 6}, first)
}

func TestSharing(t *testing.T) {
	set, one := parsed(`{"a", "b"}`), parsed(`{"a"}`)
	require.Zero(t, testing.AllocsPerRun(10, func() {
		datum.Union(set, one)
		datum.Union(one, set)
		datum.Union(set, set)
		datum.Minus(one, datum.EmptySet)
		datum.Intersect(one, set)
	}), "results that are one of the arguments need no memory")
}
