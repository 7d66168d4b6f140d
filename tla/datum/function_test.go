package datum_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/value"
)

func TestFunctionsAgreeWithPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key, at := sorts(1).Draw(t, "key"), sorts(1).Draw(t, "at")
		v := function(t, some(t, key), at)
		points := map[value.Value]value.Value{}
		f := disguised(datum.FromValue(v), random(t))
		for i, x := range datum.Elements(datum.Domain(f)) {
			got, found := datum.Apply(f, x)
			require.True(t, found)
			require.True(t, datum.Equal(got, datum.At(f, i)))
			points[datum.ToValue(x)] = datum.ToValue(got)
		}
		require.Equal(t, v, fromPoints(points))
		require.Equal(t, len(points), datum.Len(f))

		f.Hash()
		x, y := key(t), at(t)
		got, found := datum.With(f, datum.FromValue(x), datum.FromValue(y))
		_, want := points[x]
		require.Equal(t, want, found)
		require.Equal(t, v, datum.ToValue(f), "unchanged")
		if found {
			points[x] = y
		}
		require.Equal(t, fromPoints(points), datum.ToValue(got))
		require.Equal(t, datum.FromValue(fromPoints(points)).Hash(), got.Hash())
		one, found := datum.Apply(f, datum.FromValue(x))
		require.Equal(t, want, found)
		require.Equal(t, !want, one.IsZero())
	})
}

func fromPoints(points map[value.Value]value.Value) value.Value {
	var pairs []value.Pair
	for k, v := range points {
		pairs = append(pairs, value.Pair{Key: k, Value: v})
	}
	return value.Function(pairs...)
}

func TestMergeAgreesWithMaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key, at := sorts(1).Draw(t, "key"), sorts(1).Draw(t, "at")
		v, w := function(t, some(t, key), at), function(t, some(t, key), at)
		r := random(t)
		f, g := disguised(datum.FromValue(v), r), disguised(datum.FromValue(w), r)
		points := map[value.Value]value.Value{}
		for _, h := range []datum.Datum{g, f} {
			for i, x := range datum.Elements(datum.Domain(h)) {
				points[datum.ToValue(x)] = datum.ToValue(datum.Values(h)[i])
			}
		}
		require.Equal(t, fromPoints(points), datum.ToValue(datum.Merge(f, g)))
	})
}

func TestWithOnLargeFunctions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		f, values := datum.NewFunction(datum.Interval(0, int64(n)))
		for i := range values {
			values[i] = datum.EmptySet
		}
		for range 5 {
			f.Hash()
			f, _ = datum.With(f, datum.Int(int64(rapid.IntRange(0, n).Draw(t, "at"))), datum.Int(rapid.Int64().Draw(t, "value")))
			require.Equal(t, datum.FromValue(datum.ToValue(f)).Hash(), f.Hash())
		}
	})
}

func TestSequences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		elem := sorts(1).Draw(t, "sort")
		v, w, x := some(t, elem), some(t, elem), elem(t)
		r := random(t)
		s, u := disguised(datum.FromValue(value.Tuple(v...)), r), disguised(datum.FromValue(value.Tuple(w...)), r)
		check := func(got datum.Datum, want ...value.Value) {
			require.Equal(t, value.Tuple(want...), datum.ToValue(got))
			require.Equal(t, datum.FromValue(value.Tuple(want...)).Hash(), got.Hash())
			require.True(t, datum.IsTuple(got))
		}
		s.Hash()
		check(datum.Append(s, datum.FromValue(x)), append(append([]value.Value{}, v...), x)...)
		check(datum.Concat(s, u), append(append([]value.Value{}, v...), w...)...)
		if len(v) > 0 {
			require.Equal(t, v[0], datum.ToValue(datum.Head(s)))
			check(datum.Tail(s), v[1:]...)
		}
		for from := range len(v) {
			for to := from; to <= len(v); to++ {
				check(datum.SubSeq(s, int64(from+1), int64(to)), v[from:to]...)
			}
		}
	})
}

// Append must not write into the memory of another sequence that was cut from the same one.
func TestSequencesDoNotOverwriteEachOther(t *testing.T) {
	whole := parsed("<<1, 2, 3>>")
	front := datum.SubSeq(whole, 1, 2)
	datum.Append(front, datum.Int(9))
	require.Equal(t, "<<1, 2, 3>>", whole.String())
}

func TestOneEqualityOverFunctions(t *testing.T) {
	fields := datum.NewShape([]string{"b", "a"})
	record, values := datum.NewRecord(fields)
	copy(values, []datum.Datum{datum.Int(1), datum.Int(2)})
	require.Equal(t, "[a |-> 1, b |-> 2]", record.String())
	same := func(a, b datum.Datum) {
		require.True(t, datum.Equal(a, b), "%v and %v", a, b)
		require.Equal(t, a.Hash(), b.Hash())
	}
	same(record, datum.Pairs([]datum.Datum{datum.String("b"), datum.String("a")}, []datum.Datum{datum.Int(2), datum.Int(1)}))
	same(record, datum.Merge(datum.Pair(datum.String("b"), datum.Int(2)), datum.Pair(datum.String("a"), datum.Int(1))))
	tuple := datum.Tuple([]datum.Datum{datum.Int(5), datum.Int(6)})
	same(tuple, datum.Function(datum.Interval(1, 2), []datum.Datum{datum.Int(5), datum.Int(6)}))
	same(tuple, datum.Function(parsed("{1, 2}"), []datum.Datum{datum.Int(5), datum.Int(6)}))
	same(datum.EmptyTuple, datum.Function(datum.EmptySet, nil))
	same(datum.EmptyTuple, datum.Lambda(datum.EmptySet, nil))
	require.Equal(t, "1..2", datum.Domain(tuple).String())
	require.Equal(t, `{"a", "b"}`, datum.Domain(record).String())
}

