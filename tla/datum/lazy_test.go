package datum_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/datum"
)

func small(t *rapid.T, label string) datum.Datum {
	return datum.Interval(0, rapid.Int64Range(-1, 3).Draw(t, label))
}

// lazySets draws sets that are represented without their elements.
func lazySets(depth int) *rapid.Generator[datum.Datum] {
	return rapid.Custom(func(t *rapid.T) datum.Datum {
		part := small(t, "part")
		if depth > 0 && rapid.Bool().Draw(t, "nested") {
			part = lazySets(depth-1).Filter(func(s datum.Datum) bool {
				n, _ := datum.Cardinality(s)
				return n < 9
			}).Draw(t, "part")
		}
		switch rapid.IntRange(0, 6).Draw(t, "form") {
		case 0:
			return datum.Interval(-2, rapid.Int64Range(-3, 3).Draw(t, "high"))
		case 1:
			return datum.Powerset(part)
		case 2:
			return datum.KSubsets(rapid.Int64Range(-1, 4).Draw(t, "k"), part)
		case 3:
			return datum.FunctionSet(small(t, "dom"), part)
		case 4:
			return datum.FunctionSet(part, datum.Booleans)
		case 5:
			return datum.Product(part, small(t, "second"), datum.Booleans)
		}
		return datum.RecordSet(datum.NewShape([]string{"b", "a"}), part, small(t, "second"))
	})
}

func TestLazySetsAgreeWithTheirElements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := lazySets(1).Draw(t, "set")
		var each []datum.Datum
		require.True(t, datum.Each(set, func(e datum.Datum) bool {
			each = append(each, e)
			return true
		}))
		n, finite := datum.Cardinality(set)
		require.True(t, finite)
		require.Len(t, each, int(n), "of %v", set)

		plain := datum.Set(slices.Clone(each))
		require.Len(t, datum.Elements(plain), len(each), "duplicates in %v", set)
		require.Equal(t, plain.Hash(), set.Hash())
		require.True(t, datum.Equal(plain, set))
		require.True(t, datum.Equal(set, plain))
		require.Zero(t, datum.Compare(plain, set))
		require.True(t, datum.SubsetEq(set, plain) && datum.SubsetEq(plain, set))
		require.Equal(t, datum.ToValue(plain), datum.ToValue(set))
		for i, e := range datum.Elements(set) {
			require.True(t, datum.Contains(set, e), "%v in %v", e, set)
			require.Zero(t, datum.Compare(e, datum.Elements(plain)[i]))
		}
		var inOrder []datum.Datum
		datum.EachInOrder(set, func(e datum.Datum) bool {
			inOrder = append(inOrder, e)
			return len(inOrder) < 3
		})
		for i, e := range inOrder {
			require.True(t, datum.Equal(e, datum.Elements(plain)[i]))
		}
	})
}

func TestLazySetsCompareByWhatTheyAreMadeOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := lazySets(0).Draw(t, "a")
		var parts []datum.Datum
		if rapid.Bool().Draw(t, "sub") {
			parts = append(parts, datum.Powerset(small(t, "of")), datum.Powerset(small(t, "of")))
		} else {
			parts = append(parts, datum.FunctionSet(small(t, "dom"), small(t, "rng")), datum.FunctionSet(small(t, "dom"), small(t, "rng")))
		}
		for _, pair := range [][2]datum.Datum{{a, a}, {parts[0], parts[1]}} {
			x, y := pair[0], pair[1]
			plain, other := datum.Set(slices.Clone(datum.Elements(x))), datum.Set(slices.Clone(datum.Elements(y)))
			require.Equal(t, datum.Equal(plain, other), datum.Equal(x, y), "%v and %v", x, y)
			require.Equal(t, datum.Compare(plain, other), datum.Compare(x, y), "%v and %v", x, y)
			require.Equal(t, datum.SubsetEq(plain, other), datum.SubsetEq(x, y), "%v and %v", x, y)
		}
	})
}

func TestOrderOfEnumeration(t *testing.T) {
	for _, c := range []struct {
		set  datum.Datum
		want string
	}{
		{datum.Powerset(datum.Interval(1, 3)), "{} {1} {2} {3} {1, 2} {1, 3} {2, 3} {1, 2, 3}"},
		{datum.KSubsets(2, datum.Interval(1, 4)), "{1, 2} {1, 3} {2, 3} {1, 4} {2, 4} {3, 4}"}, // TLC: by bit patterns
		{datum.KSubsets(0, datum.Interval(1, 4)), "{}"},
		{datum.KSubsets(5, datum.Interval(1, 4)), ""},
		{datum.FunctionSet(datum.Interval(1, 2), datum.Interval(3, 4)), "<<3, 3>> <<3, 4>> <<4, 3>> <<4, 4>>"},
		{datum.FunctionSet(datum.EmptySet, datum.Nat), "<<>>"},
		{datum.FunctionSet(datum.Interval(1, 2), datum.EmptySet), ""},
		{datum.Product(datum.Interval(1, 2), datum.Interval(3, 4)), "<<1, 3>> <<1, 4>> <<2, 3>> <<2, 4>>"},
		{datum.RecordSet(datum.NewShape([]string{"a", "b"}), datum.Interval(1, 1), datum.Interval(3, 4)), "[a |-> 1, b |-> 3] [a |-> 1, b |-> 4]"},
		{datum.Interval(math.MaxInt64-1, math.MaxInt64), "9223372036854775806 9223372036854775807"},
		{datum.Interval(2, 1), ""},
		{datum.Seq(datum.EmptySet), "<<>>"},
	} {
		var got []string
		datum.Each(c.set, func(e datum.Datum) bool {
			got = append(got, e.String())
			return true
		})
		require.Equal(t, c.want, strings.Join(got, " "))
	}
}

