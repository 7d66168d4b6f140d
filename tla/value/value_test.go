package value_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenet-go/tenet/tla/value"
)

func TestEqualValuesAreEqual(t *testing.T) {
	one, two := value.Int(1), value.Int(2)
	pair := func(k, v value.Value) value.Pair { return value.Pair{Key: k, Value: v} }

	require.Equal(t, value.Set(one, two), value.Set(two, one, two))
	require.Equal(t, value.Tuple(two, one), value.Function(pair(two, one), pair(one, two)))
	require.Equal(t, value.Tuple(), value.Function())
	require.Equal(t, value.Record(), value.Tuple())
	require.Equal(t, value.Record(value.Field{Name: "a", Value: one}), value.Function(pair(value.String("a"), one)))
}

func TestDifferentValuesDiffer(t *testing.T) {
	one := value.Int(1)
	all := []value.Value{
		value.Bool(false), value.Bool(true), one, value.Int(-1), value.String("1"), value.String(""), value.Model("1"),
		value.Set(), value.Set(one), value.Set(value.Set()), value.Set(value.Set(one)), value.Tuple(), value.Tuple(one),
		value.Tuple(one, one), value.Tuple(value.Tuple(one), one), value.Tuple(value.Tuple(one, one)),
		value.Function(value.Pair{Key: value.Int(0), Value: one}), value.Record(value.Field{Name: "a", Value: one}), {},
	}
	for i, a := range all {
		for j, b := range all {
			require.Equal(t, i == j, a == b, "%v and %v", a, b)
		}
	}
}

func TestIntegersSortAsNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		require.Equal(t, a < b, value.Compare(value.Int(a), value.Int(b)) < 0)
		require.Equal(t, a == b, value.Compare(value.Int(a), value.Int(b)) == 0)
	})
	require.Equal(t, "{-9223372036854775808, -1, 0, 9223372036854775807}",
		value.Set(value.Int(0), value.Int(math.MaxInt64), value.Int(-1), value.Int(math.MinInt64)).String())
}

func TestStringPrintsAsTLC(t *testing.T) {
	f := func(name string, v value.Value) value.Field { return value.Field{Name: name, Value: v} }
	one := value.Int(1)
	for want, v := range map[string]value.Value{
		"(no value)":                 {},
		"{<<1, \"a\\\"b\">>}":        value.Set(value.Tuple(one, value.String(`a"b`))),
		"[up |-> FALSE]":             value.Record(f("up", value.Bool(false))),
		"(<<1, 1>> :> m)":            value.Function(value.Pair{Key: value.Tuple(one, one), Value: value.Model("m")}),
		"(\"not a name\" :> <<>>)":   value.Record(f("not a name", value.Tuple())),
		"(0 :> 1 @@ 1 :> 1)":         value.Function(value.Pair{Key: one, Value: one}, value.Pair{Key: value.Int(0), Value: one}),
		"[a |-> 1, b |-> [c |-> 1]]": value.Record(f("b", value.Record(f("c", one))), f("a", one)),
	} {
		require.Equal(t, want, v.String())
	}
}

func TestFunctionRefusesTwoValuesAtOneArgument(t *testing.T) {
	require.PanicsWithValue(t, "value: two values of a function at 1", func() {
		value.Function(value.Pair{Key: value.Int(1)}, value.Pair{Key: value.Int(1)})
	})
	require.PanicsWithValue(t, "value: two values of the variable x", func() {
		value.NewState(value.Field{Name: "x"}, value.Field{Name: "x"})
	})
}

func TestElements(t *testing.T) {
	one, two := value.Int(1), value.Int(2)
	require.Equal(t, []value.Value{one, two}, value.Set(two, one).Elements())
	require.Equal(t, []value.Value{two, one}, value.Tuple(two, one).Elements())
	require.Panics(t, func() { one.Elements() })
	require.Panics(t, func() { value.Value{}.Elements() })
}

func TestStateIsTheRecordOfItsVariables(t *testing.T) {
	s := value.NewState(value.Field{Name: "y", Value: value.Int(2)}, value.Field{Name: "x", Value: value.Int(1)})
	require.Equal(t, "[x |-> 1, y |-> 2]", s.Record().String())
	require.Equal(t, "/\\ x = 1\n/\\ y = 2\n", s.String())
	require.Equal(t, value.Int(2), s.Value("y"))
	require.True(t, s.Value("z").IsZero())
	require.Equal(t, s.Record().AppendTo(nil), s.Record().AppendTo([]byte{}))
}