func TestFields(t *testing.T) {
	var cache datum.FieldCache
	for _, text := range []string{"[a |-> 1]", "[a |-> 1, b |-> 2]", "[b |-> 2, c |-> 3]", "[a |-> 0, aa |-> 0, b |-> 2]"} {
		record := parsed(text)
		for range 2 {
			got, found := datum.Field(record, datum.String("b"), &cache)
			require.Equal(t, text != "[a |-> 1]", found, text)
			if found {
				require.Equal(t, "2", got.String(), text)
			}
		}
	}
	_, found := datum.Field(datum.EmptyTuple, datum.String("b"), &cache)
	require.False(t, found)
	require.ErrorContains(t, refused(func() { datum.Field(datum.Int(1), datum.String("b"), &cache) }), "expected a function, found the integer 1")
	require.ErrorContains(t, refused(func() { datum.Field(parsed("<<1>>"), datum.String("b"), &cache) }), "no integer")
	require.ErrorContains(t, refused(func() { datum.NewShape([]string{"a", "b", "a"}) }), "the field a occurs twice")
}

func TestShapes(t *testing.T) {
	shape := datum.NewShape([]string{"b", "a"})
	require.Same(t, shape, datum.NewShape([]string{"a", "b"}))
	require.Equal(t, []string{"a", "b"}, shape.Names())
	at, found := shape.Place("b")
	require.True(t, found)
	require.Equal(t, 1, at)
	record, values := datum.NewRecord(shape)
	values[0], values[1] = datum.Int(7), datum.Int(8)
	require.Equal(t, "[a |-> 7, b |-> 8]", record.String())
}

func TestLambdas(t *testing.T) {
	calls := 0
	square := datum.Lambda(datum.Nat, func(x datum.Datum) datum.Datum {
		calls++
		return datum.Int(x.Int() * x.Int())
	})
	got, found := datum.Apply(square, datum.Int(5))
	require.True(t, found)
	require.EqualValues(t, 25, got.Int())
	_, found = datum.Apply(square, datum.Int(-5))
	require.False(t, found)
	require.True(t, datum.Equal(datum.Nat, datum.Domain(square)))
	require.Equal(t, `[x \in Nat |-> ...]`, square.String())
	require.ErrorContains(t, refused(func() { datum.Equal(square, parsed("<<1>>")) }), "infinite domain Nat")
	changed, found := datum.With(square, datum.Int(5), datum.Int(0))
	require.True(t, found)
	for n, want := range map[int64]int64{5: 0, 4: 16} {
		got, _ = datum.Apply(changed, datum.Int(n))
		require.Equal(t, want, got.Int())
	}
	_, found = datum.With(square, datum.Int(-5), datum.Int(0))
	require.False(t, found)

	calls = 0
	finite := datum.Lambda(datum.Interval(1, 3), func(x datum.Datum) datum.Datum {
		calls++
		return datum.Int(-x.Int())
	})
	require.True(t, datum.IsLambda(finite))
	datum.Apply(finite, datum.Int(1))
	require.Equal(t, 1, calls)
	require.Equal(t, "<<-1, -2, -3>>", finite.String())
	require.Equal(t, "<<-1, 9, -3>>", must(datum.With(finite, datum.Int(2), datum.Int(9))).String())
	require.Equal(t, 4, calls, "the values are remembered")
	require.False(t, datum.IsLambda(finite))
	require.True(t, datum.IsTuple(datum.Forced(finite)))
	require.True(t, datum.Equal(square, datum.Forced(square)))
}

func must(d datum.Datum, found bool) datum.Datum {
	if !found {
		panic("not found")
	}
	return d
}

func TestMerge(t *testing.T) {
	for _, c := range [][3]string{
		{"<<1, 2>>", "<<7, 8, 9>>", "<<1, 2, 9>>"},
		{"<<1, 2, 3>>", "<<7, 8>>", "<<1, 2, 3>>"},
		{"<<>>", "<<7, 8>>", "<<7, 8>>"},
		{"<<7>>", "<<>>", "<<7>>"},
		{"(2 :> 5)", "<<7>>", "<<7, 5>>"},
		{"(3 :> 5)", "<<7>>", "(1 :> 7 @@ 3 :> 5)"},
		{"[a |-> 1]", "[a |-> 2, b |-> 3]", "[a |-> 1, b |-> 3]"},
		{"[a |-> 1, b |-> 4]", "[a |-> 2, b |-> 3]", "[a |-> 1, b |-> 4]"},
		{"[a |-> 1, c |-> 4]", "[b |-> 2]", "[a |-> 1, b |-> 2, c |-> 4]"},
		{"({} :> 1)", "({1} :> 2 @@ {} :> 3)", "({} :> 1 @@ {1} :> 2)"},
	} {
		require.Equal(t, c[2], datum.Merge(parsed(c[0]), parsed(c[1])).String())
	}
}

func TestNewTuple(t *testing.T) {
	for n := range 12 {
		tuple, elems := datum.NewTuple(n)
		require.Len(t, elems, n)
		require.Equal(t, n, cap(elems), "Append must not write behind")
		for i := range elems {
			elems[i] = datum.Int(int64(i))
		}
		require.Equal(t, n, datum.Len(tuple))
		require.True(t, datum.IsSequence(tuple))
	}
}
