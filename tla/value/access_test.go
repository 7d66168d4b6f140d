package value

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestElements(t *testing.T) {
	one, two, three := Int(1), Int(2), Int(3)
	require.Equal(t, []Value{one, two, three}, Set(three, one, two, one).Elements())
	require.Equal(t, []Value{three, one, two}, Tuple(three, one, two).Elements())
	require.Equal(t, []Value{two, one}, Record(Field{"b", one}, Field{"a", two}).Elements(), "in the order of the names")
	require.Empty(t, Set().Elements())
	require.Empty(t, Tuple().Elements())
	for _, v := range []Value{{}, one, String("a"), Bool(true), Model("m")} {
		require.Panics(t, func() { v.Elements() }, "%v", v)
	}
}

func TestUnionAndElement(t *testing.T) {
	one, two, three := Int(1), Int(2), Tuple(Int(3), String(strings.Repeat("long", 100)))
	require.Equal(t, Set(), Union())
	require.Equal(t, Set(one, two, three), Union(Set(two, one), Set(), Set(three, two)))
	require.Equal(t, Set(one), Union(Set(one), Set(one)))
	require.Panics(t, func() { Union(one) })
	for _, v := range []Value{Set(one, two, three), three, Record(Field{"a", two}, Field{"b", three})} {
		for i, want := range v.Elements() {
			require.Equal(t, want, v.Element(i))
		}
		require.Panics(t, func() { v.Element(len(v.Elements())) })
	}
	require.Panics(t, func() { one.Element(0) })
}
