package datum_test

import (
	"math/rand/v2"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/datum"
	"github.com/tenet-go/tenet/tla/value"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// sort draws values that can all be compared with each other.
type sort func(t *rapid.T) value.Value

// sorts draws sorts whose values are nested at most so deeply.
func sorts(depth int) *rapid.Generator[sort] {
	return rapid.Custom(func(t *rapid.T) sort {
		kinds := 5
		if depth > 0 {
			kinds = 10
		}
		switch rapid.IntRange(0, kinds-1).Draw(t, "sort") {
		case 0:
			return drawn("bool", rapid.Map(rapid.Bool(), value.Bool))
		case 1:
			return drawn("small", rapid.Map(rapid.Int64Range(-1, 4), value.Int))
		case 2:
			return drawn("int", rapid.Map(rapid.Int64(), value.Int))
		case 3:
			return drawn("string", rapid.Map(rapid.StringMatching(`[a-c]{0,6}`), value.String))
		case 4:
			return drawn("model", rapid.Map(rapid.StringMatching(`(m[0-9]|A_[a-c]x?)`), value.Model))
		case 5:
			elem := sorts(depth-1).Draw(t, "elem")
			return func(t *rapid.T) value.Value { return value.Set(some(t, elem)...) }
		case 6:
			elem := sorts(depth-1).Draw(t, "elem")
			return func(t *rapid.T) value.Value { return value.Tuple(some(t, elem)...) }
		case 7:
			first, second := sorts(depth-1).Draw(t, "first"), sorts(depth-1).Draw(t, "second")
			return func(t *rapid.T) value.Value {
				return value.Record(value.Field{Name: "first", Value: first(t)}, value.Field{Name: "second", Value: second(t)})
			}
		case 8:
			key, at := sorts(depth-1).Draw(t, "key"), sorts(depth-1).Draw(t, "at")
			return func(t *rapid.T) value.Value { return function(t, some(t, key), at) }
		}
		at := sorts(depth-1).Draw(t, "at")
		return func(t *rapid.T) value.Value { return function(t, []value.Value{value.Int(1), value.Int(2)}, at) }
	})
}

func drawn(label string, from *rapid.Generator[value.Value]) sort {
	return func(t *rapid.T) value.Value { return from.Draw(t, label) }
}

func some(t *rapid.T, elem sort) []value.Value {
	all := make([]value.Value, rapid.IntRange(0, 4).Draw(t, "size"))
	for i := range all {
		all[i] = elem(t)
	}
	return all
}

func function(t *rapid.T, keys []value.Value, at sort) value.Value {
	var pairs []value.Pair
	for _, key := range value.Set(keys...).Elements() {
		pairs = append(pairs, value.Pair{Key: key, Value: at(t)})
	}
	return value.Function(pairs...)
}

// disguised returns a value that is equal to d, and represented in another way where there is one.
func disguised(d datum.Datum, r *rand.Rand) datum.Datum {
	switch {
	case d.IsSet():
		return disguisedSet(d, r)
	case d.IsFunction():
		return disguisedFunction(d, r)
	}
	return d
}

func disguisedSet(d datum.Datum, r *rand.Rand) datum.Datum {
	elems := datum.Elements(d)
	if n := len(elems); n > 0 && elems[0].IsInt() && elems[n-1].IsInt() && elems[n-1].Int()-elems[0].Int() == int64(n-1) {
		return datum.Interval(elems[0].Int(), elems[n-1].Int())
	}
	var again []datum.Datum
	for _, at := range r.Perm(len(elems)) {
		again = append(again, disguised(elems[at], r))
		if r.IntN(3) == 0 {
			again = append(again, elems[at])
		}
	}
	if len(again) > 0 && r.IntN(2) == 0 {
		return datum.Union(datum.Set(again[1:]), datum.Singleton(again[0]))
	}
	return datum.Set(again)
}

func disguisedFunction(d datum.Datum, r *rand.Rand) datum.Datum {
	keys, values := datum.Elements(datum.Domain(d)), datum.Values(d)
	switch r.IntN(3) {
	case 0:
		return datum.Lambda(disguised(datum.Domain(d), r), func(x datum.Datum) datum.Datum {
			v, _ := datum.Apply(d, x)
			return v
		})
	case 1:
		f := datum.EmptyTuple
		for i, key := range keys {
			f = datum.Merge(datum.Pair(key, disguised(values[i], r)), f)
		}
		return f
	}
	var mixedKeys, mixedValues []datum.Datum
	for _, at := range r.Perm(len(keys)) {
		mixedKeys = append(mixedKeys, disguised(keys[at], r))
		mixedValues = append(mixedValues, disguised(values[at], r))
	}
	return datum.Pairs(mixedKeys, mixedValues)
}

// random draws what disguised chooses by.
func random(t *rapid.T) *rand.Rand { return rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)) }

// parsed returns the value that is printed so.
func parsed(text string) datum.Datum {
	v, err := value.Parse(text)
	if err != nil {
		panic(err)
	}
	return datum.FromValue(v)
}