func TestKSubsets(t *testing.T) {
	pairs := datum.KSubsets(2, datum.Interval(1, 4))
	for text, in := range map[string]bool{"{1, 4}": true, "{}": false, "{1}": false, "{1, 2, 3}": false, "{1, 5}": false} {
		require.Equal(t, in, datum.Contains(pairs, parsed(text)), text)
	}
	require.Equal(t, "{{1, 2}, {1, 3}, {1, 4}, {2, 3}, {2, 4}, {3, 4}}", pairs.String(), "in canonical order")
}

func TestLargeSets(t *testing.T) {
	many := datum.Interval(1, 40)
	subsets := datum.Powerset(many)
	n, _ := datum.Cardinality(subsets)
	require.EqualValues(t, 1<<40, n)
	require.True(t, datum.Contains(subsets, parsed("{1, 40}")))
	require.False(t, datum.Contains(subsets, parsed("{1, 41}")))
	require.True(t, datum.SubsetEq(datum.Powerset(datum.Interval(2, 39)), subsets))
	require.False(t, datum.SubsetEq(subsets, datum.Powerset(datum.Interval(2, 39))))
	require.True(t, datum.Equal(subsets, datum.Powerset(datum.Interval(1, 40))))
	require.ErrorContains(t, refused(func() { datum.Elements(subsets) }), "too many elements: SUBSET 1..40")
	require.ErrorContains(t, refused(func() { datum.Elements(datum.Nat) }), "attempted to enumerate the infinite set Nat")
	require.ErrorContains(t, refused(func() { datum.Cardinality(datum.Powerset(datum.Interval(1, 99))) }), "overflow")
	require.True(t, datum.IsFinite(datum.Powerset(datum.Interval(1, 99))))

	functions := datum.FunctionSet(datum.Interval(1, 10), datum.Interval(1, 10))
	n, _ = datum.Cardinality(functions)
	require.EqualValues(t, 10_000_000_000, n)
	some := datum.Filter(functions, func(f datum.Datum) bool { return datum.At(f, 0).Int() == 2 })
	require.True(t, datum.Contains(some, parsed("<<2, 1, 1, 1, 1, 1, 1, 1, 1, 10>>")))
	require.False(t, datum.Contains(some, parsed("<<1, 1, 1, 1, 1, 1, 1, 1, 1, 10>>")))
	n, _ = datum.Cardinality(datum.KSubsets(20, many))
	require.EqualValues(t, 137846528820, n)
}

func TestInfiniteSets(t *testing.T) {
	records := datum.RecordSet(datum.NewShape([]string{"n"}), datum.Nat)
	for text, in := range map[string]bool{"[n |-> 7]": true, "[n |-> -7]": false, "[m |-> 7]": false, "[m |-> 7, n |-> 7]": false, "<<>>": false, "m1": false} {
		require.Equal(t, in, datum.Contains(records, parsed(text)), text)
	}
	for text, in := range map[string]bool{"<<>>": true, "<<1, 2>>": true, "<<1, -2>>": false, "m1": false} {
		require.Equal(t, in, datum.Contains(datum.Seq(datum.Nat), parsed(text)), text)
	}
	for text, in := range map[string]bool{"<<1, 5>>": true, "<<1, -5>>": false, "<<5>>": false, "(2 :> 3)": false, "m1": false} {
		require.Equal(t, in, datum.Contains(datum.FunctionSet(datum.Interval(1, 2), datum.Nat), parsed(text)), text)
	}
	require.True(t, datum.Contains(datum.Reals, datum.Int(-1)))
	require.True(t, datum.SubsetEq(datum.Nat, datum.Integers))
	require.False(t, datum.SubsetEq(datum.Integers, datum.Nat))
	require.True(t, datum.SubsetEq(datum.Interval(0, math.MaxInt64), datum.Nat))
	require.False(t, datum.SubsetEq(datum.Interval(-1, math.MaxInt64), datum.Nat))

	union := datum.Union(datum.Nat, parsed("{-1}"))
	require.True(t, datum.Contains(union, datum.Int(-1)))
	require.False(t, datum.Contains(union, datum.Int(-2)))
	require.Equal(t, "{1}", datum.Intersect(datum.Nat, parsed("{-1, 1}")).String())
	require.True(t, datum.Contains(datum.Minus(datum.Integers, datum.Nat), datum.Int(-1)))
	require.False(t, datum.Contains(datum.Minus(datum.Integers, datum.Nat), datum.Int(1)))
	require.False(t, datum.IsFinite(datum.Intersect(datum.Integers, datum.Nat)))
	require.True(t, datum.Equal(datum.Union(datum.EmptySet, datum.Nat), datum.Nat))
}

// refused returns the *datum.Error that f panics with.
func refused(f func()) (err error) {
	defer func() {
		if reason, ok := recover().(*datum.Error); ok {
			err = reason
		}
	}()
	f()
	return nil
}
